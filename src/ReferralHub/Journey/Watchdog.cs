using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Journey;

/// <summary>
/// Compares each journey with what should have happened by now. A journey that sits in an automated stage is woken
/// again, whatever became of its message; a deadline that passed is escalated, and suspected cancer is forwarded.
/// Nothing is ever closed by it.
/// </summary>
public sealed partial class Watchdog(HubDatabase database, JourneyMoves moves, WakeUps wakeUps, TimeProvider time, ILogger<Watchdog> logger)
{
    const int JourneysPerTurnMax = 200;
    const int SweepPageMax = 1_000;

    /// <summary>One turn; returns how many journeys it woke or escalated.</summary>
    public async Task<int> TurnAsync(CancellationToken cancellationToken)
    {
        var woken = await RedriveAsync(cancellationToken);
        return woken + await EscalateAsync(cancellationToken);
    }

    /// <summary>
    /// Wakes every journey in an automated stage, without waiting for its time: after a start nothing is on its way
    /// to a worker when the transport lived in the process that died.
    /// </summary>
    public async Task<int> WakeAllAsync(CancellationToken cancellationToken)
    {
        var (total, last) = (0, Guid.Empty);
        while (true)
        {
            await using var db = database.OpenRead();
            var from = last;
            var page = await db.Journeys.Where(j => j.WakeAt != null && j.Id > from).OrderBy(j => j.Id)
                .Select(j => new { j.Id, j.Stage }).Take(SweepPageMax).ToListAsync(cancellationToken);
            if (page.Count == 0) return total;
            await wakeUps.SendAsync(page.Select(j => (j.Id, j.Stage)), cancellationToken);
            (total, last) = (total + page.Count, page[^1].Id);
        }
    }

    async Task<int> RedriveAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        if (!await AnyAsync(j => j.WakeAt <= now, cancellationToken)) return 0;
        var woken = await database.WriteAsync(async (db, token) =>
        {
            var late = await db.Journeys.AsTracking().Where(j => j.WakeAt <= now).OrderBy(j => j.WakeAt).Take(JourneysPerTurnMax).ToListAsync(token);
            foreach (var journey in late) moves.Woken(db, journey, now);
            return late;
        }, cancellationToken);
        if (woken.Count == 0) return 0;
        HubMeters.Redriven.Add(woken.Count);
        await wakeUps.SendAsync(woken, cancellationToken);
        LogRedriven(logger, woken.Count);
        return woken.Count;
    }

    async Task<int> EscalateAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        if (!await AnyAsync(j => j.Escalations == 0 && j.Due <= now, cancellationToken)) return 0;
        var (escalated, forwarded) = await database.WriteAsync(async (db, token) =>
        {
            var late = await db.Journeys.AsTracking().Where(j => j.Escalations == 0 && j.Due <= now).OrderBy(j => j.Due).Take(JourneysPerTurnMax).ToListAsync(token);
            var forward = new List<ReferralJourney>();
            foreach (var journey in late)
            {
                HubMeters.Escalated.Add(1, new KeyValuePair<string, object?>("stage", journey.Stage.ToString()));
                moves.Escalate(db, journey, now);
                // The deadline action for suspected cancer is to forward, never to hold.
                if (journey.Stage != Stage.InReview || !journey.Priority.IsSuspectedCancer()) continue;
                JourneyMoves.AddFlag(journey, Flags.ForwardedByDeadline);
                moves.Move(db, journey, Stage.Accepted, EventTypes.Accepted, Actor.Watchdog, new() { Reason = "deadline-forwarded" }, now);
                forward.Add(journey);
            }

            return (late.Count, forward);
        }, cancellationToken);
        if (forwarded.Count > 0) await wakeUps.SendAsync(forwarded, cancellationToken);
        if (escalated > 0) LogEscalated(logger, escalated, forwarded.Count);
        return escalated;
    }

    /// <summary>A look costs less than a transaction, and most turns find nothing.</summary>
    async Task<bool> AnyAsync(Expression<Func<ReferralJourney, bool>> condition, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        return await db.Journeys.AnyAsync(condition, cancellationToken);
    }

    [LoggerMessage(1201, LogLevel.Warning, "Woke {Count} journeys that no worker had finished in time")]
    static partial void LogRedriven(ILogger logger, int count);

    [LoggerMessage(1202, LogLevel.Warning, "{Count} deadlines passed; {Forwarded} suspected-cancer referrals were forwarded")]
    static partial void LogEscalated(ILogger logger, int count, int forwarded);
}
