using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Fhir;

namespace ReferralHub.Intake;

/// <summary>Something the practice is told or asked about its referral.</summary>
/// <param name="Author">Who signs it: a clinician with role, or the rule that asks.</param>
public sealed record ReferralNote(string Author, DateTime At, string Text);

/// <summary>Gives the notes that a referral's Task carries back to the practice. Modules to the right register theirs.</summary>
public interface IReferralNotes
{
    Task<IReadOnlyList<ReferralNote>> OfAsync(HubDbContext db, Guid referral, CancellationToken cancellationToken);
}

/// <summary>Reads one referral, as resource or as the document that came.</summary>
sealed class ReferralRead(HubDatabase database, IEnumerable<IReferralNotes> sources)
{
    static readonly Problem NotFound = new(404, "not-found", "REC_NOT_FOUND", "not-found", "There is no referral with this id.");

    public async Task<FhirAnswer> ReadAsync(string resourceType, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var key)) return FhirAnswer.Of(NotFound);
        await using var db = database.OpenRead();
        var found = await db.Journeys.Where(j => j.Id == key)
            .Join(db.Referrals, j => j.Id, r => r.Referral, (j, r) => new { Journey = j, r.Facts }).FirstOrDefaultAsync(cancellationToken);
        if (found is null) return FhirAnswer.Of(NotFound);
        var (view, facts) = (ViewOf(found.Journey), ReferralFacts.Read(found.Facts));
        var notes = new List<ReferralNote>();
        if (resourceType == "Task")
            foreach (var source in sources) notes.AddRange(await source.OfAsync(db, key, cancellationToken));
        return new(200, FhirWriting.Write(w =>
        {
            if (resourceType == "Task") ReferralResources.Task(w, view, facts, [.. notes.OrderBy(n => n.At)]);
            else ReferralResources.ServiceRequest(w, view, facts);
        }))
        { ETag = $"W/\"{view.Version}\"" };
    }

    /// <summary>The newest document of the referral, byte for byte as it came.</summary>
    public async Task<FhirAnswer> OriginalAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var key)) return FhirAnswer.Of(NotFound);
        await using var db = database.OpenRead();
        var document = await db.Documents.Where(d => d.Referral == key).OrderByDescending(d => d.Version).FirstOrDefaultAsync(cancellationToken);
        return document is null ? FhirAnswer.Of(NotFound) : new(200, Brotli.Decompress(document.Bytes, document.Length));
    }

    public static ReferralView ViewOf(ReferralJourney j) =>
        new(j.Id, j.Reference, j.Version, j.Stage, j.StageEntered, j.Received, j.Priority, j.Specialty, j.Practice, j.OwnerKind, j.Owner, j.Due, j.FlagCodes);
}
