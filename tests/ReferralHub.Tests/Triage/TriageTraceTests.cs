using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Structure;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Leases;
using ReferralHub.Triage;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

/// <summary>What triage keeps, and where it can be read again: trace, pack texts, FHIR, measures.</summary>
public sealed class TriageTraceTests : IAsyncLifetime
{
    TestHub hub = null!;

    public async Task InitializeAsync() =>
        hub = await TestHub.StartAsync(writeDirectory: folder =>
        {
            TestDirectory.Write(folder);
            File.WriteAllText(
                Path.Combine(folder, "interests.csv"),
                "practice,provider,nature,from,to\nL81008,RH9,ownership,2025-01-01,\nL81008,RH3,employment,2024-01-01,2024-06-01\n"
            );
        });

    public async Task DisposeAsync() => await hub.DisposeAsync();

    static TestReferral Tonsils(string text) =>
        TestReferral
            .Routine()
            .With(r =>
            {
                r.Request["reasonCode"] = new JsonArray(new JsonObject { ["text"] = text });
                r.Request["performerType"]!["coding"]![0]!["code"] = "120";
            });

    async Task<ReferralJourney> TakeAsync(TestReferral referral)
    {
        var id = await hub.TakeAsync(referral);
        await hub.SettleAsync();
        return await hub.JourneyAsync(id);
    }

    async Task<JsonNode> FhirAsync(string path)
    {
        var bytes = await hub.Http.GetByteArrayAsync(path);
        using var document = FhirJson.Read(bytes).Document!;
        FhirStructure.Check(document).ShouldBeEmpty(path);
        return JsonNode.Parse(bytes)!;
    }

