using Microsoft.EntityFrameworkCore;
using ReferralHub.Dispatch;
using ReferralHub.Journey;
using ReferralHub.Kernel;
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

    void Dispatch(Guid id)
    {
        if (!store.Journeys.TryGetValue(id, out var journey) || journey.WakeAt is null || journey.ParkedSince is not null)
            return;
        if (journey.Stage != Stage.Chosen)
        {
            Inform(id);
            return;
        }

        if (!store.Offers.TryGetValue(id, out var offer) || offer.ChosenService is null)
            return;
        var message =
            bug == SimBug.NewIdForEachTry
                ? EntityId.FromName($"try {tries++}")
                : ProviderMessage.ComputeId(id, offer.Version, ProviderNotice.Referral);
        var begun = store.Dispatches.GetValueOrDefault(message) is { Message: not null } row ? row : null;
        var prepared = new PreparedDispatch(
            id,
            offer.Version,
            message,
            ProviderNotice.Referral,
            offer.ChosenService,
            "RH1",
            "http://x",
            begun?.DocumentVersion ?? journey.DocumentVersion,
            []
        );
        if (bug == SimBug.RecordedBeforeSent)
            Record(prepared, new(ProviderAnswerKind.Sent));
        else if (begun is null && bug != SimBug.SentUnannounced)
        {
            var tx = Begin();
            if (
                IsLocked(id)
                || world.Dispatch.Begin(db, tx.Journey(id)!, prepared, tx.Dispatch(message), true, now) is null
                || !Finish(tx, id, wake: false)
            )
                return;
        }

        var answer =
            random.Next(20) == 0 ? new(ProviderAnswerKind.Declined, "99")
            : Hit(faults.Silent) ? new ProviderAnswer(ProviderAnswerKind.Sent)
            : new(ProviderAnswerKind.Accepted);
        // A call that seems to have failed may have arrived all the same.
        var failed = Hit(faults.ProviderBad);
        var arrived = !failed || Hit(0.5);
        After(
            Soon(1),
            () =>
            {
                if (arrived && !(bug == SimBug.RecordedBeforeSent && Hit(0.2)))
                    answer = provider.Take(prepared, answer);
                if (Hit(faults.Crash))
                    return;
                if (failed)
                    answer = new(ProviderAnswerKind.Failed, "http-503");
                Record(prepared, answer);
                if (answer.Kind != ProviderAnswerKind.Sent)
                    return;
                // One in ten could not be processed by the provider after all.
                var final = provider.Final(
                    message,
                    random.Next(10) == 0 ? new(ProviderAnswerKind.Failed, "transient-error") : new(ProviderAnswerKind.Accepted)
                );
                After(Soon(24 * 60), () => AnswerLater(message, final));
            }
        );
    }

    void Record(PreparedDispatch prepared, ProviderAnswer answer)
    {
        var tx = Begin();
        var journey = tx.Journey(prepared.Referral)!;
        var stands =
            store.Offers.TryGetValue(journey.Id, out var offer)
            && offer.Version == prepared.BasisVersion
            && offer.ChosenService is not null;
        var declined = store.Declined.Contains((journey.Id, prepared.Service));
        world.Dispatch.RecordAnswer(db, new(journey, prepared, tx.Dispatch(prepared.MessageId), stands, declined, now), answer);
        Finish(tx, journey.Id, wake: false);
    }

    void AnswerLater(Guid message, ProviderAnswer answer)
    {
        var tx = Begin();
        if (tx.Dispatch(message) is not { } dispatch || tx.Journey(dispatch.Referral) is not { } journey)
            return;
        world.Dispatch.Settle(db, journey, dispatch, store.Declined.Contains((journey.Id, dispatch.Service)), answer, now);
        if (!Finish(tx, journey.Id))
            After(Soon(60), () => AnswerLater(message, answer));
        else if (answer.Kind == ProviderAnswerKind.Failed)
            provider.Refused.Add(dispatch.Referral);
    }

    /// <summary>Tells the provider of an amendment or withdrawal.</summary>
    void Inform(Guid id)
    {
        var journey = store.Journeys[id];
        if (
            NoticeMoves.ChooseNotice(journey.Stage) is not { } notice
            || store.Dispatches.Values.Where(d => d.Referral == id).MaxBy(d => d.FirstTried) is not { } sent
        )
            return;
        var prepared = new PreparedDispatch(
            id,
            journey.DocumentVersion,
            ProviderMessage.ComputeId(id, journey.DocumentVersion, notice, sent.DocumentVersion),
            notice,
            sent.Service,
            "RH1",
            "http://x",
            journey.DocumentVersion,
            []
        );
        var begun = Begin();
        if (
            IsLocked(id)
            || !NoticeMoves.Begin(db, begun.Journey(id)!, begun.Dispatch(sent.MessageId)!, begun.Notice(prepared.MessageId), prepared, now)
            || !Finish(begun, id, wake: false)
        )
            return;
        var (failed, refuses) = (Hit(faults.ProviderBad), random.Next(10) == 0);
        var arrived = !failed || Hit(0.5);
        var final = refuses ? new ProviderAnswer(ProviderAnswerKind.Declined, "24") : new(ProviderAnswerKind.Accepted);
        var says = Hit(faults.Silent) ? new(ProviderAnswerKind.Sent) : final;
        After(
            Soon(1),
            () =>
            {
                var answer = says;
                if (arrived && provider.Take(prepared, says, refuses) is { } taken)
                {
                    answer = taken.Answer;
                    if (taken.IsNew && answer.Kind == ProviderAnswerKind.Sent)
                        After(Soon(24 * 60), () => AnswerNoticeLater(prepared.MessageId, final));
                }
                else if (arrived)
                {
                    answer = new(ProviderAnswerKind.Failed, "http-404");
                }

                if (Hit(faults.Crash))
                    return;
                if (failed)
                    answer = new(ProviderAnswerKind.Failed, "http-503");
                var tx = Begin();
                if (
                    tx.Journey(id) is not { } told
                    || tx.Dispatch(sent.MessageId) is not { } dispatch
                    || tx.Notice(prepared.MessageId) is not { } noted
                )
                    return;
                world.Notices.Record(db, told, dispatch, noted, prepared, answer, now);
                Finish(tx, id, wake: false);
            }
        );
    }

    void AnswerNoticeLater(Guid message, ProviderAnswer answer)
    {
        var tx = Begin();
        if (
            tx.Notice(message) is not { } noted
            || tx.Dispatch(noted.Dispatch) is not { } dispatch
            || tx.Journey(dispatch.Referral) is not { } journey
        )
            return;
        world.Notices.Settle(db, journey, dispatch, noted, answer, now);
        if (!Finish(tx, journey.Id))
            After(Soon(60), () => AnswerNoticeLater(message, answer));
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
