using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Choice;

/// <summary>
/// Puts a referral that no service of the directory takes before a clinician again, who can change its specialty or return it with
/// advice.
/// </summary>
public sealed class PutBeforeClinician(HubDatabase database, JourneyMoves moves, TimeProvider time)
{
    /// <returns>Whether it waited for a service; otherwise nothing was done.</returns>
    public Task<bool> PutAsync(Guid referral, string by, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var journey = await db
                    .Journeys.AsTracking()
                    .FirstOrDefaultAsync(j => j.Id == referral && j.Stage == Stage.AwaitingCapacity, token);
                if (journey is null || !journey.Has(Flags.NoSuitableService))
                    return false;
                var reason = new EventData { Reason = ReasonCodes.ServiceNotFound };
                moves.Move(db, journey, Stage.InReview, EventTypes.SentToReview, Actor.BookingTeam(by), reason, now);
                var items = await db
                    .WorkItems.AsTracking()
                    .Where(w => w.Referral == referral && w.Kind == Flags.NoSuitableService && w.Settled == null)
                    .ToListAsync(token);
                foreach (var item in items)
                    (item.Settled, item.SettledBy, item.Settlement) = (now, by, "Put before a clinician.");
                return true;
            },
            cancellationToken
        );
}
