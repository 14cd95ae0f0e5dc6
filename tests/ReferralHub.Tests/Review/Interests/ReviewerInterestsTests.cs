using ReferralHub.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Interests;

public sealed class ReviewerInterestsTests
{
    // An interest that ended more than six months ago is off the register: that of Reviewer Two counts no more.
    const string Register = """
        reviewer,provider,nature,from,to
        Reviewer One,RH3,ownership,2025-01-01,
        Reviewer Two,RH3,ownership,2020-01-01,2026-04-01

        """;

    [Fact]
    public async Task Reviewer_WithAnInterest_CannotDecideAndIsNotGivenIt()
    {
        await using var review = await StartAsync();
        var journey = await review.ArriveAsync();

        var problem = (await review.DecideAsync(journey.Id, ReviewOutcome.Accept, "Reviewer One")).ShouldHaveSingleItem();
        var next = await review.TakeNextAsync("Reviewer One");

        problem.Code.ShouldBe("interest");
        problem.Text.ShouldContain("RH3");
        next.ShouldBeNull();
    }

    [Fact]
    public async Task Page_ToReviewerWithAnInterest_SaysSoAndOffersNoDecision()
    {
        await using var review = await StartAsync();
        var journey = await review.ArriveAsync();
        using var page = await review.OpenPagesAsync("Reviewer One");

        var shown = await page.GetAsync($"/review/{journey.Reference}");

        shown.ShouldContain("declared an interest");
        shown.ShouldNotContain("value=\"accept\"");
    }

    [Fact]
    public async Task Reviewer_WithAnInterestThatEnded_CanDecide()
    {
        await using var review = await StartAsync();
        var journey = await review.ArriveAsync();

        var problems = await review.DecideAsync(journey.Id, ReviewOutcome.Accept, "Reviewer Two");

        problems.ShouldBeEmpty();
    }

    static Task<ReviewHub> StartAsync() =>
        ReviewHub.StartAsync(s =>
        {
            s.Review.UndoMinutes = 0;
            File.WriteAllText(Path.Combine(s.DirectoryFolder!, "reviewer-interests.csv"), Register);
        });
}
