using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Review;
using ReferralHub.Tests.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Practices.Referral;

/// <summary>What somebody had typed when their session ended is theirs, and about the one referral.</summary>
public sealed class KeptTextTests : IAsyncLifetime
{
    const string Typed = "The scan showed a torn meniscus.";
    ReviewHub review = null!;
    ReferralJourney first = null!;
    ReferralJourney second = null!;
    PageClient page = null!;

    public async Task InitializeAsync()
    {
        review = await ReviewHub.StartAsync(s => s.Review.UndoMinutes = 0);
        first = await AskAsync();
        second = await AskAsync();
        page = new(review.Hub.Http.BaseAddress!);
        await page.NameAsync("One", "Practice manager", "Practice", TestJourney.DefaultPractice);
        await page.GetAsync(Address(first));
        review.Time.Advance(TimeSpan.FromHours(1));
        (await page.PostAsync($"{Address(first)}?handler=Answer", ("Text", Typed))).ShouldNotContain("Answered.");
    }

    public async Task DisposeAsync()
    {
        page.Dispose();
        await review.DisposeAsync();
    }

    [Fact]
    public async Task SamePerson_AtTheSameReferral_HasItBack()
    {
        await page.NameAsync("One", "Practice manager", "Practice", TestJourney.DefaultPractice);

        (await page.GetAsync(Address(first))).ShouldContain(Typed);
    }

    [Fact]
    public async Task SamePerson_AtAnotherReferral_HasNot()
    {
        await page.NameAsync("One", "Practice manager", "Practice", TestJourney.DefaultPractice);

        (await page.GetAsync(Address(second))).ShouldNotContain(Typed);
        (await page.GetAsync(Address(first))).ShouldNotContain(Typed, Case.Sensitive, "it is kept for the next page alone");
    }

    [Fact]
    public async Task AnotherPerson_AtTheSameReferral_HasNot()
    {
        await page.NameAsync("Two", "Practice manager", "Practice", TestJourney.DefaultPractice);

        (await page.GetAsync(Address(first))).ShouldNotContain(Typed);
    }

    async Task<ReferralJourney> AskAsync()
    {
        var asked = await review.ArriveAsync();
        (await review.DecideAsync(asked.Id, ReviewOutcome.Ask, "Reviewer One", "What did the scan show?")).ShouldBeEmpty();
        return asked;
    }

    static string Address(ReferralJourney journey) => $"/practice/{ReferralReference.Display(journey.Reference)}";
}
