using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Dispatch;

/// <summary>Records what came of a message: moves the journey by what the provider really said.</summary>
public sealed class DispatchRecorder(HubDatabase database, JourneyMoves moves, TimeProvider time)
{
    /// <summary>No call to a provider lasts so long, all its tries together.</summary>
    static readonly TimeSpan UnderWayMax = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Notes that a message is about to be sent: from here on the provider may have it, whatever becomes of this process,
    /// and whatever the practice says meanwhile is forwarded.
    /// </summary>
    /// <returns>The message to send, which is that of an earlier try if there was one; null when the referral has changed since it was read.</returns>
    public Task<byte[]?> BeginAsync(PreparedDispatch prepared, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == prepared.Referral, token);
        var dispatch = await db.Dispatches.AsTracking().FirstOrDefaultAsync(d => d.MessageId == prepared.MessageId, token);
        var stands = (await StandingChoiceAsync(db, journey.Id, token))?.Version == prepared.BasisVersion;
        return Begin(db, journey, prepared, dispatch, stands, time.UtcNow()) is { Message: { } message } begun ? Brotli.Decompress(message, begun.MessageLength) : null;
    }, cancellationToken);

    /// <summary>True when the provider is owed something that came up meanwhile.</summary>
    public Task<bool> RecordAsync(PreparedDispatch prepared, ProviderAnswer answer, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == prepared.Referral, token);
        await ApplyAsync(db, journey, prepared, answer, time.UtcNow(), token);
        return answer.Kind != ProviderAnswerKind.Failed && NoticeFor(journey.Stage) is ProviderNotice.Amendment or ProviderNotice.Withdrawal && journey.WakeAt is not null;
    }, cancellationToken);

    /// <summary>An answer that came later, as a message of its own. Null when no message with this id was ever sent.</summary>
    public Task<ReferralJourney?> AnswerAsync(Guid messageId, Func<ProviderAnswer?> read, CancellationToken cancellationToken) => database.WriteAsync<ReferralJourney?>(async (db, token) =>
    {
        var dispatch = await db.Dispatches.AsTracking().FirstOrDefaultAsync(d => d.MessageId == messageId, token);
        if (dispatch is null || read() is not { } answer) return null;
        var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == dispatch.Referral, token);
        Settle(db, journey, dispatch, await ChooseService.HasDeclinedAsync(db, journey.Id, dispatch.Service, token), answer, time.UtcNow());
        return journey;
    }, cancellationToken);

    public Task PutOffAsync(Guid referral, string reason, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var journey = await db.Journeys.AsTracking().FirstOrDefaultAsync(j => j.Id == referral && j.WakeAt != null, token);
        if (journey is not null) moves.Failed(db, journey, reason, time.UtcNow());
    }, cancellationToken);

    /// <summary>The newest offer of which something was chosen.</summary>
    internal static Task<Offer?> StandingChoiceAsync(HubDbContext db, Guid referral, CancellationToken cancellationToken) =>
        db.Offers.Where(o => o.Referral == referral && o.ChosenService != null).OrderByDescending(o => o.Version).FirstOrDefaultAsync(cancellationToken);

    internal async Task ApplyAsync(HubDbContext db, ReferralJourney journey, PreparedDispatch prepared, ProviderAnswer answer, DateTime now, CancellationToken cancellationToken)
    {
        if (prepared.Notice != ProviderNotice.Referral)
        {
            await RecordNoticeAsync(db, journey, prepared, answer, now, cancellationToken);
            return;
        }

        var dispatch = await db.Dispatches.AsTracking().FirstOrDefaultAsync(d => d.MessageId == prepared.MessageId, cancellationToken);
        var stands = (await StandingChoiceAsync(db, journey.Id, cancellationToken))?.Version == prepared.BasisVersion;
        var known = await ChooseService.HasDeclinedAsync(db, journey.Id, prepared.Service, cancellationToken);
        Apply(db, journey, prepared, dispatch, stands, known, answer, now);
    }

    /// <summary>The noting itself, with everything loaded. Null when this message must not be sent.</summary>
    internal DispatchedMessage? Begin(HubDbContext db, ReferralJourney journey, PreparedDispatch prepared, DispatchedMessage? dispatch, bool choiceStands, DateTime now)
    {
        if (journey.Stage != Stage.Chosen || !choiceStands) return null;
        if (dispatch?.Message is not null) return dispatch;
        if (journey.DocumentVersion != prepared.DocumentVersion) return null;
        dispatch ??= Add(db, prepared, now);
        (dispatch.State, dispatch.Endpoint, dispatch.DocumentVersion) = (DispatchState.Sending, prepared.Endpoint ?? "", prepared.DocumentVersion);
        (dispatch.Message, dispatch.MessageLength) = (Brotli.Compress(prepared.Message), prepared.Message.Length);
        moves.BeginSending(db, journey, prepared.Provider, prepared.Service, now);
        return dispatch;
    }

    /// <summary>The recording itself, with everything loaded.</summary>
    /// <param name="dispatch">The row of earlier tries, if any.</param>
    /// <param name="choiceStands">Whether the choice the message was made from is still the standing one.</param>
    internal DispatchedMessage Apply(HubDbContext db, ReferralJourney journey, PreparedDispatch prepared, DispatchedMessage? dispatch, bool choiceStands, bool declinedBefore, ProviderAnswer answer, DateTime now)
    {
        dispatch ??= Add(db, prepared, now);
        dispatch.Rounds++;
        if (answer.Kind == ProviderAnswerKind.Failed)
        {
            (dispatch.State, dispatch.Reason) = (DispatchState.Failing, answer.Reason);
            if (journey.Stage == Stage.Chosen) moves.Failed(db, journey, answer.Reason ?? "failed", now);
            return dispatch;
        }

        (dispatch.Sent, dispatch.Message, dispatch.MessageLength) = (now, null, 0);
        if (dispatch.State != DispatchState.Withdrawn) dispatch.State = DispatchState.Sent;
        if (journey.Stage == Stage.Chosen && choiceStands)
        {
            moves.Move(db, journey, Stage.Dispatched, EventTypes.Dispatched, Actor.Dispatch, new() { Provider = prepared.Provider, Service = prepared.Service }, now);
        }
        else if (journey.Stage is Stage.Cancelled or Stage.EnteredInError)
        {
            // Withdrawn while the message was on its way: the provider has it now and must be told.
            JourneyMoves.OweProviderNotice(journey, now);
        }

        Settle(db, journey, dispatch, declinedBefore, answer, now);
        return dispatch;
    }

    internal void Settle(HubDbContext db, ReferralJourney journey, DispatchedMessage dispatch, bool declinedBefore, ProviderAnswer answer, DateTime now)
    {
        switch (answer.Kind)
        {
            case ProviderAnswerKind.Accepted:
                (dispatch.Answered, dispatch.Reason) = (now, null);
                if (dispatch.State != DispatchState.Withdrawn) dispatch.State = DispatchState.Accepted;
                if (journey.Stage == Stage.Dispatched)
                    moves.Move(db, journey, Stage.HandedOver, EventTypes.HandedOver, Actor.Provider(dispatch.Provider), new() { Provider = dispatch.Provider, Service = dispatch.Service }, now);
                // Amended while the message or its answer was on its way: what the provider has is old.
                if (journey.Stage == Stage.HandedOver && journey.DocumentVersion != dispatch.DocumentVersion) JourneyMoves.OweProviderNotice(journey, now);
                break;
            case ProviderAnswerKind.Declined:
                (dispatch.State, dispatch.Answered, dispatch.Reason) = (DispatchState.Declined, now, answer.Reason);
                // Withdrawn meanwhile: there is nothing left that this provider would have to be told.
                if (NoticeFor(journey.Stage) == ProviderNotice.Withdrawal) JourneyMoves.ProviderInformed(journey);
                if (journey.Stage != Stage.Dispatched) break;
                if (!declinedBefore) ChooseService.NoteDeclined(db, journey.Id, dispatch.Service, answer.Reason, now);
                JourneyMoves.AddFlag(journey, Flags.ProviderDeclined);
                moves.Move(db, journey, Stage.InReview, EventTypes.Declined, Actor.Provider(dispatch.Provider), new() { Provider = dispatch.Provider, Service = dispatch.Service, Reason = answer.Reason }, now);
                break;
        }
    }

    async Task RecordNoticeAsync(HubDbContext db, ReferralJourney journey, PreparedDispatch prepared, ProviderAnswer answer, DateTime now, CancellationToken cancellationToken)
    {
        var dispatch = await db.Dispatches.AsTracking().Where(d => d.Referral == journey.Id).OrderByDescending(d => d.FirstTried).FirstAsync(cancellationToken);
        RecordNotice(db, journey, dispatch, prepared, answer, now);
    }

    internal void RecordNotice(HubDbContext db, ReferralJourney journey, DispatchedMessage dispatch, PreparedDispatch prepared, ProviderAnswer answer, DateTime now)
    {
        // A referral of which nobody knows whether it arrived is withdrawn all the same. That the provider does not know it is
        // good news, once no call that was under way can still bring it.
        var isUnknownThere = prepared.Notice == ProviderNotice.Withdrawal && (dispatch.Sent is null || dispatch.State is DispatchState.Declined or DispatchState.Withdrawn) && answer.Reason is "http-404" or "http-410";
        if (isUnknownThere && dispatch.Sent is null && now - journey.StageEntered < UnderWayMax)
        {
            JourneyMoves.OweProviderNotice(journey, now);
            return;
        }

        if (answer.Kind == ProviderAnswerKind.Failed && !isUnknownThere)
        {
            moves.Failed(db, journey, answer.Reason ?? "failed", now);
            return;
        }

        dispatch.DocumentVersion = prepared.DocumentVersion;
        if (prepared.Notice == ProviderNotice.Withdrawal) dispatch.State = DispatchState.Withdrawn;
        // When it was amended or withdrawn meanwhile, what the provider was told is old again.
        if (journey.DocumentVersion == prepared.DocumentVersion && NoticeFor(journey.Stage) == prepared.Notice) JourneyMoves.ProviderInformed(journey);
        else JourneyMoves.OweProviderNotice(journey, now);
    }

    /// <summary>What a provider that has, or may have, a referral in this stage is told; null for nothing.</summary>
    internal static ProviderNotice? NoticeFor(Stage stage) => stage switch
    {
        Stage.Chosen => ProviderNotice.Referral,
        Stage.Dispatched or Stage.HandedOver => ProviderNotice.Amendment,
        Stage.Cancelled or Stage.EnteredInError => ProviderNotice.Withdrawal,
        _ => null,
    };

    static DispatchedMessage Add(HubDbContext db, PreparedDispatch prepared, DateTime now)
    {
        var dispatch = new DispatchedMessage { MessageId = prepared.MessageId, Referral = prepared.Referral, Service = prepared.Service, Provider = prepared.Provider, Endpoint = prepared.Endpoint ?? "", FirstTried = now };
        db.Dispatches.Add(dispatch);
        return dispatch;
    }
}
