using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Choice;

/// <summary>What came of a choice.</summary>
public enum ChooseOutcome
{
    Chosen,
    AlreadyChosen,
    NotWaiting,
    NotAnOption,
    NotFound,
}

/// <summary>Records the choice of the patient, or of a booking clerk for them, and sends the referral on its way.</summary>
public sealed class ChooseService(HubDatabase database, JourneyMoves moves, WakeUps wakeUps, TimeProvider time)
{
    public async Task<ChooseOutcome> ChooseAsync(Guid referral, string service, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        var (outcome, journey) = await database.WriteAsync<(ChooseOutcome, ReferralJourney?)>(
            async (db, token) =>
            {
                var journey = await db.Journeys.AsTracking().FirstOrDefaultAsync(j => j.Id == referral, token);
                if (journey is null)
                    return (ChooseOutcome.NotFound, null);
                var offer = await FindLatestOfferAsync(db, referral, token);
                if (journey.Stage != Stage.AwaitingChoice || offer is null)
                    return (offer?.ChosenService == service ? ChooseOutcome.AlreadyChosen : ChooseOutcome.NotWaiting, null);
                return (Choose(db, journey, offer, service, actor, now), journey);
            },
            cancellationToken
        );
        if (outcome == ChooseOutcome.Chosen)
            wakeUps.Send([journey!]);
        return outcome;
    }

    internal ChooseOutcome Choose(HubDbContext db, ReferralJourney journey, Offer offer, string service, Actor actor, DateTime now)
    {
        var option = offer.ReadOptions().FirstOrDefault(o => o.Service == service);
        if (option is null)
            return ChooseOutcome.NotAnOption;
        (offer.ChosenService, offer.ChosenAt, offer.ChosenBy) = (service, now, actor.ToString());
        moves.Move(
            db,
            journey,
            Stage.Chosen,
            EventTypes.Chosen,
            actor,
            ChoiceStage.ToEventData(option) with
            {
                Available = offer.Available,
                Shown = offer.Shown,
            },
            now
        );
        return ChooseOutcome.Chosen;
    }

    /// <summary>The offer that stands: the newest one.</summary>
    public static Task<Offer?> FindLatestOfferAsync(HubDbContext db, Guid referral, CancellationToken cancellationToken) =>
        db.Offers.AsTracking().Where(o => o.Referral == referral).OrderByDescending(o => o.Version).FirstOrDefaultAsync(cancellationToken);

    public static Task<bool> HasDeclinedAsync(HubDbContext db, Guid referral, string service, CancellationToken cancellationToken) =>
        db.DeclinedServices.AnyAsync(d => d.Referral == referral && d.Service == service, cancellationToken);

    /// <summary>Keeps a service that declined off later offers. Called by dispatch in its own transaction.</summary>
    public static void NoteDeclined(HubDbContext db, Guid referral, string service, string? reason, DateTime now) =>
        db.DeclinedServices.Add(
            new()
            {
                Referral = referral,
                Service = service,
                Reason = reason,
                At = now,
            }
        );
}
