using System.Net;
using System.Text.Json.Nodes;
using ReferralHub.Choice;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Triage;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

/// <summary>What triage keeps, and where it can be read again: trace, pack texts, FHIR, measures.</summary>
public sealed class TriageTraceTests : TriageScene
{
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
            await Hub.PostAsync(
                referral
                    .With(r => r.Request["reasonCode"]![0]!["text"] = "Recurrent tonsillitis, 7 episodes in the last year")
                    .Again("update", "active")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Hub.SettleAsync();
        (await Hub.JourneyAsync(journey.Id)).Stage.ShouldBe(Stage.InReview);
        var runs = JsonNode.Parse(await Hub.Http.GetStringAsync($"/review/{journey.Reference}/trace.json"))!["runs"]!.AsArray();
        var rule = runs[^1]!["rules"]!.AsArray().Single(r => (string?)r!["rule"] == "tonsillectomy")!;
        ((string?)rule["result"], (string?)rule["outcome"]).ShouldBe(("met", "flag"));
    }

    [Fact]
    public async Task AnsweredWithoutAnAnswer_IsNotAskedAgain()
    {
        var referral = Tonsils("Recurrent tonsillitis, for tonsillectomy please");
        var journey = await TakeAsync(referral);
        (
            await Hub.PostAsync(
                referral.With(r => r.Request["reasonCode"]![0]!["text"] = "Tonsillectomy as discussed").Again("update", "active")
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Hub.SettleAsync();
        (await Hub.JourneyAsync(journey.Id)).Stage.ShouldBe(Stage.InReview);
    }

    [Fact]
    public async Task WhatIsReadFirst_IsDueTheSameWorkingDay()
    {
        var journey = await TakeAsync(
            TestReferral
                .Routine()
                .With(r => r.Request["reasonCode"] = new JsonArray(new JsonObject { ["text"] = "Hip pain, please see urgently" }))
        );
        (journey.Stage, journey.Due).ShouldBe((Stage.InReview, WorkingDays.Deadline(journey.StageEntered, 0)));
    }

    [Fact]
    public async Task Trace_TellsEveryRule_AndThePackToTheLetter()
    {
        var journey = await TakeAsync(Tonsils("Recurrent tonsillitis. No quinsy."));
        var trace = JsonNode.Parse(await Hub.Http.GetStringAsync($"/review/{journey.Reference}/trace.json"))!;
        var run = trace["runs"]![0]!;
        ((string?)run["outcome"]).ShouldBe("ask");
        var rule = run["rules"]!.AsArray().Single(r => (string?)r!["rule"] == "tonsillectomy")!;
        ((string?)rule["result"]).ShouldBe("unknown");
        rule["criteria"]!.AsArray().Count.ShouldBe(5);
        (run["rules"]!.AsArray().Count + run["notApplicable"]!.AsArray().Count).ShouldBe(Hub.Get<RulePacks>().All.Sum(p => p.Rules.Count));
        foreach (var pack in run["packs"]!.AsArray())
        {
            var text = await Hub.Http.GetByteArrayAsync($"/rules/texts/{pack!["hash"]}");
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(text)).ShouldStartWith((string)pack["hash"]!);
        }

        (await Hub.Http.GetStringAsync($"/review/{journey.Reference}/trace")).ShouldContain(
            "Seven or more sore throats in the last year: not known"
        );
        (await Hub.Http.GetAsync("/review/AAAAAAAAAAAA/trace")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Hub.Http.GetAsync("/review/AAAAAAAAAAAA/trace.json")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Hub.Http.GetAsync("/rules/texts/0")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task GuidanceResponse_SaysWhatWasDecidedAndWhy()
    {
        var journey = await TakeAsync(Tonsils("Recurrent tonsillitis"));
        var found = await FhirAsync($"/fhir/GuidanceResponse?request={journey.Reference}");
        var guidance = found["entry"]![0]!["resource"]!;
        ((string?)guidance["status"], (string?)guidance["moduleCanonical"]).ShouldBe(
            ("data-required", "https://fhir.referralhub.example/PlanDefinition/evidence-based-interventions|2026.11.2")
        );
        guidance["note"]!.AsArray().ShouldNotBeEmpty();
        ((string?)(await FhirAsync($"/fhir/GuidanceResponse/{guidance["id"]}"))["id"]).ShouldBe((string?)guidance["id"]);
        (await FhirAsync($"/fhir/GuidanceResponse?patient={journey.PatientKey}"))["entry"]!.AsArray().Count.ShouldBe(1);
        (await Hub.Http.GetAsync("/fhir/GuidanceResponse")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Hub.Http.GetAsync("/fhir/GuidanceResponse/none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task PlanDefinition_PublishesThePacksInForce()
    {
        var found = await FhirAsync("/fhir/PlanDefinition?status=active");
        found["entry"]!.AsArray().Count.ShouldBe(Hub.Get<RulePacks>().All.Count);
        var safety = await FhirAsync($"/fhir/PlanDefinition/safety-{Hub.Get<RulePacks>().All.First(p => p.Id == "safety").Version}");
        safety["action"]!.AsArray().Select(a => (string?)a!["prefix"]).ShouldContain("suspected-cancer");
        (await FhirAsync("/fhir/PlanDefinition?name=safety"))["entry"]!.AsArray().Count.ShouldBe(1);
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
                    when: { specialty: ["120"], mentions: [anything] }
                    then: { outcome: accept-elsewhere, specialty: "110", reason: R }
                    examples:
                      - { name: ear, given: { specialty: "120", reason: Anything }, expect: met }
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
        var register = Hub.Get<InterestRegister>();
        register.FindInForce("L81008", new(2026, 11, 20)).Select(i => i.Provider).ShouldBe(["RH9"]);
        register.FindInForce("L81008", new(2024, 11, 20)).Select(i => i.Provider).ShouldBe(["RH3"]);
        register.FindInForce("L81008", new(2025, 1, 1)).Select(i => i.Provider).ShouldBe(["RH9"]);
        register.FindInForce(null, new(2025, 1, 1)).ShouldBeEmpty();
    }
}
