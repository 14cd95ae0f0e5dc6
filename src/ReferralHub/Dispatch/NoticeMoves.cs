using ReferralHub.Journey;
using ReferralHub.Platform.Data;

namespace ReferralHub.Dispatch;

/// <summary>
/// What becomes of telling a provider, which has or may have a referral, that it was amended or withdrawn. Looks at nothing but
/// the rows given.
/// </summary>
public sealed class NoticeMoves(JourneyMoves moves, ProviderRefusals refusals)
{
    /// <summary>No call to a provider lasts so long, all its tries together.</summary>
    static readonly TimeSpan UnderWayMax = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Notes that an amendment or withdrawal is about to be sent, so that an answer to it is known. False when something else is owed by
    /// now.
    /// </summary>
    internal static bool Begin(
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
        // Begun under another id meanwhile: whoever did sends it.
        if (noted is not null)
            return noted.MessageId == prepared.MessageId;
        db.DispatchedNotices.Add(
            new()
            {
                MessageId = prepared.MessageId,
                Dispatch = dispatch.MessageId,
                Notice = prepared.Notice,
                DocumentVersion = prepared.DocumentVersion,
                After = prepared.After,
                FirstTried = now,
            }
        );
        return true;
    }

    /// <summary>What came of telling the provider of an amendment or withdrawal.</summary>
    internal void Record(
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
            Settle(db, journey, dispatch, noted, answer, now);
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
    internal void Settle(
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
        refusals.Raise(
            db,
            journey,
            dispatch,
            noted.Notice == ProviderNotice.Withdrawal ? "the withdrawal" : "the amendment",
            answer.Reason,
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
}
