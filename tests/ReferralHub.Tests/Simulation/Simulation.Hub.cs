using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Log;

namespace ReferralHub.Tests.Simulation;

/// <summary>Workers, the providers' answers to them, watchdog and sequencer.</summary>
sealed partial class Simulation
{
    void Wake(Guid id, Stage stage)
    {
        if (Hit(faults.Drop))
            return;
        After(Hit(faults.Delay) ? Soon(20) : TimeSpan.FromMilliseconds(random.Next(1, 50)), () => RunStage(id, stage));
        if (Hit(faults.Duplicate))
            After(Soon(5), () => RunStage(id, stage));
    }

    void RunStage(Guid id, Stage stage)
    {
        if (IsLocked(id))
            return;
        if (stage is not (Stage.Received or Stage.InReview or Stage.Accepted))
        {
            Dispatch(id);
            return;
        }

        var tx = Begin();
        var journey = tx.Journey(id);
        if (journey is null || journey.Stage != stage || journey.ParkedSince is not null)
            return;
        if (stage == Stage.Received)
            world.Triage.TriageJourney(db, journey, tx.Record(id).ReadFacts(), [], now);
        else if (stage == Stage.InReview)
            world.CarryOut.CarryOut(db, journey, store.Pending.GetValueOrDefault(id), now);
        else
            world.Choice.MakeOffer(
                db,
                journey,
                tx.Record(id).BirthDate,
                tx.Record(id).Gender,
                [.. store.Declined.Where(d => d.Item1 == id).Select(d => d.Item2)],
                now
            );
        var (added, gone) = (SimTransaction.Tracked(db, EntityState.Added), SimTransaction.Tracked(db, EntityState.Deleted));
        db.ChangeTracker.Clear();
        store.Locked.Add(id);
        // Between reading and committing others are at work.
        After(
            Hit(faults.Delay) ? Soon(1) : TimeSpan.FromMilliseconds(random.Next(1, 200)),
            () =>
            {
                store.Locked.Remove(id);
                if (Hit(faults.Crash))
                    return;
                db.ChangeTracker.Clear();
                db.AddRange(added);
                db.RemoveRange(gone);
                if (!Finish(tx, id))
                    PutOff(id, stage);
            }
        );
    }

    void PutOff(Guid id, Stage stage)
    {
        var tx = Begin();
        if (tx.Journey(id) is not { } journey || journey.Stage != stage)
            return;
        world.Moves.Failed(db, journey, "planted", now);
        Finish(tx, id, wake: false);
    }

    void PlanWatchdog()
    {
        if (bug == SimBug.WatchdogOff)
            return;
        var due = store
            .Journeys.Values.Where(j => j.ParkedSince is null && j.WakeAt is not null)
            .Select(j => j.WakeAt!.Value)
            .Concat(store.Journeys.Values.Where(j => j.EscalateAt is not null).Select(j => j.EscalateAt!.Value))
            .DefaultIfEmpty(DateTime.MaxValue)
            .Min();
        if (due == DateTime.MaxValue || (watchdogAt > now && watchdogAt <= due))
            return;
        watchdogAt = due > now.AddSeconds(1) ? due : now.AddSeconds(1);
        After(watchdogAt - now, Watch);
    }

    void Watch()
    {
        foreach (
            var id in store
                .Journeys.Values.Where(j => !IsLocked(j.Id) && ((j.WakeAt <= now && j.ParkedSince is null) || j.EscalateAt <= now))
                .Select(j => j.Id)
                .ToList()
        )
        {
            var tx = Begin();
            var journey = tx.Journey(id)!;
            if (journey.EscalateAt <= now)
                world.Watchdog.Escalate(db, journey, now);
            if (bug == SimBug.OwnerDropped && journey.Escalations == 2)
                typeof(ReferralJourney).GetProperty(nameof(ReferralJourney.Owner))!.SetValue(journey, null);
            if (journey.WakeAt <= now)
                world.Moves.Woken(db, journey, now);
            if (Finish(tx, id, wake: false))
                Wake(id, journey.Stage);
        }
    }

    void Stamp()
    {
        stampPlanned = false;
        if (Hit(faults.Crash))
        {
            PlanStamp();
            return;
        }

        // What a reader that polls by time does not see never comes back.
        var waiting = store
            .Log.Where(e => e.Position is null && (bug != SimBug.ReaderPollsByTime || e.At > store.SeenUntil))
            .OrderBy(e => e.At)
            .ThenBy(e => names[e.Referral])
            .ThenBy(e => e.Version)
            .ToList();
        foreach (var e in waiting)
        {
            store.Hash = LogChain.Hash(store.Hash, ++store.Head, e);
            (e.Position, e.Hash) = (store.Head, store.Hash);
            store.SeenUntil = e.At;
        }
    }

    void PlanStamp()
    {
        if (stampPlanned)
            return;
        stampPlanned = true;
        After(TimeSpan.FromMilliseconds(random.Next(20, 400)), Stamp);
    }
}
