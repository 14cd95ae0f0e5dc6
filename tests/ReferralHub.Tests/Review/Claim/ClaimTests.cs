using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Leases;
using ReferralHub.Review;
using ReferralHub.Review.Claim;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Claim;

public sealed class ClaimTests
{
    /// <summary>A little less than a claim lasts.</summary>
    static readonly TimeSpan AlmostOver = TimeSpan.FromMinutes(14);

    [Fact]
    public async Task Claim_Renewed_OutlastsItsTime()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        await ClaimAsync(review, journey, "One");
        review.Time.Advance(AlmostOver);

        var renewed = await review.Get<RenewClaim>().RenewAsync(journey.Reference, "One", CancellationToken.None);
        review.Time.Advance(AlmostOver);
        var (_, problem) = await ClaimAsync(review, journey, "Two");

        renewed.ShouldBeTrue();
        problem!.Text.ShouldContain("One has this referral open");
    }

    [Fact]
    public async Task Claim_TakenOverWithAReason_IsTheOthersAndRecorded()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        await ClaimAsync(review, journey, "One");

        var (_, problem) = await ClaimAsync(review, journey, "Two", "One has gone home");
        var renewed = await review.Get<RenewClaim>().RenewAsync(journey.Reference, "One", CancellationToken.None);

        problem.ShouldBeNull();
        renewed.ShouldBeFalse();
        (await review.Hub.JourneyAsync(journey.Id)).Owner.ShouldBe("Two");
        await using var db = review.Hub.Database.OpenRead();
        var act = await db.ReviewActs.SingleAsync();
        (act.Kind, act.By, act.Other, act.Text).ShouldBe((ReviewActKind.TakeOver, "Two", "One", "One has gone home"));
    }

    [Fact]
    public async Task Claim_RunOut_GoesBackToTheTeam()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        await ClaimAsync(review, journey, "One");
        review.Time.Advance(TimeSpan.FromMinutes(16));

        await RunCheckAsync(review);

        (await review.Hub.JourneyAsync(journey.Id)).OwnerKind.ShouldBe(OwnerKind.TriageTeam);
    }

    [Fact]
    public async Task Claim_NotRunOut_StaysWithItsReviewer()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        await ClaimAsync(review, journey, "One");
        review.Time.Advance(AlmostOver);

        await RunCheckAsync(review);

        (await review.Hub.JourneyAsync(journey.Id)).Owner.ShouldBe("One");
    }

    static Task<(int Version, ReferralHub.Platform.Problem? Problem)> ClaimAsync(
        ReviewHub review,
        ReferralJourney journey,
        string reviewer,
        string? takeOver = null
    ) => review.Get<ClaimReferral>().ClaimAsync(journey.Reference, reviewer, CancellationToken.None, takeOver);

    static async Task RunCheckAsync(ReviewHub review)
    {
        var token = await review.Get<LeaseKeeper>().TakeAsync("test", "test", TimeSpan.FromMinutes(1), CancellationToken.None);
        await review.Get<ReleaseExpiredClaims>().RunAsync(new("test", token!.Value), CancellationToken.None);
    }
}
