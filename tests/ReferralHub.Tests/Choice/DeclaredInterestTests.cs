using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Choice;
using ReferralHub.Choice.Pages;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Referrals;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Choice;

/// <summary>An interest that the practice has declared is told to everybody and moves nothing.</summary>
public sealed class DeclaredInterestTests
{
    [Fact]
    public void Order_IsTheSame_WhateverInterestsAreDeclared()
    {
        var drawn =
            from waits in Gen.Choose(0, 6).ListOf(24)
            from owned in Gen.Choose(0, 1).ListOf(24)
            from priority in Gen.Elements(Priority.Routine, Priority.Urgent, Priority.Asap)
            select (Services: waits.Select((w, i) => CreateService(w, i)).ToList(), Owned: owned.ToList(), Priority: priority);
        Prop.ForAll(
                drawn.ToArbitrary(),
                d =>
                {
                    var interests = d
                        .Services.Where((_, i) => d.Owned[i] == 1)
                        .ToDictionary(s => s.Provider, _ => "ownership", StringComparer.Ordinal);
                    var plain = ReadOptions(ChoiceRules.Decide(Facts(d.Priority, []), d.Services));
                    var declared = ReadOptions(ChoiceRules.Decide(Facts(d.Priority, interests), d.Services));
                    return plain.Select(o => o.Service).SequenceEqual(declared.Select(o => o.Service))
                        && declared.All(o => (o.Interest is not null) == interests.ContainsKey(o.Provider));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public async Task OwnProvider_ShownFirst_IsDisclosedToPatientPracticeAndReviewer()
    {
        await using var hub = await TestHub.StartAsync(writeDirectory: folder =>
        {
            TestDirectory.Write(folder);
            File.WriteAllText(
                Path.Combine(folder, "interests.csv"),
                "practice,provider,nature,from,to\nL81008,RH7,ownership,2026-01-01,\n"
            );
        });
        var id = await TakeReviewedAsync(hub);
        var reference = ReferralReference.Display((await hub.JourneyAsync(id)).Reference);
        using var reviewer = new PageClient(hub.Http.BaseAddress!);
        await reviewer.NameAsync("Reviewer One");
        using var patient = new PageClient(hub.Http.BaseAddress!);
        var link = await hub.Get<ChoiceLinks>().IssueAsync(id, CancellationToken.None);
        await patient.GetAsync($"/choose/{link}");

        var options = await patient.PostAsync($"/choose/{link}", ("Day", "1"), ("Month", "5"), ("Year", "1970"));
        var chosen = await patient.PostAsync("/choose", ("Service", "joint-7"));
        using var practice = new PageClient(hub.Http.BaseAddress!);
        await practice.NameAsync("Manager", "Practice manager", "Practice", TestJourney.DefaultPractice);
        var toPractice = await practice.GetAsync($"/practice/{reference}");
        var toReviewer = await reviewer.GetAsync($"/review/{reference}");

        options.ShouldContain("Your GP practice has declared an interest in this provider (ownership).");
        System.Text.RegularExpressions.Regex.Replace(options, @"\s+", " ").ShouldContain("Nothing else decides the order");
        chosen.ShouldContain("Your GP practice has declared an interest in this provider (ownership).");
        toPractice.ShouldContain("Your practice has declared an interest in this provider (ownership)");
        toReviewer.ShouldContain("The practice had declared an interest in this provider (ownership)");
    }

    [Theory]
    [InlineData("other")]
    [InlineData("unknown")]
    [InlineData(null)]
    public void Sex_OtherOrUnknown_ExcludesFromNothing_AndIsSaid(string? sex)
    {
        var service = CreateService(10, 1) with { Sex = "female" };

        var offer = (ChoiceDecision.Offer)ChoiceRules.Decide(Facts(Priority.Routine, []) with { Sex = sex }, [service]);

        OptionsModel.Describe(offer.Options.ShouldHaveSingleItem()).ShouldContain("This service sees women only.");
    }

    static async Task<Guid> TakeReviewedAsync(TestHub hub)
    {
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var journey = await hub.JourneyAsync(id);
        if (journey.Stage == Stage.InReview)
        {
            await hub.Get<ReferralHub.Review.Decide.DecideReferral>()
                .DecideAsync(
                    journey.Reference,
                    new(ReferralHub.Review.ReviewOutcome.Accept, "Reviewer One", "Consultant", journey.Version),
                    CancellationToken.None
                );
            await hub.SettleAsync();
        }

        return id;
    }

    static IReadOnlyList<OfferedOption> ReadOptions(ChoiceDecision decision) =>
        decision switch
        {
            ChoiceDecision.Offer offer => offer.Options,
            ChoiceDecision.Direct direct => [direct.Option],
            _ => [],
        };

    static ChoiceFacts Facts(Priority priority, Dictionary<string, string> interests) =>
        new("110", priority, 50, "female", new Place(51.45, -2.59), "practice", []) { Interests = interests };

    static ServiceOption CreateService(int wait, int i) =>
        new(
            $"s{i:000}",
            $"Clinic {i}",
            $"RH{i}",
            $"Hospital {i}",
            null,
            null,
            i % 3 == 0 ? null : new Place(51 + (i % 4 * 0.01), -2.5),
            ["110"],
            null,
            null,
            null,
            [],
            wait,
            null,
            true,
            null,
            null,
            null
        );
}
