using ReferralHub.Choice;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Documents;

namespace ReferralHub.Dispatch;

/// <summary>What becomes of a referral on its way to a provider, by what the provider says. Looks at nothing but the rows given.</summary>
public sealed class DispatchMoves(JourneyMoves moves)
{
    /// <summary>No call to a provider lasts so long, all its tries together.</summary>
    static readonly TimeSpan UnderWayMax = TimeSpan.FromMinutes(2);

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
    /// <param name="dispatch">The row of earlier tries, if any.</param>
    /// <param name="choiceStands">Whether the choice the message was made from is still the standing one.</param>
    internal DispatchedMessage RecordAnswer(
        HubDbContext db,
        ReferralJourney journey,
        PreparedDispatch prepared,
        DispatchedMessage? dispatch,
        bool choiceStands,
        bool declinedBefore,
        ProviderAnswer answer,
        DateTime now
    )
    {
        dispatch ??= Add(db, prepared, now);
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
                break;
            case ProviderAnswerKind.Declined:
                (dispatch.State, dispatch.Answered, dispatch.Reason) = (DispatchState.Declined, now, answer.Reason);
                // Withdrawn meanwhile: there is nothing left that this provider would have to be told.
                if (ChooseNotice(journey.Stage) == ProviderNotice.Withdrawal)
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
                RaiseRefusal(db, journey, dispatch, "the referral", answer.Reason, now);
                break;
        }

        // Amended while the message or its answer was on its way: what the provider has is old.
        if (ChooseNotice(journey.Stage) == ProviderNotice.Amendment && journey.DocumentVersion != dispatch.DocumentVersion)
            JourneyMoves.OweProviderNotice(journey, now);
    }

    /// <summary>Notes that an amendment or withdrawal is about to be sent, so that an answer to it is known. False when something else is owed by now.</summary>
    internal static bool BeginNotice(
        HubDbContext db,
        ReferralJourney journey,
        DispatchedMessage dispatch,
        DispatchedNotice? noted,
        PreparedDispatch prepared,
        DateTime now
    )
    {
        if (journey.WakeAt is null || ChooseNotice(journey.Stage) != prepared.Notice || journey.DocumentVersion != prepared.DocumentVersion)
            return false;
        if (noted is null)
            db.DispatchedNotices.Add(
                new()
                {
                    MessageId = prepared.MessageId,
                    Dispatch = dispatch.MessageId,
                    Notice = prepared.Notice,
                    DocumentVersion = prepared.DocumentVersion,
                    FirstTried = now,
                }
            );
        return true;
    }

    /// <summary>What came of telling the provider of an amendment or withdrawal.</summary>
    internal void RecordNotice(
        HubDbContext db,
        ReferralJourney journey,
        DispatchedMessage dispatch,
        DispatchedNotice noted,
        PreparedDispatch prepared,
        ProviderAnswer answer,
        DateTime now
    )
    {
        // A referral of which nobody knows whether it arrived is withdrawn all the same. That the provider does not know it is
        // good news, once no call that was under way can still bring it.
        var isUnknownThere =
            prepared.Notice == ProviderNotice.Withdrawal
            && (dispatch.Sent is null || dispatch.State is DispatchState.Declined or DispatchState.Withdrawn)
            && answer.Reason is "http-404" or "http-410";
        if (isUnknownThere && dispatch.Sent is null && now - journey.StageEntered < UnderWayMax)
        {
            JourneyMoves.OweProviderNotice(journey, now);
            return;
        }

        if (answer.Kind == ProviderAnswerKind.Failed && !isUnknownThere)
        {
            // Another try may have got through meanwhile; then nothing is owed any more.
            if (journey.WakeAt is not null)
                moves.Failed(db, journey, answer.Reason ?? "failed", now);
            return;
        }

        dispatch.DocumentVersion = prepared.DocumentVersion;
        if (prepared.Notice == ProviderNotice.Withdrawal)
            dispatch.State = DispatchState.Withdrawn;
        if (answer.Kind != ProviderAnswerKind.Failed)
            SettleNotice(db, journey, dispatch, noted, answer, now);
        // When it was amended or withdrawn meanwhile, what the provider was told is old again.
        if (journey.DocumentVersion == prepared.DocumentVersion && ChooseNotice(journey.Stage) == prepared.Notice)
            JourneyMoves.ProviderInformed(journey);
        else
            JourneyMoves.OweProviderNotice(journey, now);
    }

    /// <summary>
    /// The provider's answer to an amendment or withdrawal, with the message or later. One that it does not take is for
    /// people to settle: said again it would be refused again, and to guess what the provider does now would be worse.
    /// </summary>
    internal void SettleNotice(
        HubDbContext db,
        ReferralJourney journey,
        DispatchedMessage dispatch,
        DispatchedNotice noted,
        ProviderAnswer answer,
        DateTime now
    )
    {
        if (answer.Kind == ProviderAnswerKind.Sent || noted.Answered is not null)
            return;
        noted.Answered = now;
        if (answer.Kind == ProviderAnswerKind.Accepted)
            return;
        noted.Reason = answer.Reason;
        // What is told after it counts, and of a referral that it declined there is nothing to take.
        if (
            noted.DocumentVersion != journey.DocumentVersion
            || noted.Notice != ChooseNotice(journey.Stage)
            || dispatch.State == DispatchState.Declined
        )
            return;
        RaiseRefusal(
            db,
            journey,
            dispatch,
            noted.Notice == ProviderNotice.Withdrawal ? "the withdrawal" : "the amendment",
            answer.Reason,
            now
        );
    }

    void RaiseRefusal(HubDbContext db, ReferralJourney journey, DispatchedMessage dispatch, string what, string? reason, DateTime now)
    {
        db.WorkItems.Add(
            new()
            {
                Id = EntityId.New(now),
                Kind = Flags.ProviderRefused,
                Referral = journey.Id,
                Text =
                    $"{dispatch.Provider} did not take {what} of {ReferralReference.Display(journey.Reference)} (reason {reason ?? "not given"}). Ring the provider, and say here what was agreed.",
                Raised = now,
                Due = WorkingDays.Deadline(now, 0),
            }
        );
        JourneyMoves.AddFlag(journey, Flags.ProviderRefused);
        moves.Note(
            db,
            journey,
            EventTypes.Flagged,
            Actor.Provider(dispatch.Provider),
            new()
            {
                Provider = dispatch.Provider,
                Service = dispatch.Service,
                Reason = Flags.ProviderRefused,
            },
            now
        );
    }

    /// <summary>What a provider that has, or may have, a referral in this stage is told; null for nothing.</summary>
    internal static ProviderNotice? ChooseNotice(Stage stage) =>
        stage switch
        {
            Stage.Chosen => ProviderNotice.Referral,
            Stage.Dispatched or Stage.HandedOver => ProviderNotice.Amendment,
            Stage.Cancelled or Stage.EnteredInError => ProviderNotice.Withdrawal,
            _ => null,
        };

    static DispatchedMessage Add(HubDbContext db, PreparedDispatch prepared, DateTime now)
    {
        var dispatch = new DispatchedMessage
        {
            MessageId = prepared.MessageId,
            Referral = prepared.Referral,
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
