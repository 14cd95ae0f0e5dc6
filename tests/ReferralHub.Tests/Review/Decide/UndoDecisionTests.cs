using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Decide;

public sealed class UndoDecisionTests
{
    [Fact]
    public async Task Decision_ThatCanBeUndone_HoldsTheReferralAndTellsNobody()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();

        var problems = await review.DecideAsync(journey.Id, ReviewOutcome.Return, "Reviewer One", "Try physiotherapy.");
        var second = await review.DecideAsync(journey.Id, ReviewOutcome.Accept, "Reviewer Two");

        problems.ShouldBeEmpty();
        var waiting = await review.Hub.JourneyAsync(journey.Id);
        (waiting.Stage, waiting.OwnerKind).ShouldBe((Stage.InReview, OwnerKind.Hub));
        second.ShouldHaveSingleItem().Text.ShouldContain("Reviewer One has decided");
        var task = await review.Hub.Http.GetStringAsync($"/fhir/Task/{journey.Id}");
        task.ShouldNotContain("physiotherapy", Case.Insensitive, "nothing has left the hub");
    }

    [Fact]
    public async Task Undo_InTime_GivesBackTheTurnTheDeadlineAndTheDraft()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        await review.DecideAsync(journey.Id, ReviewOutcome.Return, "Reviewer One", "Try physiotherapy.");
        await review.PassAsync(TimeSpan.FromMinutes(ReviewHub.UndoMinutes - 1));

        var byAnother = await review.UndoAsync(journey.Reference, "Reviewer Two");
        var byTheSame = await review.UndoAsync(journey.Reference, "Reviewer One");

        byAnother!.Code.ShouldBe("not-yours");
        byTheSame.ShouldBeNull();
        var undone = await review.Hub.JourneyAsync(journey.Id);
        (undone.Stage, undone.Owner, undone.Due).ShouldBe((Stage.InReview, "Reviewer One", journey.Due));
        await using var db = review.Hub.Database.OpenRead();
        var draft = await db.ReadDraftAsync(journey.Id, "Reviewer One", CancellationToken.None);
        draft!.Value.Form.ReturnText.ShouldBe("Try physiotherapy.");
    }

    [Fact]
    public async Task Undo_TooLate_IsRefused_AndTheDecisionStandsWithItsTime()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        await review.DecideAsync(journey.Id, ReviewOutcome.Accept, "Reviewer One");
        var decided = review.Time.GetUtcNow().UtcDateTime;

        await review.PassAsync(TimeSpan.FromMinutes(ReviewHub.UndoMinutes));
        await review.Hub.WaitForStageAsync(journey.Id, Stage.AwaitingChoice);
        var undone = await review.UndoAsync(journey.Reference, "Reviewer One");

        undone!.Code.ShouldBe("too-late");
        await using var db = review.Hub.Database.OpenRead();
        (await db.PendingDecisions.CountAsync()).ShouldBe(0);
        (await db.ReviewDecisions.SingleAsync()).At.ShouldBe(decided);
    }

    [Fact]
    public async Task DecisionAboutSuspectedCancer_TakesEffectAtOnce()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();

        var problems = await review.DecideAsync(journey.Id, ReviewOutcome.Accept, "R", "Looks like cancer.", priority: "asap");

        problems.ShouldBeEmpty();
        (await review.Hub.JourneyAsync(journey.Id)).Stage.ShouldNotBe(Stage.InReview);
    }

    [Fact]
    public async Task Amendment_BeforeTheEffect_OvertakesTheDecision()
    {
        await using var review = await ReviewHub.StartAsync();
        var referral = TestJourney.InReview().BuildReferral();
        var id = await review.Hub.TakeAsync(referral);
        var journey = await review.Hub.WaitForStageAsync(id, Stage.InReview);
        await review.DecideAsync(id, ReviewOutcome.Return, "Reviewer One", "Not needed.");
        using var page = await review.OpenPagesAsync("Reviewer One");
        var before = await page.GetAsync($"/review/{journey.Reference}");
        review.Time.Advance(TimeSpan.FromSeconds(5));

        using var amended = await review.Hub.PostAsync(referral.Again("update", "active"));
        amended.EnsureSuccessStatusCode();
        await review.Hub.WaitForStageAsync(id, Stage.InReview);
        await review.PassAsync(TimeSpan.FromMinutes(ReviewHub.UndoMinutes + 1));

        var after = await review.Hub.JourneyAsync(id);
        (after.Stage, after.OwnerKind).ShouldBe((Stage.InReview, OwnerKind.TriageTeam));
        before.ShouldNotContain("since you last looked");
        var shown = await page.GetAsync($"/review/{journey.Reference}");
        shown.ShouldContain("It counts no longer");
        shown.ShouldContain("since you last looked");
        (await review.DecideAsync(id, ReviewOutcome.Accept, "Reviewer Two")).ShouldBeEmpty();
    }
}
