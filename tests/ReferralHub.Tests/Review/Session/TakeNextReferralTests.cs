using ReferralHub.Kernel;
using ReferralHub.Review.Leave;
using ReferralHub.Review.Session;
using ReferralHub.Review.Worklist;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Session;

public sealed class TakeNextReferralTests
{
    [Fact]
    public async Task Reviewers_AskingAtOnce_EachGetAnother()
    {
        await using var review = await ReviewHub.StartAsync();
        for (var i = 0; i < 6; i++)
            await review.ArriveAsync();
        var urgent = await review.ArriveAsync(TestJourney.InReview().Urgent());

        var taken = await Task.WhenAll(Enumerable.Range(0, 7).Select(i => review.TakeNextAsync($"Reviewer {i}")));
        var late = await review.TakeNextAsync("Late");

        taken.Distinct().Count().ShouldBe(7);
        taken.ShouldContain(ReferralReference.Display(urgent.Reference));
        late.ShouldBeNull();
    }

    [Fact]
    public async Task Next_IsTheMostPressing()
    {
        await using var review = await ReviewHub.StartAsync();
        await review.ArriveAsync();
        var urgent = await review.ArriveAsync(TestJourney.InReview().Urgent());

        var next = await review.TakeNextAsync("One");

        next.ShouldBe(ReferralReference.Display(urgent.Reference));
    }

    [Fact]
    public async Task Skipped_ComesBackOnlyInAnotherSession()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        var (reviewer, take) = (ReviewHub.Reviewer("One"), review.Get<TakeNextReferral>());
        var session = await review.Get<StartSession>().StartAsync("One", CancellationToken.None);

        var problem = await review.Get<SkipReferral>().SkipAsync(journey.Reference, reviewer, session, CancellationToken.None);
        var same = await take.TakeAsync(reviewer, new QueueFilter(), session, CancellationToken.None);
        var other = await review.TakeNextAsync("One");

        problem.ShouldBeNull();
        same.ShouldBeNull();
        other.ShouldBe(ReferralReference.Display(journey.Reference));
        (await review.Get<ReadSession>().ReadAsync("One", CancellationToken.None))!.Skipped.ShouldBe(1);
    }
}
