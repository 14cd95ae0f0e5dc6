using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Dispatch;

/// <summary>Records what came of a message: moves the journey by what the provider really said.</summary>
public sealed class DispatchRecorder(HubDatabase database, JourneyMoves moves, TimeProvider time)
{
    public Task RecordAsync(PreparedDispatch prepared, ProviderAnswer answer, CancellationToken cancellationToken) => database.WriteAsync(async (db, token) =>
    {
        var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == prepared.Referral, token);
        await ApplyAsync(db, journey, prepared, answer, time.UtcNow(), token);
    }, cancellationToken);

    /// <summary>An answer that came later, as a message of its own. Null when no message with this id was ever sent.</summary>
    public Task<Stage?> AnswerAsync(Guid messageId, Func<ProviderAnswer?> read, CancellationToken cancellationToken) => database.WriteAsync<Stage?>(async (db, token) =>
    {
        var dispatch = await db.Dispatches.AsTracking().FirstOrDefaultAsync(d => d.MessageId == messageId, token);
        if (dispatch is null || read() is not { } answer) return null;
        var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == dispatch.Referral, token);
        Settle(db, journey, dispatch, await ChooseService.HasDeclinedAsync(db, journey.Id, dispatch.Service, token), answer, time.UtcNow());
        return journey.Stage;
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

    /// <summary>The recording itself, with everything loaded.</summary>
    /// <param name="dispatch">The row of earlier tries, if any.</param>
    /// <param name="choiceStands">Whether the choice the message was made from is still the standing one.</param>
    internal DispatchedMessage Apply(HubDbContext db, ReferralJourney journey, PreparedDispatch prepared, DispatchedMessage? dispatch, bool choiceStands, bool declinedBefore, ProviderAnswer answer, DateTime now)
    {
        if (dispatch is null)
        {
            dispatch = new() { MessageId = prepared.MessageId, Referral = journey.Id, Service = prepared.Service, Provider = prepared.Provider, Endpoint = prepared.Endpoint ?? "", FirstTried = now };
            db.Dispatches.Add(dispatch);
        }

        dispatch.Rounds++;
        if (answer.Kind == ProviderAnswerKind.Failed)
        {
            (dispatch.State, dispatch.Reason) = (DispatchState.Failing, answer.Reason);
            if (journey.Stage == Stage.Chosen) moves.Failed(db, journey, answer.Reason ?? "failed", now);
            return dispatch;
        }

        (dispatch.State, dispatch.Sent, dispatch.DocumentVersion) = (DispatchState.Sent, now, prepared.DocumentVersion);
        if (journey.Stage == Stage.Chosen && choiceStands)
        {
            moves.Move(db, journey, Stage.Dispatched, EventTypes.Dispatched, Actor.Dispatch, new() { Provider = prepared.Provider, Service = prepared.Service }, now);
        }
        else if (journey.Stage is Stage.Cancelled or Stage.EnteredInError)
        {
            // Withdrawn while the message was on its way: the provider has it now and must be told.
            JourneyMoves.OweProviderNotice(journey, now);
        }
        else if (journey.Stage is Stage.Received or Stage.InReview)
        {
            // Amended while the message was on its way: what the provider has is old; a clinician is told by the flag.
            JourneyMoves.AddFlag(journey, Flags.AmendedAfterDispatch);
        }

        Settle(db, journey, dispatch, declinedBefore, answer, now);
        return dispatch;
    }

    internal void Settle(HubDbContext db, ReferralJourney journey, DispatchedMessage dispatch, bool declinedBefore, ProviderAnswer answer, DateTime now)
    {
        switch (answer.Kind)
        {
            case ProviderAnswerKind.Accepted:
                (dispatch.State, dispatch.Answered, dispatch.Reason) = (DispatchState.Accepted, now, null);
                if (journey.Stage == Stage.Dispatched)
                    moves.Move(db, journey, Stage.HandedOver, EventTypes.HandedOver, Actor.Provider(dispatch.Provider), new() { Provider = dispatch.Provider, Service = dispatch.Service }, now);
                break;
            case ProviderAnswerKind.Declined:
                (dispatch.State, dispatch.Answered, dispatch.Reason) = (DispatchState.Declined, now, answer.Reason);
                if (journey.Stage != Stage.Dispatched) break;
                if (!declinedBefore) ChooseService.NoteDeclined(db, journey.Id, dispatch.Service, answer.Reason, now);
                JourneyMoves.AddFlag(journey, Flags.ProviderDeclined);
                moves.Move(db, journey, Stage.InReview, EventTypes.Declined, Actor.Provider(dispatch.Provider), new() { Provider = dispatch.Provider, Service = dispatch.Service, Reason = answer.Reason }, now);
                break;
        }
    }

    async Task RecordNoticeAsync(HubDbContext db, ReferralJourney journey, PreparedDispatch prepared, ProviderAnswer answer, DateTime now, CancellationToken cancellationToken)
    {
        if (answer.Kind == ProviderAnswerKind.Failed)
        {
            moves.Failed(db, journey, answer.Reason ?? "failed", now);
            return;
        }

        var dispatch = await db.Dispatches.AsTracking().Where(d => d.Referral == journey.Id).OrderByDescending(d => d.FirstTried).FirstAsync(cancellationToken);
        dispatch.DocumentVersion = prepared.DocumentVersion;
        if (journey.DocumentVersion == prepared.DocumentVersion) JourneyMoves.ProviderInformed(journey);
    }
}