    [Fact]
    public async Task Unknown_BecomesAQuestion_AndTheAnswerIsReadByTheRules()
    {
        var referral = Tonsils("Recurrent tonsillitis, for tonsillectomy please");
        var journey = await TakeAsync(referral);
        (journey.Stage, journey.OwnerKind).ShouldBe((Stage.AwaitingInformation, OwnerKind.Practice));
        var asked = await FhirAsync($"/fhir/Communication?based-on=ServiceRequest/{journey.Id}&category=question");
        asked["entry"]!.AsArray().Count.ShouldBe(3);
        asked.ToJsonString().ShouldContain("How many documented");
        (await FhirAsync($"/fhir/Communication?based-on=ServiceRequest/{journey.Id}&category=advice"))
            .ToJsonString()
            .ShouldContain("This procedure is funded by criteria.");

        (
            await hub.PostAsync(
                referral
                    .With(r => r.Request["reasonCode"]![0]!["text"] = "Recurrent tonsillitis, 7 episodes in the last year")
                    .Again("update", "active")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        await hub.SettleAsync();
        (await hub.EventsAsync(journey.Id)).Select(e => e.Type).ShouldContain(EventTypes.Accepted);
    }

    [Fact]
    public async Task AnsweredWithoutAnAnswer_IsNotAskedAgain()
    {
        var referral = Tonsils("Recurrent tonsillitis, for tonsillectomy please");
        var journey = await TakeAsync(referral);
        (
            await hub.PostAsync(
                referral.With(r => r.Request["reasonCode"]![0]!["text"] = "Tonsillectomy as discussed").Again("update", "active")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        await hub.SettleAsync();
        (await hub.JourneyAsync(journey.Id)).Stage.ShouldBe(Stage.InReview);
    }

    [Fact]
    public async Task WhatIsReadFirst_IsDueTheSameWorkingDay()
    {
        var journey = await TakeAsync(
            TestReferral
                .Routine()
                .With(r => r.Request["reasonCode"] = new JsonArray(new JsonObject { ["text"] = "Hip pain, unexplained weight loss" }))
        );
        (journey.Stage, journey.Due).ShouldBe((Stage.InReview, WorkingDays.Deadline(journey.StageEntered, 0)));
    }

    [Fact]
    public async Task Trace_TellsEveryRule_AndThePackToTheLetter()
    {
        var journey = await TakeAsync(Tonsils("Recurrent tonsillitis. No quinsy."));
        var trace = JsonNode.Parse(await hub.Http.GetStringAsync($"/review/{journey.Reference}/trace.json"))!;
        var run = trace["runs"]![0]!;
        ((string?)run["outcome"]).ShouldBe("ask");
        var rule = run["rules"]!.AsArray().Single(r => (string?)r!["rule"] == "tonsillectomy")!;
        ((string?)rule["result"]).ShouldBe("unknown");
        rule["criteria"]!.AsArray().Count.ShouldBe(5);
        (run["rules"]!.AsArray().Count + run["notApplicable"]!.AsArray().Count).ShouldBe(hub.Get<RulePacks>().All.Sum(p => p.Rules.Count));
        foreach (var pack in run["packs"]!.AsArray())
        {
            var text = await hub.Http.GetByteArrayAsync($"/rules/texts/{pack!["hash"]}");
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(text)).ShouldStartWith((string)pack["hash"]!);
        }

        (await hub.Http.GetStringAsync($"/review/{journey.Reference}/trace")).ShouldContain(
            "Seven or more sore throats in the last year: not known"
        );
        (await hub.Http.GetAsync("/review/AAAAAAAAAAAA/trace")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await hub.Http.GetAsync("/review/AAAAAAAAAAAA/trace.json")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await hub.Http.GetAsync("/rules/texts/0")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task GuidanceResponse_SaysWhatWasDecidedAndWhy()
    {
        var journey = await TakeAsync(Tonsils("Recurrent tonsillitis"));
        var found = await FhirAsync($"/fhir/GuidanceResponse?request={journey.Reference}");
        var guidance = found["entry"]![0]!["resource"]!;
        ((string?)guidance["status"], (string?)guidance["moduleCanonical"]).ShouldBe(
            ("data-required", "https://fhir.referralhub.example/PlanDefinition/evidence-based-interventions|2026.11.1")
        );
        guidance["note"]!.AsArray().Count.ShouldBeGreaterThan(1);
        ((string?)(await FhirAsync($"/fhir/GuidanceResponse/{guidance["id"]}"))["id"]).ShouldBe((string?)guidance["id"]);
        (await FhirAsync($"/fhir/GuidanceResponse?patient={journey.PatientKey}"))["entry"]!.AsArray().Count.ShouldBe(1);
        (await hub.Http.GetAsync("/fhir/GuidanceResponse")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await hub.Http.GetAsync("/fhir/GuidanceResponse/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task PlanDefinition_PublishesThePacksInForce()
    {
        var found = await FhirAsync("/fhir/PlanDefinition?status=active");
        found["entry"]!.AsArray().Count.ShouldBe(hub.Get<RulePacks>().All.Count);
        var safety = await FhirAsync("/fhir/PlanDefinition/safety-2026.11.1");
        safety["action"]!.AsArray().Select(a => (string?)a!["prefix"]).ShouldContain("suspected-cancer");
        (await FhirAsync("/fhir/PlanDefinition?name=safety"))["entry"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Measures_CountWhatBecameOfIt()
    {
        var journey = await TakeAsync(
            Tonsils(
                "Tonsillectomy: not seven in the last year, not five in each of the last two years, not three in each of the last three years"
            )
        );
        journey.Stage.ShouldBe(Stage.InReview);
        using var decided = await hub.Http.PostAsJsonAsync(
            $"/review/api/{journey.Reference}/decision",
            new
            {
                outcome = "Accept",
                reviewer = "Test Reviewer",
                reviewerRole = "Test role",
                version = journey.Version,
            }
        );
        decided.StatusCode.ShouldBe(HttpStatusCode.NoContent, await decided.Content.ReadAsStringAsync());
        await hub.SettleAsync();
        var today = WorkingDays.LocalDate(TimeProvider.System.GetUtcNow().UtcDateTime);
        var measure = (await hub.Get<RuleMeasures>().CountAsync(today, today, default)).Single(m => m.Rule == "tonsillectomy");
        (measure.NotMet, measure.Decided, measure.Accepted, measure.Overridden, measure.Opposed, measure.OverrideShare).ShouldBe(
            (1, 1, 1, 1, 1, 1.0)
        );
        (await hub.Http.GetStringAsync("/rules")).ShouldContain("1 of 1 (100");
        foreach (var pack in hub.Get<RulePacks>().All)
            (await hub.Http.GetAsync($"/rules/{pack.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await hub.Http.GetStringAsync("/rules/safety/words")).ShouldStartWith("# Safety");
        (await hub.Http.GetAsync("/rules/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task OwnerOfARuleThatIsOverriddenTooOften_IsToldOnce()
    {
        var token = await hub.Get<LeaseKeeper>().TakeAsync("test", "test", TimeSpan.FromMinutes(1), default);
        var overrides = hub.Get<IEnumerable<IScheduledCheck>>().OfType<RuleOverrides>().Single();
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
        await using var db = hub.Database.OpenRead();
        var item = await db.Set<WorkItem>().SingleAsync(w => w.Kind == RuleOverrides.Kind);
        (item.Sender, item.Text.Contains("11 of 20", StringComparison.Ordinal)).ShouldBe(("safety/often", true));
    }

    [Fact]
    public async Task Measures_SayWhatAReturnMoved_AndWhatItDidNot()
    {
        // One is chosen, which says what a first attendance costs; one is returned and stays so; one is returned and comes again.
        var chosen = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        IReadOnlyList<OfferedOption> options;
        await using (var db = hub.Database.OpenRead())
            options = (await ChooseService.FindLatestOfferAsync(db, chosen, default))!.ReadOptions();
        var arthroscopy = TestReferral.Routine().With(r => r.Request["reasonCode"]![0]!["text"] = "Please consider knee arthroscopy");
        var first = await ReturnAsync(arthroscopy);
        await ReturnAsync(TestReferral.Routine().With(r => r.Request["reasonCode"]![0]!["text"] = "Please consider knee arthroscopy"));
        // Last, because its provider does not answer and the hub does not come to rest for half a minute.
        (
            await hub.Get<ChooseService>().ChooseAsync(chosen, options.First(o => o.Provider != "RH1").Service, Actor.Patient, default)
        ).ShouldBe(ChooseOutcome.Chosen);
        var today = WorkingDays.LocalDate(TimeProvider.System.GetUtcNow().UtcDateTime);
        (await MeasureAsync()).ShouldSatisfyAllConditions(m => m.Returned.ShouldBe(2), m => m.PenceMoved.ShouldBe(2 * 15_000));

        var again = arthroscopy.Again("new", "active");
        ((JsonArray)again.Request["identifier"]!)[0]!["value"] = "another";
        var second = await hub.TakeAsync(again);
        (await hub.JourneyAsync(second)).Follows.ShouldBe(first);
        (await MeasureAsync()).ShouldSatisfyAllConditions(
            m => m.ReferredAgain.ShouldBe(1),
            m => m.PenceMoved.ShouldBe(15_000, "a return is no saving when the patient is referred again")
        );
        WebUtility.HtmlDecode(await hub.Http.GetStringAsync("/rules")).ShouldContain("£150");

        async Task<RuleMeasure> MeasureAsync() =>
            (await hub.Get<RuleMeasures>().CountAsync(today, today, default)).Single(m => m.Rule == "knee-arthroscopy");

        async Task<Guid> ReturnAsync(TestReferral referral)
        {
            var journey = await TakeAsync(referral);
            using var returned = await hub.Http.PostAsJsonAsync(
                $"/review/api/{journey.Reference}/decision",
                new
                {
                    outcome = "Return",
                    reviewer = "Test Reviewer",
                    reviewerRole = "Test role",
                    version = journey.Version,
                    reasonCode = "OTHER",
                    text = "Not commissioned.",
                }
            );
            returned.StatusCode.ShouldBe(HttpStatusCode.NoContent, await returned.Content.ReadAsStringAsync());
            return journey.Id;
        }
    }

    [Fact]
    public async Task AcceptedElsewhere_GoesOnUnderTheOtherSpecialty_AndSaysSo()
    {
        var packs = Directory.CreateTempSubdirectory("rh-packs-");
        try
        {
            File.WriteAllText(
                Path.Combine(packs.FullName, "p.yaml"),
                """
                pack: p
                version: "1"
                title: T
                owner: O
                effectiveFrom: 2020-01-01
                approval: { writtenBy: A, approvedBy: B, approvedOn: 2019-12-01 }
                rules:
                  - id: to-community
                    title: T
                    source: S
                    when: { specialty: ["120"] }
                    then: { outcome: accept-elsewhere, specialty: "110", reason: R }
                    examples:
                      - { name: ear, given: { specialty: "120" }, expect: met }
                      - { name: eye, given: { specialty: "130" }, expect: not-applicable }
                """
            );
            await using var own = await TestHub.StartAsync(packs: packs.FullName);
            var id = await own.TakeAsync(Tonsils("Anything"));
            await own.SettleAsync();
            var journey = await own.JourneyAsync(id);
            (journey.Stage, journey.Specialty, journey.Priority).ShouldBe((Stage.AwaitingChoice, "110", Priority.Routine));
            (await own.EventsAsync(id)).Single(e => e.Type == EventTypes.Accepted).Data.ShouldContain("\"reason\":\"accept-elsewhere\"");
        }
        finally
        {
            packs.Delete(recursive: true);
        }
    }

    [Fact]
    public void DeclaredInterest_CountsWhileItIsOnTheRegister()
    {
        var register = hub.Get<InterestRegister>();
        register.FindInForce("L81008", new(2026, 11, 20)).Select(i => i.Provider).ShouldBe(["RH9"]);
        register.FindInForce("L81008", new(2024, 11, 20)).Select(i => i.Provider).ShouldBe(["RH3"]);
        register.FindInForce("L81008", new(2025, 1, 1)).Select(i => i.Provider).ShouldBe(["RH9"]);
        register.FindInForce(null, new(2025, 1, 1)).ShouldBeEmpty();
    }
}
