using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Journey;

/// <summary>What becomes of a journey that nobody acts on, or that its worker does not get done.</summary>
public sealed partial class JourneyMoves
{
    const int ParkedAfterDeaths = 3;
    const int StuckAfterFailures = 5;
    static readonly TimeSpan StuckAfterSilence = TimeSpan.FromSeconds(60);

    /// <summary>A worker failed: try again later, and from the fifth time on say so to operations.</summary>
    public void Failed(HubDbContext db, ReferralJourney journey, string reason, DateTime now)
    {
        journey.WakeCount++;
        journey.WakeAt = now + Backoff(journey.WakeCount);
        if (journey.WakeCount >= StuckAfterFailures)
            MarkStuck(db, journey, reason, now);
    }

    /// <summary>Nobody came: the watchdog wakes it again, and after a minute without a worker says so to operations.</summary>
    internal void Woken(HubDbContext db, ReferralJourney journey, DateTime now)
    {
        journey.WakeAt = now + WakeInterval;
        // Where a stage is woken at a time of its own, its deadline tells whether somebody came.
        if (journey.Stage.IsAutomated() && now - journey.StageEntered >= StuckAfterSilence)
            MarkStuck(db, journey, ReasonCodes.NoWorkerFinished, now);
    }

    /// <summary>The deadline passed and nobody acted: the next rung is told. Returns it, or null when all know.</summary>
    internal EscalationRung? Escalate(HubDbContext db, ReferralJourney journey, DateTime now)
    {
        if (EscalationLadder.FindNext(journey.Escalations) is not { } rung)
        {
            journey.EscalateAt = null;
            return null;
        }

        journey.Escalations++;
        journey.EscalateAt = EscalationLadder.ScheduleNext(rung, journey.MayNotWait ? Priority.Asap : journey.Priority, now);
        Note(
            db,
            journey,
            EventTypes.Escalated,
            Actor.Watchdog,
            new()
            {
                Owner = journey.OwnerKind,
                Due = journey.Due,
                Reason = journey.Stage.ToString(),
                Rung = rung,
            },
            now
        );
        return rung;
    }

    /// <summary>What may not wait has passed a deadline: somebody rings its owner, and not only after two rungs.</summary>
    internal void RingForDeadline(HubDbContext db, ReferralJourney journey, DateTime now) =>
        Alarms.RaiseForDeadline(db, journey, settings.Clocks, now);

    /// <summary>
    /// A process died with this referral in hand. After the third time no worker touches it until an operator says so,
    /// because a referral that kills workers would stop all the others.
    /// </summary>
    public void WorkerDied(HubDbContext db, ReferralJourney journey, DateTime now)
    {
        journey.Deaths++;
        if (journey.Deaths < ParkedAfterDeaths)
            return;
        MarkStuck(db, journey, ReasonCodes.KillsWorkers, now);
        Park(db, journey, ReasonCodes.KillsWorkers, Actor.Watchdog, now);
    }

    /// <summary>No worker touches it any more; its owner and deadline stay, so it goes on being escalated.</summary>
    public void Park(HubDbContext db, ReferralJourney journey, string reason, Actor actor, DateTime now)
    {
        if (journey.ParkedSince is not null)
            return;
        journey.ParkedSince = now;
        Note(db, journey, EventTypes.Parked, actor, new() { Reason = reason }, now);
    }

    /// <summary>An operator has it tried again from the start.</summary>
    public void Retry(HubDbContext db, ReferralJourney journey, Actor actor, DateTime now)
    {
        (journey.WakeCount, journey.Deaths, journey.ParkedSince) = (0, 0, null);
        journey.WakeAt = now + WakeInterval;
        Note(db, journey, EventTypes.Retried, actor, new() { Reason = journey.StuckReason }, now);
    }

    /// <summary>1, 2, 4 … seconds, at most five minutes: five tries take half a minute, so that stuck work shows within one.</summary>
    internal static TimeSpan Backoff(int wakes) => TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, Math.Min(wakes, 12) - 1)));

    void MarkStuck(HubDbContext db, ReferralJourney journey, string reason, DateTime now)
    {
        if (journey.StuckReason is not null)
            return;
        (journey.StuckReason, journey.StuckSince) = (reason, now);
        if (journey.MayNotWait)
            Alarms.RaiseForStuck(db, journey, reason, settings.Clocks, now);
        Note(db, journey, EventTypes.Stuck, Actor.Watchdog, new() { Reason = reason }, now);
    }
}
