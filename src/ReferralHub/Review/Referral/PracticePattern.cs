using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Referral;

/// <summary>What became of a practice's other referrals to a specialty in the last year.</summary>
/// <param name="PassedOn">Accepted at some time, by a rule or by a clinician.</param>
public sealed record PracticePattern(int Referrals, int PassedOn, int Asked, int Returned, int Open)
{
    const int ReferralsMax = 500;

    public static PracticePattern None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>The pattern of the journey's practice and specialty, the journey itself left out.</summary>
    internal static async Task<PracticePattern> ReadAsync(
        HubDbContext db,
        ReferralJourney journey,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (journey.Practice is null || journey.Specialty is null)
            return None;
        var since = now.AddYears(-1);
        var stages = await db
            .Journeys.Where(j =>
                j.Practice == journey.Practice && j.Received >= since && j.Specialty == journey.Specialty && j.Id != journey.Id
            )
            .OrderByDescending(j => j.Received)
            .Select(j => j.Stage)
            .Take(ReferralsMax)
            .ToListAsync(cancellationToken);
        return new(
            stages.Count,
            stages.Count(IsPassedOn),
            stages.Count(s => s == Stage.AwaitingInformation),
            stages.Count(s => s == Stage.Returned),
            stages.Count(s => s is Stage.Received or Stage.InReview)
        );
    }

    static bool IsPassedOn(Stage stage) =>
        stage is Stage.Accepted or Stage.AwaitingChoice or Stage.AwaitingCapacity or Stage.Chosen or Stage.Dispatched or Stage.HandedOver;
}
