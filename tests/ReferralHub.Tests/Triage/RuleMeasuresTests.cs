using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;
using ReferralHub.Triage;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

/// <summary>What became of what rules asked for, and who is told of a rule that clinicians override.</summary>
public sealed class RuleMeasuresTests : TriageScene
{
    [Fact]
    public async Task Measures_CountWhatBecameOfIt()
    {
        var journey = await TakeAsync(
            Tonsils(
                "Tonsillectomy: not seven in the last year, not five in each of the last two years, not three in each of the "
                    + "last three years"
            )
        );
        journey.Stage.ShouldBe(Stage.InReview);
        using var decided = await Hub.Http.PostAsJsonAsync(
            $"/review/api/{journey.Reference}/decision",
            new { outcome = "Accept", version = journey.Version }
        );
        decided.StatusCode.ShouldBe(HttpStatusCode.NoContent, await decided.Content.ReadAsStringAsync());
        await Hub.SettleAsync();
        var today = WorkingDays.LocalDate(TimeProvider.System.GetUtcNow().UtcDateTime);
        var measure = (await Hub.Get<RuleMeasures>().CountAsync(today, today, default)).Single(m => m.Rule == "tonsillectomy");
        (measure.NotMet, measure.Decided, measure.Accepted, measure.Overridden, measure.Opposed, measure.OverrideShare).ShouldBe(
            (1, 1, 1, 1, 1, 1.0)
        );
        (await Hub.Http.GetStringAsync("/rules")).ShouldContain("1 of 1 (100");
        foreach (var pack in Hub.Get<RulePacks>().All)
            (await Hub.Http.GetAsync($"/rules/{pack.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Hub.Http.GetStringAsync("/rules/safety/words")).ShouldStartWith("# Safety");
        (await Hub.Http.GetAsync("/rules/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task OwnerOfARuleThatIsOverriddenTooOften_IsToldOnce()
    {
        var token = await Hub.Get<LeaseKeeper>().TakeAsync("test", "test", TimeSpan.FromMinutes(1), default);
        var overrides = Hub.Get<IEnumerable<IScheduledCheck>>().OfType<RuleOverrides>().Single();
        RuleMeasure Measure(string rule, int overridden, int opposed) =>
            new()
            {
                Pack = "safety",
                Rule = rule,
                Title = rule,
                Overridden = overridden,
                Opposed = opposed,
            };
        RuleMeasure[] counted = [Measure("often", 11, 20), Measure("half", 10, 20), Measure("seldom-seen", 19, 19)];
        for (var i = 0; i < 2; i++)
            await overrides.TellAsync(counted, new("test", token!.Value), TimeProvider.System.GetUtcNow().UtcDateTime, default);
        await using var db = Hub.Database.OpenRead();
        var item = await db.Set<WorkItem>().SingleAsync(w => w.Kind == RuleOverrides.Kind);
        (item.Sender, item.Text.Contains("11 of 20", StringComparison.Ordinal)).ShouldBe(("safety/often", true));
    }

    [Fact]
    public async Task Measures_SayWhatAReturnMoved_AndWhatItDidNot()
    {
        // One is chosen, which says what a first attendance costs; one is returned and stays so; one is returned and comes again.
        var chosen = await Hub.TakeAsync(TestReferral.Routine());
        await Hub.SettleAsync();
        IReadOnlyList<OfferedOption> options;
        await using (var db = Hub.Database.OpenRead())
            options = (await ChooseService.FindLatestOfferAsync(db, chosen, default))!.ReadOptions();
        var arthroscopy = TestReferral.Routine().With(r => r.Request["reasonCode"]![0]!["text"] = "Please consider knee arthroscopy");
        var first = await ReturnAsync(arthroscopy);
        await ReturnAsync(TestReferral.Routine().With(r => r.Request["reasonCode"]![0]!["text"] = "Please consider knee arthroscopy"));
        // Last, because its provider does not answer and the hub does not come to rest for half a minute.
        (
            await Hub.Get<ChooseService>().ChooseAsync(chosen, options.First(o => o.Provider != "RH1").Service, Actor.Patient, default)
        ).ShouldBe(ChooseOutcome.Chosen);
        var today = WorkingDays.LocalDate(TimeProvider.System.GetUtcNow().UtcDateTime);
        (await MeasureAsync()).ShouldSatisfyAllConditions(m => m.Returned.ShouldBe(2), m => m.PenceMoved.ShouldBe(2 * 15_000));

        var again = arthroscopy.Again("new", "active");
        ((JsonArray)again.Request["identifier"]!)[0]!["value"] = "another";
        var second = await Hub.TakeAsync(again);
        (await Hub.JourneyAsync(second)).Follows.ShouldBe(first);
        (await MeasureAsync()).ShouldSatisfyAllConditions(
            m => m.ReferredAgain.ShouldBe(1),
            m => m.PenceMoved.ShouldBe(15_000, "a return is no saving when the patient is referred again")
        );
        WebUtility.HtmlDecode(await Hub.Http.GetStringAsync("/rules")).ShouldContain("£150");

        var before = JsonSerializer.Serialize(await Hub.Get<RuleMeasures>().CountAsync(today, today, default));
        var runner = Hub.Get<ProjectionRunner>();
        await runner.RebuildAsync(runner.Projections.Single(p => p.Name == "rule-measures"), default);
        await Hub.ProjectedAsync();
        JsonSerializer.Serialize(await Hub.Get<RuleMeasures>().CountAsync(today, today, default)).ShouldBe(before, "counted anew");

        async Task<RuleMeasure> MeasureAsync()
        {
            await Hub.ProjectedAsync();
            return (await Hub.Get<RuleMeasures>().CountAsync(today, today, default)).Single(m => m.Rule == "knee-arthroscopy");
        }

        async Task<Guid> ReturnAsync(TestReferral referral)
        {
            var journey = await TakeAsync(referral);
            using var returned = await Hub.Http.PostAsJsonAsync(
                $"/review/api/{journey.Reference}/decision",
                new
                {
                    outcome = "Return",
                    version = journey.Version,
                    reasonCode = "OTHER",
                    text = "Not commissioned.",
                }
            );
            returned.StatusCode.ShouldBe(HttpStatusCode.NoContent, await returned.Content.ReadAsStringAsync());
            return journey.Id;
        }
    }
}
