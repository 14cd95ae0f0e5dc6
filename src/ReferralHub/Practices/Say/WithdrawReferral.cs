using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Practices.Say;

/// <summary>The practice no longer wants the referral; a provider that may have it is told.</summary>
public sealed class WithdrawReferral(JourneyMoves moves)
{
    /// <returns>Why it cannot be withdrawn; null when it was.</returns>
    internal Problem? Withdraw(HubDbContext db, ReferralJourney journey, DateTime now)
    {
        if (journey.Stage.IsTerminal())
            return PracticeProblems.Closed(journey.Stage);
        var tellProvider = journey.HasLeft;
        var actor = Actor.Sender(journey.Practice!);
        moves.Move(db, journey, Stage.Cancelled, EventTypes.Cancelled, actor, new() { Reason = ReasonCodes.Referrer }, now);
        if (tellProvider)
            JourneyMoves.OweProviderNotice(journey, now);
        return null;
    }
}
