using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Server;

/// <summary>Waits until the hub has nothing more to do by itself.</summary>
static class Settling
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// True when no journey waits for a worker (stuck ones aside) and every event is stamped and projected; false when the time is up.
    /// </summary>
    public static async Task<bool> WaitAsync(HubDatabase database, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!await IsSettledAsync(database, cancellationToken))
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(started) > limit)
                return false;
            await Task.Delay(Look, cancellationToken);
        }

        return true;
    }

    static async Task<bool> IsSettledAsync(HubDatabase database, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("waits until no referral moves any more"));
        if (await db.Journeys.AnyAsync(j => j.WakeAt != null && j.StuckSince == null, cancellationToken))
            return false;
        if (await db.Log.AnyAsync(e => e.Position == null, cancellationToken))
            return false;
        var head = (await Sequencer.HeadAsync(db, cancellationToken))?.Position ?? 0;
        return head == 0
            || await db.Cursors.AnyAsync(cancellationToken) && await db.Cursors.AllAsync(c => c.Position == head, cancellationToken);
    }
}
