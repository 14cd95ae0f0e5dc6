using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Review.Referral;

namespace ReferralHub.Practices.Referral;

/// <summary>One thing that was asked, advised, answered, appealed or withdrawn.</summary>
/// <param name="Words">What it is, to be read before <paramref name="Who"/>: "Asked by".</param>
public sealed record SaidLine(DateTime At, string Who, string Words, string Text);

/// <summary>What a practice's page about one of its referrals shows.</summary>
/// <param name="GoesOnAs">Reference of the referral that follows a returned one, or goes on in place of a duplicate.</param>
/// <param name="Later">Reference of a later referral of the patient to the same specialty, beside this one.</param>
/// <param name="IsRefused">Whether a provider did not take a message about it and nobody has said yet how that was settled.</param>
public sealed record PracticeView(
    ReferralSheet Sheet,
    IReadOnlyList<ReferralNote> Notes,
    string? GoesOnAs,
    string? Later,
    bool IsRefused,
    DateTime Now
)
{
    /// <summary>Questions, advice and answers in the order in which they were said.</summary>
    public IEnumerable<SaidLine> Said =>
        Notes
            .Select(FromNote)
            .Concat(Sheet.FromPractice.Select(m => FromMessage(m, Sheet.MessageScans.GetValueOrDefault(m.Id))))
            .OrderBy(s => s.At);

    static SaidLine FromNote(ReferralNote note) =>
        new(note.At, note.Author, note.Kind == NoteKind.Question ? "Asked by" : "Advice of", note.Text);

    static SaidLine FromMessage(PracticeMessage message, AttachmentVerdict? scan) =>
        new(
            message.At,
            message.Author,
            message.Kind switch
            {
                PracticeMessageKind.Answer => "Answer of",
                PracticeMessageKind.Appeal => "Appeal of",
                _ => "Withdrawn by",
            },
            message.Text + (message.AttachmentTitle is null ? "" : $"\nAttached: {message.AttachmentTitle} ({scan?.Words})")
        );
}

/// <summary>Reads what a practice's page about one of its referrals shows.</summary>
public sealed class ReadPracticeView(
    ReadReferralSheet sheets,
    IEnumerable<IReferralNotes> notes,
    HubDatabase database,
    CurrentScope callerScope,
    TimeProvider time
)
{
    /// <summary>The page's content; null when the practice has no such referral, whether or not somebody else has.</summary>
    /// <param name="practice">ODS code.</param>
    public async Task<PracticeView?> ReadAsync(string reference, string practice, CancellationToken cancellationToken)
    {
        var sheet = await sheets.ReadAsync(reference, cancellationToken);
        if (sheet is null || sheet.Journey.Practice != practice)
            return null;
        AuditEntry.Show(sheet.Journey);
        var id = sheet.Journey.Id;
        await using var db = database.OpenRead(callerScope.Read());
        // What the practice itself said stands with its messages.
        var told = new List<ReferralNote>();
        foreach (var source in notes)
            told.AddRange((await source.ReadAsync(db, [id], cancellationToken)).Select(n => n.Note).Where(n => !n.IsFromPractice));
        // What was returned goes on in the referral that follows it, and cannot be appealed any more; beside any other, one that follows is
        // another referral.
        var isReturned = sheet.Journey.Stage == Stage.Returned;
        var next = await db.Set<ReferralJourney>()
            .Where(j => j.Follows == id && (isReturned || j.Practice == practice))
            .OrderByDescending(j => j.Received)
            .Select(j => j.Reference)
            .FirstOrDefaultAsync(cancellationToken);
        var isRefused =
            sheet.Journey.Has(Flags.ProviderRefused)
            && await db.WorkItems.AnyAsync(
                w => w.Kind == Flags.ProviderRefused && w.Referral == id && w.Settled == null,
                cancellationToken
            );
        var later = next is null ? null : ReferralReference.Display(next);
        var goesOnAs = (isReturned ? later : null) ?? Duplicates.FindReference(sheet.History);
        return new(sheet, told, goesOnAs, goesOnAs is null ? later : null, isRefused, time.UtcNow());
    }
}
