using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.Audit;

/// <summary>What a walk along the audit found.</summary>
/// <param name="Events">Stamped events read.</param>
/// <param name="Unstamped">Committed events that the stamper has not reached.</param>
/// <param name="FirstFault">Null when all is right; otherwise a sentence that names the first row that is not.</param>
public sealed record AuditVerification(long Events, long Unstamped, string? FirstFault)
{
    public bool Holds => FirstFault is null;
}

/// <summary>
/// Reads the whole audit and recomputes every hash. A changed, missing or added row is found by the chain; a tail that was cut off
/// by the heads that were written to a file elsewhere.
/// </summary>
public static class AuditVerifier
{
    const int PageEventsMax = 2_000;

    /// <param name="heads">Heads as they were kept elsewhere; empty when none are.</param>
    public static async Task<AuditVerification> VerifyAsync(
        HubDbContext db,
        IReadOnlyList<AuditHead> heads,
        CancellationToken cancellationToken
    )
    {
        var kept = heads.GroupBy(h => h.Position).ToDictionary(g => g.Key, g => g.First());
        var (expected, hash) = (1L, AuditChain.Genesis);
        string? fault = null;
        while (fault is null)
        {
            var page = await db
                .AccessEvents.AsNoTracking()
                .Where(e => e.Position >= expected)
                .OrderBy(e => e.Position)
                .Take(PageEventsMax)
                .ToListAsync(cancellationToken);
            if (page.Count == 0)
                break;
            var subjects = await AuditSubjects.FindAsync(db, page, cancellationToken);
            foreach (var e in page)
            {
                hash = AuditChain.Hash(hash, expected, e, subjects[e.Id]);
                fault = FindFault(e, expected, hash, subjects[e.Id].Count(), kept);
                if (fault is not null)
                    break;
                expected++;
            }
        }

        fault ??= FindCut(heads, expected - 1) ?? await FindStrayAsync(db, cancellationToken);
        var unstamped = await db.AccessEvents.LongCountAsync(e => e.Position == null, cancellationToken);
        return new(expected - 1, unstamped, fault);
    }

    static string? FindFault(AccessEvent e, long expected, string hash, int subjects, Dictionary<long, AuditHead> kept) =>
        e.Position != expected ? $"Audit position {expected} is missing: the next event is at {e.Position} (event {e.Id})."
        : e.Subjects != subjects
            ? $"Audit position {expected} has {subjects} subjects and not {e.Subjects}: event {e.Id} lost or gained some."
        : e.Hash != hash
            ? $"Audit position {expected} does not match its hash: event {e.Id} ({e.Act}, {e.Route}), one of its subjects or the event "
                + "before it was changed."
        : kept.TryGetValue(expected, out var head) && head.Hash != hash
            ? $"Audit position {expected} is not the event of which the hash was written to the file of heads at {head.At:u}: the audit "
                + $"was written anew up to event {e.Id} or beyond."
        : null;

    static string? FindCut(IReadOnlyList<AuditHead> heads, long last) =>
        heads.MaxBy(h => h.Position) is { } newest && newest.Position > last
            ? $"Audit positions {last + 1} to {newest.Position} are missing: the file of heads says that they were there at {newest.At:u}."
            : null;

    /// <summary>Subjects whose event is gone, such as one that was removed before it was stamped.</summary>
    static async Task<string?> FindStrayAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        var events = db.AccessEvents.AsQueryable();
        var stray = await db
            .AccessSubjects.Where(s => s.Number == 1 && !events.Any(e => e.Id == s.Event))
            .Select(s => (Guid?)s.Event)
            .FirstOrDefaultAsync(cancellationToken);
        return stray is { } id ? $"Event {id} of the audit is missing: its subjects are there." : null;
    }
}
