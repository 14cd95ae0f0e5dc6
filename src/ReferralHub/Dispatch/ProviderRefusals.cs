using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Dispatch;

/// <summary>What a provider does not take is for people to settle: a work item due the same day, and a flag on the referral.</summary>
public sealed class ProviderRefusals(JourneyMoves moves)
{
    /// <param name="what">What was not taken, in words: the referral, the amendment, the withdrawal.</param>
    /// <param name="reason">The provider's code, if it gave one.</param>
    internal void Raise(HubDbContext db, ReferralJourney journey, DispatchedMessage dispatch, string what, string? reason, DateTime now)
    {
        db.WorkItems.Add(
            new()
            {
                Id = EntityId.New(now),
                Kind = Flags.ProviderRefused,
                Referral = journey.Id,
                Text =
                    $"{dispatch.Provider} did not take {what} of {ReferralReference.Display(journey.Reference)} (reason "
                    + $"{reason ?? "not given"}). Ring the provider, and say here what was agreed.",
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
}
