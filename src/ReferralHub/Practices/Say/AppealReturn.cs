using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Practices.Say;

/// <summary>The practice does not accept a return; another clinician reads the referral again.</summary>
public sealed class AppealReturn(OpenAppeal open)
{
    /// <returns>Why it cannot be appealed, or the journey that goes on.</returns>
    internal async Task<(Problem? Problem, ReferralJourney? Continued)> AppealAsync(
        HubDbContext db,
        ReferralJourney journey,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (journey.Stage != Stage.Returned)
            return (PracticeProblems.NotReturned(journey.Stage), null);
        if (await db.Journeys.FirstOrDefaultAsync(j => j.Follows == journey.Id, cancellationToken) is { } follower)
            return (PracticeProblems.Appealed(follower), null);
        return (null, await open.OpenAsync(db, journey, now, cancellationToken));
    }
}
