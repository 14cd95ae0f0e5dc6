using System.Text.Json.Nodes;
using ReferralHub.Tests.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals.Reading;

/// <summary>A word that a clinician wrote anywhere is read by the rules and shown to the reader.</summary>
public sealed class PlacementTests
{
    public static TheoryData<int> Places => [.. Enumerable.Range(0, Placements.All.Length)];

    [Theory]
    [MemberData(nameof(Places))]
    public void Word_Anywhere_IsAmongTheTextsThatHold(int place)
    {
        var resource = Placements.Fill(place, "haemoptysis");

        var facts = ReadReferral.With(resource);

        facts.Clinical.ShouldContain(c => c.Standing == null && c.Text.Contains("haemoptysis", StringComparison.Ordinal), resource);
    }

    [Fact]
    public async Task Words_EverywhereInOneReferral_AreAllOnThePageOfTheReader()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync(TestJourney.InReview().With(AddAll));
        using var page = await review.OpenPagesAsync("Reviewer One");

        var shown = await page.GetAsync($"/review/{journey.Reference}");

        Enumerable.Range(0, Placements.All.Length).Where(p => !shown.Contains(Word(p), StringComparison.Ordinal)).ShouldBeEmpty();
    }

    static void AddAll(TestReferral referral)
    {
        for (var place = 0; place < Placements.All.Length; place++)
            referral.Entries.Add(new JsonObject { ["resource"] = JsonNode.Parse(Placements.Fill(place, Word(place))) });
    }

    static string Word(int place) => $"haemoptysis{place:00}end";
}
