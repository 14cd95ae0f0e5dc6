using System.Globalization;
using System.Text.Json.Nodes;
using ReferralHub.Commissioning;
using ReferralHub.Feeds;
using ReferralHub.Identity.Machines;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Log;
using ReferralHub.Tests.Identity.Access;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Feeds;

/// <summary>Who is told which events of the books, and what of them.</summary>
public sealed class BookEventFeedTests : IAsyncLifetime
{
    AccessWorld world = null!;

    public async Task InitializeAsync()
    {
        world = await AccessWorld.StartAsync();
        await world.Hub.Database.WriteAsync(
            async (db, token) =>
            {
                await AppendAsync(EntityOfLoad, BookEventTypes.ConfigurationLoaded, new() { Files = [new("a.yaml", new('0', 64))] });
                await AppendAsync(LineOf("A81001"), BookEventTypes.PlanProposed, Plan("A81001"));
                await AppendAsync(LineOf("B81001"), BookEventTypes.PlanProposed, Plan("B81001"));
                await AppendAsync(LineOf("A81001"), BookEventTypes.PlanAgreed, Plan("A81001"));
                await AppendAsync(BookSubjects.FindMonth(new(2026, 5, 1)), BookEventTypes.MonthClosed, new() { Position = 7 });

                Task AppendAsync(Guid subject, string type, BookEventData data) =>
                    BookEvents.AppendAsync(db, subject, type, data, new("commissioner", "Jane Secretname"), Now, token);
            },
            CancellationToken.None
        );
        await world.Hub.ProjectedAsync();
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Centre_AndReaderOfTheCentre_AreToldAll_WithoutGaps()
    {
        foreach (var kind in new[] { ClientKind.Centre, ClientKind.Reader })
        {
            var events = await ReadAsync(kind, "XRH01");
            Positions(events).ShouldBe(Enumerable.Range(1, events.Count).Select(i => (long)i));
            Books(events)
                .ShouldBe(["configuration-loaded", "plan-proposed A81001", "plan-proposed B81001", "plan-agreed A81001", "month-closed"]);
            events.Count(e => Type(e) == "referralhub.referral.received.v1").ShouldBe(2);
        }
    }

    [Fact]
    public async Task ReaderOfAPractice_IsToldItsOwnReferrals_AndItsOwnLinesOfPlans()
    {
        var events = await ReadAsync(ClientKind.Reader, "A81001");

        Books(events).ShouldBe(["plan-proposed A81001", "plan-agreed A81001"]);
        events
            .Where(e => Type(e).StartsWith("referralhub.referral.", StringComparison.Ordinal))
            .ShouldAllBe(e => (string?)e["subject"] == world.A.Id.ToString());
        Positions(events).ShouldBe(Positions(events).Order());
        var told = events.Last(e => Type(e) == "referralhub.book.plan-agreed.v1");
        told["data"]!.AsObject().Select(m => m.Key).ShouldBe(["plan", "holder", "pence", "by"], ignoreOrder: true);
        ((int?)told["subjectversion"]).ShouldBe(2);
        told["journeyversion"].ShouldBeNull();
        (await ReadAsync(ClientKind.Reader, "C81009")).ShouldBeEmpty();
        Books(await ReadAsync(ClientKind.Reader, "A81001", "B81001")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Commissioner_AndItsReader_AreToldOfPlansOfTheirPractices_AndOfNoOtherAndNoReferral()
    {
        using var person = await world.AskAsync(new("commissioner", CallerRole.Commissioner, "ZC01"), HttpMethod.Get, "/feeds/events");
        var asPerson = Lines(await person.Content.ReadAsStringAsync());
        foreach (var events in new[] { asPerson, await ReadAsync(ClientKind.Reader, "ZC01") })
        {
            Books(events).ShouldBe(["configuration-loaded", "plan-proposed A81001", "plan-agreed A81001", "month-closed"]);
            events.Count.ShouldBe(4);
            ((string?)events[0]["data"]!["files"]![0]!["name"]).ShouldBe("a.yaml");
        }

        // A body that answers for nobody is no commissioner.
        (await ReadAsync(ClientKind.Reader, "ZC09")).ShouldBeEmpty();
    }

    [Fact]
    public async Task ProviderPracticeAndGpSystem_HaveNoFeed()
    {
        foreach (var (role, organisation) in new[] { (CallerRole.ProviderSystem, world.A.Provider), (CallerRole.GpSystem, "A81001") })
        {
            using var answer = await world.AskAsync(new("", role, organisation), HttpMethod.Get, "/feeds/events");
            ((int)answer.StatusCode).ShouldBe(403);
        }

        foreach (var (role, organisation) in new[] { (CallerRole.Provider, world.A.Provider), (CallerRole.Practice, "A81001") })
        {
            using var answer = await world.AskAsync(new("", role, organisation), HttpMethod.Get, "/feeds/events");
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("referralhub.book");
        }
    }

    [Fact]
    public async Task NoReader_IsToldWhoDidIt()
    {
        foreach (
            var (kind, organisation) in new[] { (ClientKind.Centre, "XRH01"), (ClientKind.Reader, "A81001"), (ClientKind.Reader, "ZC01") }
        )
            (await ReadAsync(kind, organisation)).ShouldAllBe(e => !e.ToJsonString().Contains("Secretname"));
    }

    [Theory]
    [InlineData("A81001")]
    [InlineData("ZC01")]
    [InlineData("XRH01")]
    public async Task PagesOfOne_AreWhatOnePageOfAllIs(string organisation)
    {
        var all = await ReadAsync(ClientKind.Reader, organisation);
        var (after, one) = (0L, new List<JsonNode>());
        while (await ReadFromAsync(organisation, after, 1) is { Count: > 0 } page)
        {
            one.AddRange(page);
            after = Positions(page)[^1];
        }

        Positions(one).ShouldBe(Positions(all));
    }

    [Fact]
    public async Task Hash_HoldsForOwnEvents_AndHeadIsTheReadersNewest()
    {
        var own = await ReadAsync(ClientKind.Reader, "A81001");
        var (last, hash) = (Positions(own)[^1], (string)own[^1]["hash"]!);
        Type(own[^1]).ShouldBe("referralhub.book.plan-agreed.v1");
        using var right = await GetAsync("A81001", $"?after={last}&hash={hash}");
        ((int)right.StatusCode).ShouldBe(200);
        right.Headers.GetValues("X-Log-Head").ShouldBe([last.ToString(CultureInfo.InvariantCulture)]);
        // Another practice's event has its place and hash, and is like one that is not there.
        var others = await ReadAsync(ClientKind.Reader, "B81001");
        using var wrong = await GetAsync("A81001", $"?after={Positions(others)[^1]}&hash={(string)others[^1]["hash"]!}");
        ((int)wrong.StatusCode).ShouldBe(409);
    }

    [Fact]
    public void Type_OfABook_IsOutsideTheReferrals()
    {
        CloudEvent.FormatType(Stamped("book.plan-agreed")).ShouldBe("referralhub.book.plan-agreed.v1");
        CloudEvent.FormatType(Stamped("chosen")).ShouldBe("referralhub.referral.chosen.v1");
    }

    static readonly Guid EntityOfLoad = Guid.CreateVersion7();

    static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    static Guid LineOf(string practice) => BookSubjects.FindPlanLine("loc-n-2026", practice);

    static BookEventData Plan(string holder) =>
        new()
        {
            Plan = "loc-n-2026",
            Holder = holder,
            Pence = 25_480_000,
            By = "QXX",
            // Of the whole area, so not for a practice.
            Position = 3,
        };

    static LogEvent Stamped(string type) =>
        new()
        {
            Type = type,
            Actor = "hub:books",
            Data = "{}",
        };

    static string Type(JsonNode e) => (string)e["type"]!;

    static List<long> Positions(IEnumerable<JsonNode> events) =>
        [.. events.Select(e => long.Parse((string)e["sequence"]!, CultureInfo.InvariantCulture))];

    /// <summary>Each event of the books, with the holder where it is about a plan.</summary>
    static List<string> Books(IEnumerable<JsonNode> events) =>
        [
            .. events
                .Where(e => Type(e).StartsWith("referralhub.book.", StringComparison.Ordinal))
                .Select(e => $"{Type(e)["referralhub.book.".Length..^".v1".Length]} {(string?)e["data"]!["holder"]}".TrimEnd()),
        ];

    static List<JsonNode> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];

    async Task<List<JsonNode>> ReadAsync(ClientKind kind, params string[] organisations)
    {
        using var answer = await SendAsync(await world.Hub.SignIn.TokenAsync(kind, organisations), "");
        answer.EnsureSuccessStatusCode();
        return Lines(await answer.Content.ReadAsStringAsync());
    }

    async Task<List<JsonNode>> ReadFromAsync(string organisation, long after, int limit)
    {
        using var answer = await GetAsync(organisation, $"?after={after}&limit={limit}");
        answer.EnsureSuccessStatusCode();
        return Lines(await answer.Content.ReadAsStringAsync());
    }

    async Task<HttpResponseMessage> GetAsync(string organisation, string query) =>
        await SendAsync(await world.Hub.SignIn.TokenAsync(ClientKind.Reader, organisation), query);

    async Task<HttpResponseMessage> SendAsync(string token, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/feeds/events" + query);
        request.Headers.Authorization = new("Bearer", token);
        return await world.Hub.Http.SendAsync(request);
    }
}
