using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.Referrals;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals;

public sealed class ReferralSearchTests : IAsyncLifetime
{
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task Search_FindsByIdentifierPatientRequesterAndStatus_AndPages()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
            ids.Add(await hub.TakeAsync(TestReferral.Routine()));
        await hub.SettleAsync();
        var journey = await hub.JourneyAsync(ids[2]);
        await using var db = hub.Database.OpenRead();
        var number = await db.Set<ReferralRecord>().Where(r => r.Referral == ids[2]).Select(r => r.NhsNumber).SingleAsync();
        foreach (
            var query in new[]
            {
                $"identifier={journey.Reference}",
                $"patient.identifier=https://fhir.nhs.uk/Id/nhs-number|{number}",
                $"_id={ids[2]}",
            }
        )
        {
            var found = JsonNode.Parse(await hub.Http.GetStringAsync($"/fhir/ServiceRequest?{query}"))!["entry"]!.AsArray();
            found.Select(e => (string?)e!["resource"]!["id"]).ShouldBe([ids[2].ToString()], query);
        }

        var (seen, next) = (new List<string>(), "/fhir/Task?requester.identifier=L81008&status=accepted&_count=2");
        while (next is not null)
        {
            var page = JsonNode.Parse(await hub.Http.GetStringAsync(next))!;
            seen.AddRange(page["entry"]!.AsArray().Select(e => (string)e!["resource"]!["id"]!));
            next = (string?)page["link"]!.AsArray().FirstOrDefault(l => (string?)l!["relation"] == "next")?["url"];
        }

        seen.ShouldBe(ids.Select(i => i.ToString()), ignoreOrder: true);
        (await hub.Http.GetStringAsync("/fhir/ServiceRequest?colour=blue")).ShouldContain("parameter-not-supported");
    }
}
