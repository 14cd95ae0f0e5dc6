using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Documents;

namespace ReferralHub.Dispatch;

/// <summary>Records what came of a message: moves the journey by what the provider really said.</summary>
public sealed class DispatchRecorder(
    HubDatabase database,
    JourneyMoves moves,
    DispatchMoves dispatchMoves,
    NoticeMoves notices,
    TimeProvider time
)
{
    /// <summary>
    /// Notes that a message is about to be sent: from here on the provider may have it, whatever becomes of this process,
    /// and whatever the practice says meanwhile is forwarded.
    /// </summary>
    /// <returns>
    /// The message to send and its id, which are those of an earlier try if there was one; null when the referral has changed since it
    /// was read.
    /// </returns>
    public Task<BegunMessage?> BeginAsync(PreparedDispatch prepared, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == prepared.Referral, token);
                var dispatch = await FindDispatchAsync(db, prepared, token);
                // A row without its message keeps the id, with which the message has been composed.
                if (dispatch is { Message: null } && dispatch.MessageId != prepared.MessageId)
                    return null;
                return
                    dispatchMoves.Begin(db, journey, prepared, dispatch, await StandsAsync(db, prepared, token), time.UtcNow())
                        is { Message: { } message } begun
                    ? new BegunMessage(begun.MessageId, Brotli.Decompress(message, begun.MessageLength))
                    : null;
            },
            cancellationToken
        );

    /// <summary>Notes that an amendment or withdrawal is about to be sent; false when something else is owed by now.</summary>
    public Task<bool> BeginNoticeAsync(PreparedDispatch prepared, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var journey = await db.Journeys.FirstAsync(j => j.Id == prepared.Referral, token);
                return NoticeMoves.Begin(
                    db,
                    journey,
                    await FindLastAsync(db, prepared.Referral, token),
                    await MessageIds.FindNoticeAsync(db.DispatchedNotices, prepared, token),
                    prepared,
                    time.UtcNow()
                );
            },
            cancellationToken
        );

    /// <summary>True when the provider is owed something that came up meanwhile.</summary>
    public Task<bool> RecordAsync(PreparedDispatch prepared, ProviderAnswer answer, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == prepared.Referral, token);
                await RecordAnswerAsync(db, journey, prepared, answer, time.UtcNow(), token);
                return answer.Kind != ProviderAnswerKind.Failed
                    && NoticeMoves.ChooseNotice(journey.Stage) is ProviderNotice.Amendment or ProviderNotice.Withdrawal
                    && journey.WakeAt is not null;
            },
            cancellationToken
        );

    /// <summary>
    /// An answer that came later, as a message of its own or from a person of the provider. Null when no message with this id was ever
    /// sent, or none to whoever answers: the two look alike.
    /// </summary>
    /// <param name="mayAnswer">Whether whoever answers does so for the provider with this ODS code.</param>
    public Task<ReferralJourney?> AnswerAsync(
        Guid messageId,
        Func<string, bool> mayAnswer,
        Func<ProviderAnswer?> read,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync<ReferralJourney?>(
            async (db, token) =>
            {
                var noted = await db.DispatchedNotices.AsTracking().FirstOrDefaultAsync(n => n.MessageId == messageId, token);
                var sent = noted?.Dispatch ?? messageId;
                var dispatch = await db.Dispatches.AsTracking().FirstOrDefaultAsync(d => d.MessageId == sent, token);
                if (dispatch is null || !mayAnswer(dispatch.Provider) || read() is not { } answer)
                    return null;
                var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == dispatch.Referral, token);
                if (noted is not null)
                    notices.Settle(db, journey, dispatch, noted, answer, time.UtcNow());
                else
                    dispatchMoves.Settle(
                        db,
                        journey,
                        dispatch,
                        await ChooseService.HasDeclinedAsync(db, journey.Id, dispatch.Service, token),
                        answer,
                        time.UtcNow()
                    );
                return journey;
            },
            cancellationToken
        );

    public Task PutOffAsync(Guid referral, string reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var journey = await db.Journeys.AsTracking().FirstOrDefaultAsync(j => j.Id == referral && j.WakeAt != null, token);
                if (journey is not null)
                    moves.Failed(db, journey, reason, time.UtcNow());
            },
            cancellationToken
        );

    /// <summary>The newest offer of which something was chosen.</summary>
    internal static Task<Offer?> FindStandingChoiceAsync(HubDbContext db, Guid referral, CancellationToken cancellationToken) =>
        db
            .Offers.Where(o => o.Referral == referral && o.ChosenService != null)
            .OrderByDescending(o => o.Version)
            .FirstOrDefaultAsync(cancellationToken);

    async Task RecordAnswerAsync(
        HubDbContext db,
        ReferralJourney journey,
        PreparedDispatch prepared,
        ProviderAnswer answer,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (prepared.Notice != ProviderNotice.Referral)
        {
            var noted = await db.DispatchedNotices.AsTracking().FirstAsync(n => n.MessageId == prepared.MessageId, cancellationToken);
            notices.Record(db, journey, await FindLastAsync(db, journey.Id, cancellationToken), noted, prepared, answer, now);
            return;
        }

        var dispatch = await FindDispatchAsync(db, prepared, cancellationToken);
        var known = await ChooseService.HasDeclinedAsync(db, journey.Id, prepared.Service, cancellationToken);
        var stands = await StandsAsync(db, prepared, cancellationToken);
        dispatchMoves.RecordAnswer(db, new(journey, prepared, dispatch, stands, known, now), answer);
    }

    static Task<DispatchedMessage?> FindDispatchAsync(HubDbContext db, PreparedDispatch prepared, CancellationToken cancellationToken) =>
        MessageIds.FindMessageAsync(db.Dispatches.AsTracking(), prepared.Referral, prepared.BasisVersion, cancellationToken);

    /// <summary>The newest message that brought, or may have brought, a provider this referral.</summary>
    static Task<DispatchedMessage> FindLastAsync(HubDbContext db, Guid referral, CancellationToken cancellationToken) =>
        db.Dispatches.AsTracking().Where(d => d.Referral == referral).OrderByDescending(d => d.FirstTried).FirstAsync(cancellationToken);

    /// <summary>Whether the choice that the message was made from is still the standing one.</summary>
    static async Task<bool> StandsAsync(HubDbContext db, PreparedDispatch prepared, CancellationToken cancellationToken) =>
        (await FindStandingChoiceAsync(db, prepared.Referral, cancellationToken))?.Version == prepared.BasisVersion;
}

/// <summary>A message that is about to be sent.</summary>
public sealed record BegunMessage(Guid MessageId, byte[] Message);
