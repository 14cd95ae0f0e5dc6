using ReferralHub.Choice;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Documents;

namespace ReferralHub.Dispatch;

/// <summary>What becomes of a referral on its way to a provider, by what the provider says. Looks at nothing but the rows given.</summary>
public sealed class DispatchMoves(JourneyMoves moves, ProviderRefusals refusals)
{
    /// <summary>Notes that a message is about to be sent. Null when it must not be.</summary>
    internal DispatchedMessage? Begin(
        HubDbContext db,
        ReferralJourney journey,
        PreparedDispatch prepared,
        DispatchedMessage? dispatch,
        bool choiceStands,
        DateTime now
    )
    {
        if (journey.Stage != Stage.Chosen || !choiceStands)
            return null;
        if (dispatch?.Message is not null)
            return dispatch;
        if (journey.DocumentVersion != prepared.DocumentVersion)
            return null;
        dispatch ??= Add(db, prepared, now);
        (dispatch.State, dispatch.Endpoint, dispatch.DocumentVersion) = (
            DispatchState.Sending,
            prepared.Endpoint ?? "",
            prepared.DocumentVersion
        );
        (dispatch.Message, dispatch.MessageLength) = (Brotli.Compress(prepared.Message), prepared.Message.Length);
        moves.BeginSending(db, journey, prepared.Provider, prepared.Service, now);
        return dispatch;
    }

    /// <summary>What came of sending a referral.</summary>
    internal DispatchedMessage RecordAnswer(HubDbContext db, DispatchSituation situation, ProviderAnswer answer)
    {
        var (journey, prepared, sentBefore, choiceStands, declinedBefore, now) = situation;
        var dispatch = sentBefore ?? Add(db, prepared, now);
        dispatch.Rounds++;
        if (answer.Kind == ProviderAnswerKind.Failed)
        {
            // Another try of the same message may have got through meanwhile.
            if (dispatch.Sent is null)
                (dispatch.State, dispatch.Reason) = (DispatchState.Failing, answer.Reason);
            if (journey.Stage == Stage.Chosen)
                moves.Failed(db, journey, answer.Reason ?? "failed", now);
            return dispatch;
        }

        (dispatch.Sent, dispatch.Message, dispatch.MessageLength) = (now, null, 0);
        if (dispatch.State != DispatchState.Withdrawn)
            dispatch.State = DispatchState.Sent;
        if (journey.Stage == Stage.Chosen && choiceStands)
        {
            moves.Move(
                db,
                journey,
                Stage.Dispatched,
                EventTypes.Dispatched,
                Actor.Dispatch,
                new() { Provider = prepared.Provider, Service = prepared.Service },
                now
            );
        }
        else if (journey.Stage is Stage.Cancelled or Stage.EnteredInError)
        {
            // Withdrawn while the message was on its way: the provider has it now and must be told.
            JourneyMoves.OweProviderNotice(journey, now);
        }

        Settle(db, journey, dispatch, declinedBefore, answer, now);
        return dispatch;
    }

    /// <summary>The provider's answer, with the message or later.</summary>
    internal void Settle(
        HubDbContext db,
        ReferralJourney journey,
        DispatchedMessage dispatch,
        bool declinedBefore,
        ProviderAnswer answer,
        DateTime now
    )
    {
        switch (answer.Kind)
        {
            case ProviderAnswerKind.Accepted:
                (dispatch.Answered, dispatch.Reason) = (now, null);
                if (dispatch.State != DispatchState.Withdrawn)
                    dispatch.State = DispatchState.Accepted;
                if (journey.Stage == Stage.Dispatched)
                    moves.Move(
                        db,
                        journey,
                        Stage.HandedOver,
                        EventTypes.HandedOver,
                        Actor.Provider(dispatch.Provider),
                        new() { Provider = dispatch.Provider, Service = dispatch.Service },
                        now
                    );
                if (answer.IsDone)
                    RecordDone(db, journey, dispatch, now);
                break;
            case ProviderAnswerKind.Declined:
                (dispatch.State, dispatch.Answered, dispatch.Reason) = (DispatchState.Declined, now, answer.Reason);
                // Withdrawn meanwhile: there is nothing left that this provider would have to be told.
                if (NoticeMoves.ChooseNotice(journey.Stage) == ProviderNotice.Withdrawal)
                    JourneyMoves.ProviderInformed(journey);
                if (journey.Stage != Stage.Dispatched)
                    break;
                if (!declinedBefore)
                    ChooseService.NoteDeclined(db, journey.Id, dispatch.Service, answer.Reason, now);
                JourneyMoves.AddFlag(journey, Flags.ProviderDeclined);
                moves.Move(
                    db,
                    journey,
                    Stage.InReview,
                    EventTypes.Declined,
                    Actor.Provider(dispatch.Provider),
                    new()
                    {
                        Provider = dispatch.Provider,
                        Service = dispatch.Service,
                        Reason = answer.Reason,
                    },
                    now
                );
                break;
            case ProviderAnswerKind.Failed when dispatch.Answered is null && dispatch.Reason != answer.Reason:
                // It took the message and later could not make use of it.
                dispatch.Reason = answer.Reason;
                refusals.Raise(db, journey, dispatch, "the referral", answer.Reason, now);
                break;
        }

        // Amended while the message or its answer was on its way: what the provider has is old.
        if (NoticeMoves.ChooseNotice(journey.Stage) == ProviderNotice.Amendment && journey.DocumentVersion != dispatch.DocumentVersion)
            JourneyMoves.OweProviderNotice(journey, now);
    }

    /// <summary>From here on the referral is completed for others to see, not only accepted.</summary>
    void RecordDone(HubDbContext db, ReferralJourney journey, DispatchedMessage dispatch, DateTime now)
    {
        if (journey.Stage != Stage.HandedOver || journey.Has(Flags.ProviderDone))
            return;
        JourneyMoves.AddFlag(journey, Flags.ProviderDone);
        var done = new EventData
        {
            Provider = dispatch.Provider,
            Service = dispatch.Service,
            Reason = Flags.ProviderDone,
        };
        moves.Note(db, journey, EventTypes.Flagged, Actor.Provider(dispatch.Provider), done, now);
    }

    static DispatchedMessage Add(HubDbContext db, PreparedDispatch prepared, DateTime now)
    {
        var dispatch = new DispatchedMessage
        {
            MessageId = prepared.MessageId,
            Referral = prepared.Referral,
            BasisVersion = prepared.BasisVersion,
            Service = prepared.Service,
            Provider = prepared.Provider,
            Endpoint = prepared.Endpoint ?? "",
            DocumentVersion = prepared.DocumentVersion,
            FirstTried = now,
        };
        db.Dispatches.Add(dispatch);
        return dispatch;
    }
}
