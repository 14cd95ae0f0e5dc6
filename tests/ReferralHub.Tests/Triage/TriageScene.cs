using System.Text.Json.Nodes;
using ReferralHub.Choice;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Structure;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Triage;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

/// <summary>A hub with two declared interests, and a child with sore tonsils.</summary>
public abstract class TriageScene : IAsyncLifetime
{
    protected TestHub Hub { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Hub = await TestHub.StartAsync(writeDirectory: folder =>
        {
            TestDirectory.Write(folder);
            File.WriteAllText(
                Path.Combine(folder, "interests.csv"),
                "practice,provider,nature,from,to\nL81008,RH9,ownership,2025-01-01,\nL81008,RH3,employment,2024-01-01,2024-06-01\n"
            );
        });

    public async Task DisposeAsync() => await Hub.DisposeAsync();

    protected static TestReferral Tonsils(string text) =>
        TestReferral
            .Routine()
            .With(r =>
            {
                r.Request["reasonCode"] = new JsonArray(new JsonObject { ["text"] = text });
                r.Request["performerType"]!["coding"]![0]!["code"] = "120";
            });

    protected async Task<ReferralJourney> TakeAsync(TestReferral referral)
    {
        var id = await Hub.TakeAsync(referral);
        await Hub.SettleAsync();
        return await Hub.JourneyAsync(id);
    }

    protected async Task<JsonNode> FhirAsync(string path)
    {
        var bytes = await Hub.Http.GetByteArrayAsync(path);
        using var document = FhirJson.Read(bytes).Document!;
        FhirStructure.Check(document).ShouldBeEmpty(path);
        return JsonNode.Parse(bytes)!;
    }
}
