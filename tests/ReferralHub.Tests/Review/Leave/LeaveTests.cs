using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Review.Leave;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Leave;

public sealed class LeaveTests
{
    static readonly DateOnly DeadlineDay = new(2026, 11, 25);

    [Fact]
    public async Task Deferral_ToNoDayOrPastTheDeadline_IsRefused()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();

        foreach (var day in new DateOnly?[] { null, new(2026, 11, 23), DeadlineDay.AddDays(1) })
            (await DeferAsync(review, journey, day, "Waiting for the scan"))!.Code.ShouldBe("until-day");
    }

    [Fact]
    public async Task Deferral_WithoutReason_IsRefused()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();

        var problem = await DeferAsync(review, journey, DeadlineDay, " ");

        problem!.Code.ShouldBe("text");
    }

    [Fact]
    public async Task Deferral_LeavesItUntilItsDay_AndKeepsTheDeadline()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();

        var problem = await DeferAsync(review, journey, DeadlineDay, "Waiting for the scan");
        var before = await review.TakeNextAsync("One");
        review.Time.Advance(TimeSpan.FromDays(2));
        var onTheDay = await review.TakeNextAsync("One");

        problem.ShouldBeNull();
        before.ShouldBeNull();
        onTheDay.ShouldBe(ReferralReference.Display(journey.Reference));
        (await review.Hub.JourneyAsync(journey.Id)).Due.ShouldBe(journey.Due);
    }

    [Fact]
    public void Deferral_OfSuspectedCancer_IsRefused()
    {
        var journey = TestJourney.InReview().SuspectedCancer().Build();

        var problem = DeferReferral.Check(journey, DeadlineDay, journey.Received);

        problem!.Code.ShouldBe("act");
    }

    [Fact]
    public async Task Colleague_Asked_HasTheReferral()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();

        var problem = await AskAsync(review, journey, "Two");

        problem.ShouldBeNull();
        (await review.Hub.JourneyAsync(journey.Id)).Owner.ShouldBe("Two");
    }

    [Fact]
    public async Task Colleague_WhoIsOneself_IsRefused()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();

        var problem = await AskAsync(review, journey, "One");

        problem!.Code.ShouldBe("colleague");
        (await review.Hub.JourneyAsync(journey.Id)).OwnerKind.ShouldBe(OwnerKind.TriageTeam);
    }

    [Theory]
    [InlineData("Nobody Here")]
    [InlineData("Manager")]
    public async Task Colleague_WhoDoesNotReviewHere_IsRefused(string name)
    {
        await using var review = await ReviewHub.StartAsync(s =>
        {
            s.Demonstration = true;
            s.Users =
            [
                new() { Name = "One", Role = "Consultant" },
                new() { Name = "Two", Role = "Consultant" },
                new()
                {
                    Name = "Manager",
                    Role = "Practice manager",
                    Kind = CallerRole.Practice,
                    Organisation = TestJourney.DefaultPractice,
                },
            ];
        });
        var journey = await review.ArriveAsync();

        var unknown = await AskAsync(review, journey, name);
        var known = await AskAsync(review, journey, "Two");

        unknown!.Expression.ShouldBe("colleague");
        known.ShouldBeNull();
    }

    static Task<Problem?> DeferAsync(ReviewHub review, ReferralJourney journey, DateOnly? until, string reason) =>
        review
            .Get<DeferReferral>()
            .DeferAsync(journey.Reference, ReviewHub.Reviewer("One"), until, reason, session: null, CancellationToken.None);

    static Task<Problem?> AskAsync(ReviewHub review, ReferralJourney journey, string colleague) =>
        review
            .Get<AskColleague>()
            .AskAsync(journey.Reference, ReviewHub.Reviewer("One"), colleague, "What do you think?", session: null, CancellationToken.None);
}
