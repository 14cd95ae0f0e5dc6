using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Review;
using ReferralHub.Review.Record;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Decide;

public sealed class SecondReaderTests
{
    [Fact]
    public async Task Return_Proposed_WaitsForSomebodyElse()
    {
        await using var review = await StartAsync(undoMinutes: 0);
        var journey = await review.ArriveAsync();

        var proposed = await review.DecideAsync(journey.Id, ReviewOutcome.Return, "Reviewer One", "First words.");
        var again = await review.DecideAsync(journey.Id, ReviewOutcome.Return, "Reviewer One", "Again.");
        var next = await review.TakeNextAsync("Reviewer One");

        proposed.ShouldBeEmpty();
        (await review.Hub.JourneyAsync(journey.Id)).Stage.ShouldBe(Stage.InReview);
        again.ShouldHaveSingleItem().Code.ShouldBe("second-reader");
        next.ShouldBeNull("nobody is their own second reader");
    }

    [Fact]
    public async Task Return_Agreed_GoesOutInTheFirstWordsWithBothNames()
    {
        await using var review = await StartAsync(undoMinutes: 0);
        var journey = await review.ArriveAsync();
        await review.DecideAsync(journey.Id, ReviewOutcome.Return, "Reviewer One", "First words.");

        var agreed = await review.DecideAsync(journey.Id, ReviewOutcome.Return, "Reviewer Two", "Second words.");

        agreed.ShouldBeEmpty();
        await using var db = review.Hub.Database.OpenRead();
        var returned = await db.ReviewDecisions.SingleAsync();
        (returned.Reviewer, returned.SecondReader, returned.Text).ShouldBe(("Reviewer One", "Reviewer Two", "First words."));
        (await db.ReviewActs.CountAsync(a => a.Kind == ReviewActKind.Overturn)).ShouldBe(0);
    }

    [Fact]
    public async Task Return_DecidedOtherwise_CountsAsOverturned()
    {
        await using var review = await StartAsync(undoMinutes: 0);
        var (agreed, otherwise) = (await review.ArriveAsync(), await review.ArriveAsync());
        await review.DecideAsync(agreed.Id, ReviewOutcome.Return, "Reviewer One", "First words.");
        await review.DecideAsync(otherwise.Id, ReviewOutcome.Return, "Reviewer One", "First words.");
        await review.DecideAsync(agreed.Id, ReviewOutcome.Return, "Reviewer Two", "Second words.");

        var problems = await review.DecideAsync(otherwise.Id, ReviewOutcome.Accept, "Reviewer Two");

        problems.ShouldBeEmpty();
        await using var db = review.Hub.Database.OpenRead();
        var overturned = await db.ReviewActs.SingleAsync(a => a.Kind == ReviewActKind.Overturn);
        (overturned.Referral, overturned.Other).ShouldBe((otherwise.Id, "Reviewer One"));
        var measures = await review.Get<MeasureReviewers>().MeasureAsync(null, CancellationToken.None);
        measures.Select(m => (m.Reviewer, m.Decided, m.Overturned)).ShouldBe([("Reviewer One", 1, 1), ("Reviewer Two", 1, 0)]);
    }

    [Fact]
    public async Task Return_Agreed_CanBeUndoneByEither()
    {
        await using var review = await StartAsync(ReviewHub.UndoMinutes);
        var journey = await review.ArriveAsync();
        await review.DecideAsync(journey.Id, ReviewOutcome.Return, "Reviewer One", "First words.");
        await review.DecideAsync(journey.Id, ReviewOutcome.Return, "Reviewer Two", "Second words.");
        var held = await review.Hub.JourneyAsync(journey.Id);

        var undone = await review.UndoAsync(journey.Reference, "Reviewer Two");
        await review.DecideAsync(journey.Id, ReviewOutcome.Return, "Reviewer Two", "Third words.");
        await review.DecideAsync(journey.Id, ReviewOutcome.Return, "Reviewer One", "Agreed.");
        await review.PassAsync(TimeSpan.FromMinutes(ReviewHub.UndoMinutes + 1));
        await review.Hub.WaitForStageAsync(journey.Id, Stage.Returned);

        held.OwnerKind.ShouldBe(OwnerKind.Hub);
        undone.ShouldBeNull();
        await using var db = review.Hub.Database.OpenRead();
        var returned = await db.ReviewDecisions.SingleAsync();
        (returned.Reviewer, returned.SecondReader, returned.Text).ShouldBe(("Reviewer Two", "Reviewer One", "Third words."));
    }

    [Fact]
    public async Task Return_Proposed_IsNotSaidToBeReturned()
    {
        await using var review = await StartAsync(undoMinutes: 0);
        var journey = await review.ArriveAsync();
        using var page = await review.OpenPagesAsync("Reviewer One");
        var address = $"/review/{ReferralHub.Kernel.ReferralReference.Display(journey.Reference)}";
        var form = await page.GetAsync(address);

        var shown = await page.PostAsync(
            $"{address}?handler=Decide",
            ("Form.Act", "return"),
            ("Form.ReasonCode", "OTHER"),
            ("Form.ReturnText", "First words."),
            ("Version", PageClient.Hidden(form, "Version"))
        );

        form.ShouldContain("A colleague must agree; until then nothing is returned");
        shown.ShouldContain("Return proposed. Nothing goes to the practice until a second reader agrees");
        shown.ShouldContain("A second clinician decides");
        shown.ShouldNotContain("Returned with advice");
    }

    static Task<ReviewHub> StartAsync(int undoMinutes) =>
        ReviewHub.StartAsync(s => (s.Review.SecondReaderForReturns, s.Review.UndoMinutes) = (true, undoMinutes));
}
