using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Journey;

/// <summary>
/// Compares each journey with what should have happened by now. A journey that sits in an automated stage is woken
/// again, whatever became of its message; a deadline that passed is escalated rung by rung, and suspected cancer is
/// forwarded. Nothing is ever closed by it.
/// </summary>
public sealed partial class Watchdog(HubDatabase database, JourneyMoves moves, WakeUps wakeUps, TimeProvider time, ILogger<Watchdog> logger)
{
    const int JourneysPerPageMax = 1_000;
    const int PagesPerTurnMax = 20;

    /// <summary>With this many commands waiting, more would only be the same ones again.</summary>
    const long CommandsWaitingMax = 5_000;

    /// <summary>One turn; returns how many journeys it woke or escalated.</summary>
    /// <param name="fence">Held in each transaction, so that a watchdog that lost its lease changes nothing.</param>
    public async Task<int> TurnAsync(LeaseFence fence, CancellationToken cancellationToken)
    {
        var done = 0;
        for (var page = 0; page < PagesPerTurnMax; page++)
        {
            var woken = await RedriveAsync(fence, cancellationToken);
            var escalated = await EscalateAsync(fence, cancellationToken);
            done += woken + escalated;
            if (woken < JourneysPerPageMax && escalated < JourneysPerPageMax)
                break;
        }

        return done;
    }

    /// <summary>
    /// Wakes journeys in an automated stage without waiting for their time: after a start nothing is on its way to a
    /// worker when the transport lived in the process that died. What finds no room is woken at its time.
    /// </summary>
    public async Task<int> WakeAllAsync(CancellationToken cancellationToken)
    {
        var (total, last) = (0, Guid.Empty);
        while (wakeUps.CanSend && await wakeUps.CountWaitingAsync(cancellationToken) < CommandsWaitingMax)
        {
            await using var db = database.OpenRead(AccessScope.System("looks for referrals that nobody moves"));
            var from = last;
            var page = await db
                .Journeys.Where(j => j.WakeAt != null && j.ParkedSince == null && j.Id > from)
                .OrderBy(j => j.Id)
                .Select(j => new { j.Id, j.Stage })
                .Take(JourneysPerPageMax)
                .ToListAsync(cancellationToken);
            if (page.Count == 0)
                break;
            wakeUps.Send(page.Select(j => (j.Id, j.Stage)));
            (total, last) = (total + page.Count, page[^1].Id);
        }

        return total;
    }

    async Task<int> RedriveAsync(LeaseFence fence, CancellationToken cancellationToken)
    {
        // While the broker is away nothing would arrive, and being late is the broker's doing and no referral's: WorkHere does it.
        if (!wakeUps.CanSend)
            return 0;
        var now = time.UtcNow();
        if (!await AnyAsync(j => j.WakeAt <= now && j.ParkedSince == null, cancellationToken))
            return 0;
        // What may not wait is few, and is sent again and said to be stuck however much else waits.
        var isFull = await wakeUps.CountWaitingAsync(cancellationToken) >= CommandsWaitingMax;
        var woken = await database.WriteAsync(
            async (db, token) =>
            {
                await fence.HoldAsync(database, db, token);
                var ids = await db
                    .Journeys.Where(j => j.WakeAt <= now && j.ParkedSince == null)
                    .Where(j => !isFull || j.Priority == Priority.Asap || j.Priority == Priority.Stat)
                    .OrderBy(j => j.WakeAt)
                    .Select(j => j.Id)
                    .Take(JourneysPerPageMax)
                    .ToListAsync(token);
                var late = await database
                    .Claim<ReferralJourney>(db, ids)
                    .Where(j => j.WakeAt <= now && j.ParkedSince == null)
                    .ToListAsync(token);
                foreach (var journey in late)
                    moves.Woken(db, journey, now);
                return late;
            },
            cancellationToken
        );
        if (woken.Count == 0)
            return 0;
        HubMeters.Redriven.Add(woken.Count);
        wakeUps.Send(woken);
        LogRedriven(logger, woken.Count);
        return woken.Count;
    }

    async Task<int> EscalateAsync(LeaseFence fence, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        if (!await AnyAsync(j => j.EscalateAt <= now, cancellationToken))
            return 0;
        var (escalated, forwarded) = await database.WriteAsync(
            async (db, token) =>
            {
                await fence.HoldAsync(database, db, token);
                var ids = await db
                    .Journeys.Where(j => j.EscalateAt <= now)
                    .OrderBy(j => j.EscalateAt)
                    .Select(j => j.Id)
                    .Take(JourneysPerPageMax)
                    .ToListAsync(token);
                var late = await database.Claim<ReferralJourney>(db, ids).Where(j => j.EscalateAt <= now).ToListAsync(token);
                foreach (var journey in late)
                    Escalate(db, journey, now);
                return (late, late.Where(j => j.Stage == Stage.Accepted && j.Has(Flags.ForwardedByDeadline)).ToList());
            },
            cancellationToken
        );
        foreach (var stage in escalated.GroupBy(j => j.Stage))
            HubMeters.Escalated.Add(stage.Count(), new KeyValuePair<string, object?>("stage", stage.Key.ToString()));
        if (forwarded.Count > 0)
            wakeUps.Send(forwarded);
        if (escalated.Count > 0)
            LogEscalated(logger, escalated.Count, forwarded.Count);
        return escalated.Count;
    }

    /// <summary>What happens to one journey whose deadline passed.</summary>
    internal void Escalate(HubDbContext db, ReferralJourney journey, DateTime now)
    {
        var rung = moves.Escalate(db, journey, now);
        // The deadline action for suspected cancer is to forward, never to hold.
        if (journey.Stage != Stage.InReview || !journey.Priority.IsSuspectedCancer())
        {
            if (journey.MayNotWait && rung == EscalationRung.TeamLead)
                moves.RingForDeadline(db, journey, now);
            else if (!journey.MayNotWait && rung == EscalationRung.HubOperator)
                RaiseWorkItem(db, journey, now);
            return;
        }

        JourneyMoves.AddFlag(journey, Flags.ForwardedByDeadline);
        moves.Move(db, journey, Stage.Accepted, EventTypes.Accepted, Actor.Watchdog, new() { Reason = ReasonCodes.DeadlineForwarded }, now);
    }

    static void RaiseWorkItem(HubDbContext db, ReferralJourney journey, DateTime now) =>
        db.WorkItems.Add(
            new()
            {
                Id = EntityId.New(now),
                Kind = "deadline-passed",
                Referral = journey.Id,
                Text =
                    $"{ReferralReference.Display(journey.Reference)} is past its deadline "
                    + $"({journey.Stage.ToWords().ToLowerInvariant()}); its owner, the team lead and the duty contact have "
                    + "been told and nobody acted. Ring the owner.",
                Raised = now,
                Due = WorkingDays.Deadline(now, 0),
            }
        );

    /// <summary>A look costs less than a transaction, and most turns find nothing.</summary>
    async Task<bool> AnyAsync(Expression<Func<ReferralJourney, bool>> condition, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("looks for referrals that nobody moves"));
        return await db.Journeys.AnyAsync(condition, cancellationToken);
    }

    [LoggerMessage(1201, LogLevel.Warning, "Woke {Count} journeys that no worker had finished in time")]
    static partial void LogRedriven(ILogger logger, int count);

    [LoggerMessage(1202, LogLevel.Warning, "{Count} deadlines passed; {Forwarded} suspected-cancer referrals were forwarded")]
    static partial void LogEscalated(ILogger logger, int count, int forwarded);
}
