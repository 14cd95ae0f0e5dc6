using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Structure;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals;

/// <summary>What breaks a rule of base R4 is refused, whole and in words; what the hub says itself breaks none.</summary>
public sealed class StructureTests : IAsyncLifetime
{
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task FaultsAgainstR4_AreAllToldAtOnce_AndNothingIsStored()
    {
        var referral = TestReferral.Routine();
        referral.Patient["maritalStatus"] = "married";
        referral.Patient["colour"] = "red";
        referral.Request["occurrenceDateTime"] = "2026-02-30";

        using var response = await hub.PostAsync(referral);

        ((int)response.StatusCode).ShouldBe(400);
        var issues = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["issue"]!.AsArray();
        issues.Select(i => (string?)i!["details"]!["coding"]![0]!["code"]).Distinct().ShouldBe(["REC_BAD_REQUEST"]);
        issues
            .Select(i => (string)i!["expression"]![0]!)
            .Select(e => e[(e.LastIndexOf('.') + 1)..])
            .ShouldBe(["occurrenceDateTime", "maritalStatus", "colour"], ignoreOrder: true);
        (await hub.CountAsync<ReferralJourney>()).ShouldBe(0);
    }

    [Fact]
    public async Task WhatTheHubSays_IsRightByR4()
    {
        var referral = TestReferral.Routine();

        using var taken = await hub.PostAsync(referral);

        await ShouldBeRightAsync(taken);
        var id = Guid.Parse((string)JsonNode.Parse(await taken.Content.ReadAsStringAsync())!["entry"]![1]!["resource"]!["id"]!);
        using var again = await hub.PostAsync(referral);
        await ShouldBeRightAsync(again);
        using var broken = await hub.PostAsync("/fhir/$process-message", "{"u8.ToArray());
        await ShouldBeRightAsync(broken);
        await hub.SettleAsync();
        var reference = ReferralReference.Display((await hub.JourneyAsync(id)).Reference);
        foreach (
            var path in new[]
            {
                "metadata",
                $"ServiceRequest/{id}",
                $"Task/{id}",
                $"ServiceRequest/{id}/$original",
                $"ServiceRequest?identifier={reference}",
                "Task?_count=5",
                "ServiceRequest/none",
                "Nonsense/1",
            }
        )
        {
            using var response = await hub.Http.GetAsync($"/fhir/{path}");
            await ShouldBeRightAsync(response, path);
        }
    }

    static async Task ShouldBeRightAsync(HttpResponseMessage response, string? what = null)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var (document, problem) = FhirJson.Read(bytes);
        problem.ShouldBeNull();
        using (document)
            FhirStructure.Check(document!).ShouldBeEmpty($"{what} {Encoding.UTF8.GetString(bytes)}");
    }
}
