using ReferralHub.Dispatch;
using ReferralHub.Journey;
using ReferralHub.Kernel;

namespace ReferralHub.Tests.Simulation;

/// <summary>What goes to providers, and their answers.</summary>
sealed partial class Simulation
{
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
                : store.Dispatches.Values.FirstOrDefault(d => d.Referral == id && d.BasisVersion == offer.Version)?.MessageId
                    ?? EntityId.FromName($"message {tries++}");
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
            store
                .Notices.Values.FirstOrDefault(n =>
                    n.Dispatch == sent.MessageId
                    && n.Notice == notice
                    && n.DocumentVersion == journey.DocumentVersion
                    && n.After == sent.DocumentVersion
                )
                ?.MessageId
                ?? EntityId.FromName($"notice {tries++}"),
            notice,
            sent.Service,
            "RH1",
            "http://x",
            journey.DocumentVersion,
            []
        )
        {
            Dispatch = sent.MessageId,
            After = sent.DocumentVersion,
        };
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
}
