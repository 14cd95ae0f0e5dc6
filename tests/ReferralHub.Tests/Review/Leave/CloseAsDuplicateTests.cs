using System.Text.Json.Nodes;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Review.Leave;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Review.Leave;

/// <summary>A referral is closed as a duplicate of another, which goes on in its place.</summary>
public sealed class CloseAsDuplicateTests : IAsyncLifetime
{
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task Duplicate_IsClosed_AndPracticeAndTaskSayWhichGoesOn()
    {
        var referral = TestReferral.Routine().With(r => r.Patient["identifier"]![0]!["value"] = TestJourney.DoubtfulNhsNumber);
        var first = await hub.TakeAsync(referral);
        var copy = referral.Again("new", "active");
        copy.Request["identifier"]![0]!["value"] = $"copy-{Guid.CreateVersion7()}";
        var second = await hub.TakeAsync(copy);
        await hub.SettleAsync();
        var goesOn = ReferralReference.Display((await hub.JourneyAsync(first)).Reference);
        var closed = ReferralReference.Display((await hub.JourneyAsync(second)).Reference);
        using var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Reader One");

        var asked = await page.GetAsync($"/review/{closed}/duplicate");
        var refused = await page.PostAsync($"/review/{closed}/duplicate", ("Of", ""));
        await page.PostAsync($"/review/{closed}/duplicate", ("Of", goesOn));

        asked.ShouldContain(goesOn);
        refused.ShouldContain("goes on in its place");
        (await hub.JourneyAsync(second)).Stage.ShouldBe(Stage.Cancelled);
        (await hub.JourneyAsync(first)).Stage.ShouldBe(Stage.InReview);
        var task = JsonNode.Parse(await hub.Http.GetStringAsync($"/fhir/Task/{second}"))!;
        ((string?)task["statusReason"]!["text"]).ShouldBe($"Duplicate of {goesOn}");
        await page.NameAsync("Manager", "Practice manager", "Practice", TestJourney.DefaultPractice);
        (await page.GetAsync($"/practice/{closed}")).ShouldContain(goesOn);
    }

    [Theory]
    [InlineData(Priority.Routine, Stage.InReview, Priority.Routine, null)]
    [InlineData(Priority.Routine, Stage.HandedOver, Priority.Urgent, null)]
    [InlineData(Priority.Urgent, Stage.InReview, Priority.Routine, "less pressing")]
    [InlineData(Priority.Asap, Stage.HandedOver, Priority.Asap, "is closed")]
    [InlineData(Priority.Routine, Stage.Returned, Priority.Routine, "is closed")]
    public void Duplicate_OfWhatWouldNotGoOnInItsPlace_IsRefused(Priority own, Stage stage, Priority other, string? words)
    {
        var journey = TestJourney.InReview().WithPriority(own).Build();
        var onFile = TestJourney.At(stage).WithPriority(other).Build();

        var problem = CloseAsDuplicate.Check(journey, onFile);

        (problem?.Text.Contains(words ?? "", StringComparison.Ordinal)).ShouldBe(words is null ? null : true);
    }

    [Fact]
    public void Duplicate_OfItself_IsRefused()
    {
        var journey = TestJourney.InReview().Build();

        CloseAsDuplicate.Check(journey, journey).ShouldNotBeNull();
    }
}
