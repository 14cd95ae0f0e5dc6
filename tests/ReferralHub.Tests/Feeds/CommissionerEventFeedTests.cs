using System.Text.Json.Nodes;
using ReferralHub.Commissioning;
using ReferralHub.Identity.Machines;
using ReferralHub.Journey;
using ReferralHub.Tests.Budgets.Books;
using ReferralHub.Tests.Commissioning.Keeping;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Feeds;

/// <summary>Of which plans the feed of events tells two commissioners: of its own each, and of those of bodies it belongs to.</summary>
public sealed class CommissionerEventFeedTests
{
    static readonly string Arrangements =
        """
            version: 1
            source: Made up for tests
            bodies:
              - { id: QXX, name: First Board, kind: board, ods: ZC01, from: 2019-04-01, contact: Finance lead }
              - { id: QYY, name: Second Board, kind: board, ods: ZC02, from: 2019-04-01, contact: Finance lead }
              - { id: REG, name: Region, kind: board, from: 2019-04-01, contact: Finance lead }
              - { id: A81001, name: First Practice, kind: practice, ods: A81001, from: 2019-04-01, reportsTo: QXX, contact: Manager }
              - { id: B81001, name: Second Practice, kind: practice, ods: B81001, from: 2019-04-01, reportsTo: QYY, contact: Manager }
            members:
              - { body: REG, member: QXX, from: 2020-04-01 }
            scopes:
              - { id: first, words: First attendances, include: [{ sources: [gp], pods: [OPFA] }], strategicRisk: low }
              - { id: rest, words: All else, include: [{ sources: [any], pods: [any] }], strategicRisk: high }
            planSets:

            """
        + SmallArea.WritePlan("first-x", "QXX", "first", "A81001", "1000.00")
        + SmallArea.WritePlan("first-y", "QYY", "first", "B81001", "2000.00")
        + SmallArea.WritePlan("rest-x", "QXX", "rest", "QXX", "5000.00")
        + SmallArea.WritePlan("rest-y", "QYY", "rest", "QYY", "5000.00");

    [Fact]
    public async Task Commissioner_IsToldOfItsPlans_AndOfThoseOfTheRegionItBelongsTo_AndOfNoOther()
    {
        await using var hub = await StartAsync();

        (await ReadPlansAsync(hub, "ZC01")).ShouldBe(["first-x/A81001", "region/REG"], ignoreOrder: true);
        (await ReadPlansAsync(hub, "ZC02")).ShouldBe(["first-y/B81001"]);
        (await ReadPlansAsync(hub, "XRH01")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Hash_OfAnotherCommissionersPlan_IsAsIfItWereNotThere()
    {
        await using var hub = await StartAsync();
        var other = (await ReadAsync(hub, "ZC02", "")).Single(e => (string?)e["data"]!["plan"] == "first-y");
        var query = $"?after={(string?)other["sequence"]}&hash={(string?)other["hash"]}";

        (await SendAsync(hub, "ZC02", query)).Status.ShouldBe(200);
        (await SendAsync(hub, "ZC01", query)).Status.ShouldBe(409);
    }

    static async Task<TestHub> StartAsync()
    {
        var hub = await TestHub.StartAsync(
            "web",
            writeDirectory: folder =>
            {
                TestDirectory.Write(folder);
                File.WriteAllText(
                    Path.Combine(folder, "commissioners.csv"),
                    "body,name,practice,from,until\nZC01,First,A81001,2020-01-01,\nZC02,Second,B81001,2020-01-01,\n"
                );
                new Dictionary<string, string> { [SmallArea.Arrangements] = Arrangements }.Write(Path.Combine(folder, "commissioning"));
            }
        );
        var at = new DateTime(2026, 5, 6, 10, 0, 0, DateTimeKind.Utc);
        foreach (var (plan, holder) in new[] { ("first-x", "A81001"), ("first-y", "B81001"), ("region", "REG") })
            await hub.SayPlanAsync(BookEventTypes.PlanProposed, plan, holder, new() { Pence = 100_000, By = holder }, at);
        await hub.StampAsync();
        return hub;
    }

    static async Task<List<string>> ReadPlansAsync(TestHub hub, string organisation) =>
        [
            .. (await ReadAsync(hub, organisation, ""))
                .Where(e => (string?)e["type"] == "referralhub.book.plan-proposed.v1")
                .Select(e => $"{(string?)e["data"]!["plan"]}/{(string?)e["data"]!["holder"]}"),
        ];

    static async Task<List<JsonNode>> ReadAsync(TestHub hub, string organisation, string query) =>
        [
            .. (await SendAsync(hub, organisation, query))
                .Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => JsonNode.Parse(l)!),
        ];

    static async Task<(int Status, string Text)> SendAsync(TestHub hub, string organisation, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/feeds/events" + query);
        request.Headers.Authorization = new("Bearer", await hub.SignIn.TokenAsync(ClientKind.Reader, organisation));
        using var answer = await hub.Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
