using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Review;
using ReferralHub.Tests.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Practices.Referral;

public sealed class ReferralPageTests : IAsyncLifetime
{
    ReviewHub review = null!;
    ReferralJourney asked = null!;
    PageClient page = null!;

    public async Task InitializeAsync()
    {
        review = await ReviewHub.StartAsync(s => s.Review.UndoMinutes = 0);
        asked = await review.ArriveAsync();
        (await review.DecideAsync(asked.Id, ReviewOutcome.Ask, "Reviewer One", "What did the scan show?")).ShouldBeEmpty();
        page = new(review.Hub.Http.BaseAddress!);
        await page.NameAsync("Manager", "Practice manager", "Practice", TestJourney.DefaultPractice);
    }

    public async Task DisposeAsync()
    {
        page.Dispose();
        await review.DisposeAsync();
    }

    [Fact]
    public async Task Answer_OnThePage_IsShownAndGoesToAClinician()
    {
        var before = await page.GetAsync(Address());

        var after = await page.PostAsync($"{Address()}?handler=Answer", ("Text", "A torn meniscus."));

        before.ShouldContain("What did the scan show?");
        after.ShouldContain("Answered. A clinician reads it next.");
        after.ShouldContain("A torn meniscus.");
        (await review.Hub.JourneyAsync(asked.Id)).Stage.ShouldBe(Stage.InReview);
    }

    [Fact]
    public async Task ReferralOfTheSamePatientAgain_IsNotSaidToTakeItsPlace()
    {
        var hub = review.Hub;
        var first = TestReferral.Routine();
        var one = await hub.JourneyAsync(await hub.TakeAsync(first));
        var again = TestReferral.Routine().With(r => r.Patient["identifier"] = first.Patient["identifier"]!.DeepClone());
        var other = await hub.JourneyAsync(await hub.TakeAsync(again));

        var shown = await page.GetAsync($"/practice/{ReferralReference.Display(one.Reference)}");
        var list = await page.GetAsync("/practice?turn=centre") + await page.GetAsync("/practice?turn=patient");

        shown.ShouldContain("You referred this patient again later");
        shown.ShouldContain(ReferralReference.Display(other.Reference));
        shown.ShouldNotContain("It goes on as");
        list.ShouldContain(ReferralReference.Display(one.Reference));
        list.ShouldNotContain("goes on as another");
    }

    [Fact]
    public async Task TimesAsked_AreCounted_OnTheReferralTheListAndTheDecidePage()
    {
        await page.GetAsync(Address());
        await page.PostAsync($"{Address()}?handler=Answer", ("Text", "A torn meniscus."));
        (await review.DecideAsync(asked.Id, ReviewOutcome.Ask, "Reviewer One", "Which side?")).ShouldBeEmpty();
        using var reviewer = await review.OpenPagesAsync("Reviewer One");

        var shown = await page.GetAsync(Address());
        var list = await page.GetAsync("/practice");
        var decide = await reviewer.GetAsync($"/review/{ReferralReference.Display(asked.Reference)}");

        shown.ShouldContain("This referral: asked about twice, never returned.");
        list.ShouldContain("All referrals of the last year: asked about twice, never returned.");
        decide.ShouldContain("This referral: asked about twice, never returned.");
    }

    [Fact]
    public async Task Complaint_OfThePractice_IsOwnedByTheCentre_AndShownToBoth()
    {
        await page.GetAsync(Address());

        var refused = await page.PostAsync($"{Address()}?handler=Concern", ("Kind", "complaint"), ("Concern", ""));
        var recorded = await page.PostAsync($"{Address()}?handler=Concern", ("Kind", "complaint"), ("Concern", "Nobody rang back."));

        refused.ShouldContain("Say what happened.");
        recorded.ShouldContain("Manager of the referral centre answers by");
        recorded.ShouldContain("Nobody rang back.");
    }

    [Fact]
    public async Task Withdrawal_WithoutReason_IsRefused()
    {
        await page.GetAsync(Address());

        var shown = await page.PostAsync($"{Address()}?handler=Withdraw", ("Why", ""));

        shown.ShouldContain("Say why the referral is withdrawn.");
        (await review.Hub.JourneyAsync(asked.Id)).Stage.ShouldBe(Stage.AwaitingInformation);
    }

    [Fact]
    public async Task Withdrawal_WithReason_CancelsTheReferral()
    {
        await page.GetAsync(Address());

        await page.PostAsync($"{Address()}?handler=Withdraw", ("Why", "Moved away"));

        (await review.Hub.JourneyAsync(asked.Id)).Stage.ShouldBe(Stage.Cancelled);
    }

    [Fact]
    public async Task List_ShowsWhatWaitsForThePractice()
    {
        var shown = await page.GetAsync("/practice");
        var others = await page.GetAsync("/practice?turn=centre");

        shown.ShouldContain("Ours (1)");
        shown.ShouldContain(ReferralReference.Display(asked.Reference));
        others.ShouldContain("There are none.");
    }

    [Fact]
    public async Task ReviewPages_AreNotForAPractice()
    {
        var shown = await page.GetAsync("/review");

        shown.ShouldContain("That page is not for Manager");
    }

    string Address() => $"/practice/{asked.Reference}";
}
