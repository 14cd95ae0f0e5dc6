using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;

namespace ReferralHub.Platform.Log;

/// <summary>What a walk along the chain found.</summary>
/// <param name="Events">Stamped events read.</param>
/// <param name="Unstamped">Committed events the sequencer has not reached.</param>
/// <param name="FirstFault">Null when every position and hash is right; otherwise a sentence that names the first bad event.</param>
public sealed record LogVerification(long Events, long Unstamped, string? FirstFault)
{
    public bool Holds => FirstFault is null;
}

/// <summary>Reads the whole log and recomputes every hash: a missing position is loss, a wrong hash is tampering.</summary>
public static class LogVerifier
{
    const int PageEventsMax = 2_000;

    public static async Task<LogVerification> VerifyAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        var (expected, hash) = (1L, LogChain.Genesis);
        string? fault = null;
        while (fault is null)
        {
            var page = await db
                .Log.AsNoTracking()
                .Where(e => e.Position >= expected)
                .OrderBy(e => e.Position)
                .Take(PageEventsMax)
                .ToListAsync(cancellationToken);
            if (page.Count == 0)
                break;
            foreach (var e in page)
            {
                if (e.Position != expected)
                {
                    fault = $"Position {expected} is missing: the next event is at {e.Position} (event {e.Id}, {e.SubjectWords}).";
                    break;
                }

                hash = LogChain.Hash(hash, expected, e);
                if (e.Hash != hash)
                {
                    fault =
                        $"Position {expected} does not match its hash: event {e.Id} ({e.Type}, {e.SubjectWords}) or "
                        + "the one before it was changed.";
                    break;
                }

                expected++;
            }
        }

        var unstamped = await db.Log.LongCountAsync(e => e.Position == null, cancellationToken);
        return new(expected - 1, unstamped, fault);
    }
}
