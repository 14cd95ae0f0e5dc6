using ReferralHub.Journey;

namespace ReferralHub.Dispatch;

/// <summary>A referral on its way to a provider, as its rows stand when an answer is recorded.</summary>
/// <param name="Dispatch">The row of earlier tries; null when there was none.</param>
/// <param name="ChoiceStands">Whether the choice that the message was made from is still the standing one.</param>
/// <param name="DeclinedBefore">Whether it is noted already that this service declined the referral.</param>
/// <param name="Now">UTC.</param>
sealed record DispatchSituation(
    ReferralJourney Journey,
    PreparedDispatch Prepared,
    DispatchedMessage? Dispatch,
    bool ChoiceStands,
    bool DeclinedBefore,
    DateTime Now
);
