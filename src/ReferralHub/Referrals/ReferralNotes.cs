using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals;

/// <summary>What a note is for.</summary>
public enum NoteKind
{
    /// <summary>The practice is asked for something that is missing.</summary>
    Question,

    /// <summary>The practice is told something, such as what to do instead of a referral.</summary>
    Advice,

    /// <summary>The practice answers a question.</summary>
    Answer,

    /// <summary>The practice does not accept a return.</summary>
    Appeal,

    /// <summary>The practice no longer wants the referral.</summary>
    Withdrawal,
}

/// <summary>Something the practice is told or asked about its referral, or says about it.</summary>
/// <param name="Author">Who signs it: a clinician with role, the rule that asks, or somebody at the practice.</param>
/// <param name="PractitionerRole">Id of the PractitionerRole of a clinician; null for a rule or a practice.</param>
public sealed record ReferralNote(NoteKind Kind, string Author, DateTime At, string Text, string? PractitionerRole = null)
{
    public bool IsFromPractice => Kind is NoteKind.Answer or NoteKind.Appeal or NoteKind.Withdrawal;
}

/// <summary>
/// Gives the notes of a referral, which others see as Communications and in its Task. Modules to the right register theirs.
/// </summary>
public interface IReferralNotes
{
    Task<IReadOnlyList<(Guid Referral, ReferralNote Note)>> ReadAsync(
        HubDbContext db,
        IReadOnlyCollection<Guid> referrals,
        CancellationToken cancellationToken
    );
}

/// <summary>The notes of all sources together.</summary>
sealed class AllNotes(IEnumerable<IReferralNotes> sources)
{
    /// <summary>Notes by referral, oldest first.</summary>
    public async Task<ILookup<Guid, ReferralNote>> ReadAsync(
        HubDbContext db,
        IReadOnlyCollection<Guid> referrals,
        CancellationToken cancellationToken
    )
    {
        var notes = new List<(Guid Referral, ReferralNote Note)>();
        if (referrals.Count > 0)
            foreach (var source in sources)
                notes.AddRange(await source.ReadAsync(db, referrals, cancellationToken));
        return notes.OrderBy(n => n.Note.At).ToLookup(n => n.Referral, n => n.Note);
    }

    public async Task<IReadOnlyList<ReferralNote>> ReadAsync(HubDbContext db, Guid referral, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(db, [referral], cancellationToken))[referral]];
}

/// <summary>Organisations of the directory that a module knows, which others see as Organization.</summary>
public interface IOrganisations
{
    IEnumerable<KnownOrganisation> All { get; }
}

/// <param name="Ods">ODS code, which is its id too.</param>
/// <param name="Kind">prov for who gives health care, dept for the referral centre itself (R4 organization-type).</param>
/// <param name="Since">When this was loaded, UTC.</param>
public sealed record KnownOrganisation(string Ods, string Name, string Kind, DateTime Since);
