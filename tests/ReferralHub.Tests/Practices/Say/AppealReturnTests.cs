using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Log;
using ReferralHub.Practices.Say;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Review;
using ReferralHub.Review.Record;
using ReferralHub.Tests.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Practices.Say;

public sealed class AppealReturnTests
{
    [Fact]
    public async Task Appeal_OpensALinkedJourneyInReview_WithTheFirstOnesClock()
    {
        await using var review = await StartAsync();
        var (returned, _) = await ReturnAsync(review);
        review.Time.Advance(TimeSpan.FromDays(2));

        var (problem, said) = await AppealAsync(review, returned.Id, "It got worse.");

        problem.ShouldBeNull();
        var appeal = said!.Journey;
        (appeal.Stage, appeal.Received, appeal.ClockStart, appeal.Follows).ShouldBe(
            (Stage.InReview, returned.Received, returned.ClockStart, returned.Id)
        );
        (await review.Hub.JourneyAsync(returned.Id)).Stage.ShouldBe(Stage.Returned, "what was returned stays returned");
    }

    [Fact]
    public async Task Appeal_OfAnotherPracticesReferral_FindsNothing()
    {
        await using var review = await StartAsync();
        var (returned, _) = await ReturnAsync(review);

        var (problem, _) = await AppealAsync(review, returned.Id, "Ours?", practice: "A00001");

        problem!.Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task Appeal_Twice_IsRefused()
    {
        await using var review = await StartAsync();
        var (returned, _) = await ReturnAsync(review);
        await AppealAsync(review, returned.Id, "It got worse.");

        var (problem, _) = await AppealAsync(review, returned.Id, "Once more.");

        problem!.Code.ShouldBe("appealed");
    }

    [Fact]
    public async Task Appeal_IsNotForWhoeverSignedTheReturn()
    {
        await using var review = await StartAsync();
        var (returned, _) = await ReturnAsync(review);
        var (_, said) = await AppealAsync(review, returned.Id, "It got worse.");

        var problems = await review.DecideAsync(said!.Journey.Id, ReviewOutcome.Accept, "Reviewer One");
        var next = await review.TakeNextAsync("Reviewer One");

        problems.ShouldHaveSingleItem().Code.ShouldBe("own-return");
        next.ShouldBeNull();
    }

    [Fact]
    public async Task Appeal_IsForNeitherOfTheTwoWhoReturnedIt_AndThePracticeReadsBothNames()
    {
        await using var review = await ReviewHub.StartAsync(s => (s.Review.UndoMinutes, s.Review.SecondReaderForReturns) = (0, true));
        var (proposed, _) = await ReturnAsync(review);
        (await review.DecideAsync(proposed.Id, ReviewOutcome.Return, "Reviewer Two", "Agreed.")).ShouldBeEmpty();
        using var practice = new PageClient(review.Hub.Http.BaseAddress!);
        await practice.NameAsync("Manager", "Practice manager", "Practice", TestJourney.DefaultPractice);
        var shown = await practice.GetAsync($"/practice/{proposed.Reference}");
        var (_, said) = await AppealAsync(review, proposed.Id, "It got worse.");

        var byFirst = await review.DecideAsync(said!.Journey.Id, ReviewOutcome.Accept, "Reviewer One");
        var bySecond = await review.DecideAsync(said.Journey.Id, ReviewOutcome.Accept, "Reviewer Two");
        var nextForSecond = await review.TakeNextAsync("Reviewer Two");
        var byThird = await review.DecideAsync(said.Journey.Id, ReviewOutcome.Accept, "Reviewer Three");

        shown.ShouldContain("Reviewer One, Consultant; agreed by Reviewer Two");
        byFirst.ShouldHaveSingleItem().Code.ShouldBe("own-return");
        bySecond.ShouldHaveSingleItem().Code.ShouldBe("own-return");
        nextForSecond.ShouldBeNull();
        byThird.ShouldBeEmpty();
    }

    [Fact]
    public async Task Appeal_ShowsTheNextReviewerWhatWasSaidOnBothSides()
    {
        await using var review = await StartAsync();
        var (returned, _) = await ReturnAsync(review);
        var (_, said) = await AppealAsync(review, returned.Id, "It got worse.");
        using var page = await review.OpenPagesAsync("Reviewer Two");

        var shown = await page.GetAsync($"/review/{said!.Journey.Reference}");

        shown.ShouldContain("It got worse.");
        shown.ShouldContain("Not needed.");
    }

    [Fact]
    public async Task Amendment_AfterAnAppeal_IsAboutTheJourneyThatIsOpen()
    {
        await using var review = await StartAsync();
        var (returned, referral) = await ReturnAsync(review);
        var (_, said) = await AppealAsync(review, returned.Id, "It got worse.");

        using var amended = await review.Hub.PostAsync(referral.Again("update", "active"));

        ((int)amended.StatusCode).ShouldBe(200, await amended.Content.ReadAsStringAsync());
        var open = await review.Hub.WaitForStageAsync(said!.Journey.Id, Stage.InReview);
        open.DocumentVersion.ShouldBe(2);
    }

    [Fact]
    public async Task Appeal_Accepted_CountsAsOverturned_AndTheLogHolds()
    {
        await using var review = await StartAsync();
        var (returned, _) = await ReturnAsync(review);
        review.Time.Advance(TimeSpan.FromDays(2));
        var (_, said) = await AppealAsync(review, returned.Id, "It got worse.");

        var problems = await review.DecideAsync(said!.Journey.Id, ReviewOutcome.Accept, "Reviewer Two");

        problems.ShouldBeEmpty();
        var decisions = await review.Get<ReadDecisions>().ReadAsync("Reviewer One", CancellationToken.None);
        var decided = decisions.ShouldHaveSingleItem();
        (decided.IsOverturned, decided.Reply).ShouldBe((true, "It got worse."));
        await review.Hub.StampAsync();
        await using var db = review.Hub.Database.OpenRead();
        (await LogVerifier.VerifyAsync(db, CancellationToken.None)).FirstFault.ShouldBeNull();
    }

    static Task<ReviewHub> StartAsync() => ReviewHub.StartAsync(s => s.Review.UndoMinutes = 0);

    static async Task<(ReferralJourney Returned, TestReferral Referral)> ReturnAsync(ReviewHub review)
    {
        var referral = TestJourney.InReview().BuildReferral();
        var id = await review.Hub.TakeAsync(referral);
        await review.Hub.WaitForStageAsync(id, Stage.InReview);
        (await review.DecideAsync(id, ReviewOutcome.Return, "Reviewer One", "Not needed.")).ShouldBeEmpty();
        return (await review.Hub.JourneyAsync(id), referral);
    }

    static Task<(Problem? Problem, PracticeSaid? Said)> AppealAsync(
        ReviewHub review,
        Guid id,
        string why,
        string practice = TestJourney.DefaultPractice
    ) =>
        review
            .Get<SayAboutReferral>()
            .SayAsync(id, new(PracticeMessageKind.Appeal, practice, "Dr Example, GP", why), CancellationToken.None);
}
