using System.Net;
using System.Text.Json.Nodes;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.FhirApi;

/// <summary>What <c>$validate</c> says of what it is given, and of what the hub itself gives out.</summary>
public sealed class ValidateTests : RestClient, IAsyncLifetime
{
    TestHub hub = null!;

    protected override TestHub Hub => hub;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web");

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task Validate_SaysWhatIsWrongWithAnything()
    {
        var (answer, body) = await PostAsync(
            "/fhir/Patient/$validate",
            JsonNode.Parse("""{"resourceType":"Patient","gender":"femal","birthDate":"1980-02-30"}""")!
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        body["issue"]!
            .AsArray()
            .Select(i => ((string?)i!["severity"], (string?)i["expression"]![0]))
            .ShouldBe([("error", "Patient.gender"), ("error", "Patient.birthDate")]);

        Severities(
                (
                    await PostAsync(
                        "/fhir/$validate",
                        JsonNode.Parse("""{"resourceType":"Observation","status":"final","code":{"text":"x"}}""")!
                    )
                ).Body
            )
            .ShouldBe(["information"]);
        var inParameters = JsonNode.Parse(
            """
            {
              "resourceType": "Parameters",
              "parameter": [
                { "name": "profile", "valueUri": "https://fhir.referralhub.example/StructureDefinition/referral-patient" },
                { "name": "resource", "resource": { "resourceType": "Patient", "active": true } }
              ]
            }
            """
        )!;
        Severities((await PostAsync("/fhir/Patient/$validate", inParameters)).Body).ShouldBe(["warning", "warning", "warning"]);
        var (_, refused) = await PostAsync(
            "/fhir/ServiceRequest/$validate?mode=create",
            JsonNode.Parse("""{"resourceType":"ServiceRequest","status":"draft","intent":"order","subject":{"display":"x"}}""")!
        );
        Severities(refused).ShouldContain("error");
        (await hub.CountAsync<ReferralHub.Journey.ReferralJourney>()).ShouldBe(0);
        (
            await PostAsync("/fhir/Patient/$validate", JsonNode.Parse("""{"resourceType":"Task","status":"draft","intent":"order"}""")!)
        ).Answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (
            await PostAsync(
                "/fhir/Patient/$validate?profile=https://example.org/none",
                JsonNode.Parse("""{"resourceType":"Patient","active":true}""")!
            )
        ).Answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var id = await hub.TakeAsync(TestReferral.Routine());
        Severities((await GetAsync($"/fhir/Task/{id}/$validate")).Body).ShouldBe(["information"]);
    }

    [Fact]
    public async Task AllThatIsGivenOut_ConformsToItsProfile()
    {
        var definitions = hub.Get<FhirValidator>();

        for (var i = 0; i < 3; i++)
            await hub.TakeAsync(TestReferral.Create(i == 0 ? "asap" : "routine"));

        foreach (
            var type in new[]
            {
                "ServiceRequest",
                "Task",
                "Patient",
                "Organization",
                "HealthcareService",
                "PractitionerRole",
                "Communication",
                "PlanDefinition",
            }
        )
        {
            var bytes = await hub.Http.GetByteArrayAsync($"/fhir/{type}");
            var (document, _) = FhirJson.Read(bytes);
            using (document)
                definitions.Check(document!).Where(i => i.Severity != FhirSeverity.Information).ShouldBeEmpty(type);
        }
    }
}
