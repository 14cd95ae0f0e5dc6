using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Web.Users;

namespace ReferralHub.Review;

/// <summary>Finds the journey that a reviewer means, for changing it.</summary>
static class ReviewJourneys
{
    extension(HubDbContext db)
    {
        /// <summary>The journey with this reference, tracked; null when there is none.</summary>
        public Task<ReferralJourney?> FindForReviewAsync(string reference, CancellationToken cancellationToken)
        {
            var value = ReferralReference.TryParse(reference, out var parsed) ? parsed.Value : "";
            return db.Journeys.AsTracking().FirstOrDefaultAsync(j => j.Reference == value, cancellationToken);
        }

        /// <summary>The journey, when a decision about it is due and nobody else has it open; otherwise the problem.</summary>
        public async Task<(ReferralJourney? Journey, Problem? Problem)> FindOpenToAsync(
            HubUser user,
            string reference,
            DateTime now,
            CancellationToken cancellationToken
        )
        {
            var journey = await db.FindForReviewAsync(reference, cancellationToken);
            if (journey is null)
                return (null, ReviewProblems.NotFound);
            if (journey.Stage != Stage.InReview || journey.OwnerKind == OwnerKind.Hub)
                return (null, ReviewProblems.NotOpen);
            var other = await db.ReviewClaims.FirstOrDefaultAsync(
                c => c.Referral == journey.Id && c.Until > now && c.Reviewer != user.Name,
                cancellationToken
            );
            return other is null ? (journey, null) : (null, ReviewProblems.Claimed(other.Reviewer));
        }
    }
}
