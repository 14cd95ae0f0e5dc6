using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Referrals;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Intake;

/// <summary>Who a message is about, and what happens when it is somebody else.</summary>
public sealed class IdentityTests : IAsyncLifetime
{
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web");

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Theory]
    [InlineData("update", "active")]
    [InlineData("update", "revoked")]
    [InlineData("delete", "entered-in-error")]
    public async Task Change_ThatNamesAnotherPatient_IsKeptForAPerson_AndNotCarriedOut(string reason, string status)
    {
        var referral = TestReferral.Routine();
        var id = await hub.TakeAsync(referral);
        var change = referral.Again(reason, status).With(Rename);
        change.Patient["identifier"]![0]!["value"] = "9990192243";

        using var response = await hub.PostAsync(change);

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Content.ReadAsStringAsync()).ShouldContain("NHS number, name and date of birth differ");
        (await hub.JourneyAsync(id)).Version.ShouldBe(1);
        await using var db = hub.Database.OpenRead();
        var item = await db.Set<WorkItem>().SingleAsync();
        (item.Kind, item.Referral).ShouldBe((EventTypes.OtherPatient, id));
        using var again = await hub.PostAsync(change);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await hub.CountAsync<WorkItem>()).ShouldBe(1);
    }

    [Fact]
    public async Task Change_ThatCorrectsATypingError_IsCarriedOut()
    {
        var referral = TestReferral.Routine();
        var id = await hub.TakeAsync(referral);

        (await AmendAsync(referral, p => p["birthDate"] = "1970-05-02")).ShouldBe(HttpStatusCode.OK);
        (await AmendAsync(referral, p => p["name"]![0]!["family"] = "Married")).ShouldBe(HttpStatusCode.Conflict);
        (await hub.JourneyAsync(id)).DocumentVersion.ShouldBe(2);
    }

    [Fact]
    public async Task Change_ThatBringsTheNumber_IsCarriedOut_AndThePatientIsWhoeverHasIt()
    {
        var known = TestReferral.Routine();
        var first = await hub.JourneyAsync(await hub.TakeAsync(known));
        var referral = TestReferral.Routine().With(r => r.Patient.Remove("identifier"));
        var id = await hub.TakeAsync(referral);
        (await hub.JourneyAsync(id)).PatientKey.ShouldNotBe(first.PatientKey);

        (await AmendAsync(referral, p => p["identifier"] = known.Patient["identifier"]!.DeepClone())).ShouldBe(HttpStatusCode.OK);

        (await hub.JourneyAsync(id)).PatientKey.ShouldBe(first.PatientKey);
    }

    [Fact]
    public async Task OneNumber_OfTwoPeople_IsTwoPatients_BothFlagged()
    {
        var one = TestReferral.Routine();
        var other = TestReferral.Routine().With(Rename);
        other.Patient["identifier"] = one.Patient["identifier"]!.DeepClone();

        var (first, second) = (await hub.TakeAsync(one), await hub.TakeAsync(other));

        var (a, b) = (await hub.JourneyAsync(first), await hub.JourneyAsync(second));
        a.PatientKey.ShouldNotBe(b.PatientKey);
        (a.Has(Flags.IdentityDoubtful), b.Has(Flags.IdentityDoubtful)).ShouldBe((true, true));
        // Whoever comes again is who they were.
        var again = TestReferral.Routine().With(Rename);
        again.Patient["identifier"] = one.Patient["identifier"]!.DeepClone();
        (await hub.JourneyAsync(await hub.TakeAsync(again))).PatientKey.ShouldBe(b.PatientKey);
    }

    [Fact]
    public async Task OneNumber_WrittenInSeveralWays_IsOnePatient()
    {
        var keys = new HashSet<string>();
        foreach (var text in new[] { "9990192243", "999 019 2243", "999-019-2243", "999\u00a0019\u00a02243" })
        {
            var referral = TestReferral.Routine();
            referral.Patient["identifier"]![0]!["value"] = text;
            keys.Add((await hub.JourneyAsync(await hub.TakeAsync(referral))).PatientKey);
        }

        keys.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Put_WithAnotherIdInTheBody_IsRefused()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());
        var request = TestReferral.Routine().Request;
        request["id"] = Guid.CreateVersion7().ToString();
        request["subject"] = new JsonObject { ["reference"] = "#p" };
        request["contained"] = new JsonArray(new JsonObject { ["resourceType"] = "Patient", ["id"] = "p" });
        var patient = request["contained"]![0]!.AsObject();
        patient["identifier"] = TestReferral.Routine().Patient["identifier"]!.DeepClone();
        request["requester"] = JsonNode.Parse(
            """{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"L81008"}}"""
        );

        using var content = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/fhir+json");
        using var answer = await hub.Http.PutAsync($"/fhir/ServiceRequest/{id}", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await answer.Content.ReadAsStringAsync());
        (await answer.Content.ReadAsStringAsync()).ShouldContain("other-id");
    }

    [Fact]
    public async Task SameContent_InAnotherSerialisation_IsTheSameMessage()
    {
        var referral = TestReferral.Routine();
        await hub.TakeAsync(referral);
        var turned = Encoding.UTF8.GetBytes(Turn(referral.Json).ToJsonString(new() { WriteIndented = true }));

        using var again = await hub.PostAsync("/fhir/$process-message", turned);

        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await again.Content.ReadAsStringAsync()).ShouldContain("\"duplicate\"");
    }

    [Fact]
    public async Task WhatIsOnlyKept_MayBreakAnInvariant_AndIsFlagged_WhatIsReadMayNot()
    {
        var kept = TestReferral.Routine();
        kept.Entries.Add(
            JsonNode.Parse(
                """
                {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000009","resource":{"resourceType":"Observation","status":"final",
                 "code":{"text":"x"},"valueString":"1","dataAbsentReason":{"text":"not asked"}}}
                """
            )
        );

        using var answer = await hub.PostAsync(kept);

        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        body.ShouldContain("r4-invariant");
        var id = Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
        (await hub.JourneyAsync(id)).Has(Flags.ProfileMissed).ShouldBeTrue();
        var read = TestReferral.Routine();
        read.Patient["contact"] = new JsonArray(new JsonObject { ["gender"] = "female" });
        using var refused = await hub.PostAsync(read);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task NumberThatWasNotVerified_IsFlagged()
    {
        var referral = TestReferral.Routine();
        referral.Patient["identifier"]![0]!["extension"] = JsonNode.Parse(
            """
            [{"url":"https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus",
              "valueCodeableConcept":{"coding":[{"system":"https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland",
                "code":"04"}]}}]
            """
        );

        (await hub.JourneyAsync(await hub.TakeAsync(referral))).Has(Flags.NhsNumberUnverified).ShouldBeTrue();
    }

    [Fact]
    public async Task IdentifierWhoseSystemIsNoUri_IsGivenOutAsAValueWithTheWordsBesideIt()
    {
        var referral = TestReferral.Routine();
        referral.Request["identifier"]![0]!["system"] = "Ophthalmology";
        referral.Request["identifier"]![0]!["value"] = "e-1";
        var id = await hub.TakeAsync(referral);

        var given = JsonNode.Parse(await hub.Http.GetStringAsync($"/fhir/ServiceRequest/{id}"))!["identifier"]!.AsArray();

        var kept = given.Single(i => (string?)i!["value"] == "e-1")!;
        kept["system"].ShouldBeNull();
        ((string?)kept["type"]!["text"]).ShouldBe("Ophthalmology");
    }

    [Fact]
    public async Task AppealedReferral_IsFoundByAllItsIdentifiers()
    {
        var referral = TestReferral.Routine();
        referral.Request["identifier"]!.AsArray().Add(new JsonObject { ["system"] = "https://other.example/Id", ["value"] = "second" });
        var id = await hub.TakeAsync(referral);

        await using var db = hub.Database.OpenRead();
        (await db.Set<ReferralIdentifier>().Where(i => i.Referral == id).Select(i => i.Value).ToListAsync()).ShouldContain("second");
        (await db.Set<ReferralIdentifier>().CountAsync(i => i.Referral == id)).ShouldBe(2);
    }

    async Task<HttpStatusCode> AmendAsync(TestReferral referral, Action<JsonObject> change)
    {
        using var response = await hub.PostAsync(referral.Again("update", "active").With(r => change(r.Patient)));
        return response.StatusCode;
    }

    static void Rename(TestReferral referral)
    {
        referral.Patient["name"]![0]!["family"] = "Otherperson";
        referral.Patient["name"]![0]!["given"]![0] = "Tom";
        referral.Patient["birthDate"] = "1988-01-01";
        referral.Patient["gender"] = "male";
    }

    /// <summary>The same with the properties of every object in the opposite order.</summary>
    static JsonNode Turn(JsonNode node) =>
        node switch
        {
            JsonObject o => new JsonObject(o.Reverse().Select(p => KeyValuePair.Create(p.Key, p.Value is null ? null : Turn(p.Value)))!),
            JsonArray a => new JsonArray([.. a.Select(i => i is null ? null : Turn(i))]),
            _ => node.DeepClone(),
        };
}
