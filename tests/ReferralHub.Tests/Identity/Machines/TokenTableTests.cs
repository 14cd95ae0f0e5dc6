using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Identity.Audit;
using ReferralHub.Identity.Machines;
using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.Machines;

/// <summary>A hub for the whole table, and a server on which its clients publish keys.</summary>
public sealed class TokenTableHub : IAsyncLifetime
{
    public TestHub Hub { get; private set; } = null!;

    public KeyServer Keys { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Keys = await KeyServer.StartAsync();
        Hub = await TestHub.StartAsync("web", set: s => s.KeySetAuthority = Keys.Authority);
    }

    public async Task DisposeAsync()
    {
        await Hub.DisposeAsync();
        await Keys.DisposeAsync();
    }

    /// <summary>A client that publishes this at an address of the key server.</summary>
    internal Task<TestClient> PublishAsync(TestKey key, string name, Func<Microsoft.AspNetCore.Http.HttpContext, Task> answer) =>
        TestClient.RegisterAsync(Hub, key, set: r => r with { Keys = null, KeysUrl = Keys.Publish(name, answer) });

    internal Task<TestClient> PublishAsync(TestKey key, string name, string json) =>
        TestClient.RegisterAsync(Hub, key, set: r => r with { Keys = null, KeysUrl = Keys.Publish(name, json) });
}

/// <summary>Every way to ask for a token, the right ones and the wrong ones, each with its answer.</summary>
public sealed partial class TokenTableTests(TokenTableHub table) : IClassFixture<TokenTableHub>
{
    public static TheoryData<string> Rows => [.. AllRows.Keys];

    TestHub Hub => table.Hub;

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task S01_Row_IsAnswered(string row)
    {
        var (status, error, ask) = AllRows[row];

        using var answer = await ask(table);

        var body = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(status, body);
        await using (var db = Hub.Database.OpenRead(AccessScope.System("the test looks")))
        {
            var audited = await db.Set<AccessEvent>().OrderByDescending(e => e.Id).FirstAsync();
            audited.Status.ShouldBe(status == 200 ? null : status);
            (audited.Outcome == AuditOutcomes.Done).ShouldBe(status == 200);
            if (status == 200)
                (audited.Act, audited.Caller).ShouldSatisfyAllConditions(
                    a => a.Act.ShouldBe(AuditActs.SignIn),
                    a => a.Caller.ShouldStartWith("client-")
                );
        }

        if (row.StartsWith("39", StringComparison.Ordinal) || row.StartsWith("40", StringComparison.Ordinal))
        {
            answer.Headers.WwwAuthenticate.ToString().ShouldContain($"error=\"{error}\"");
            body.ShouldContain("OperationOutcome");
            return;
        }

        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var json = await TestClient.ReadAsync(answer);
        if (error is not null)
        {
            json.GetProperty("error").GetString().ShouldBe(error);
            json.GetProperty("error_description").GetString().ShouldNotBeNullOrEmpty();
            json.TryGetProperty("access_token", out _).ShouldBeFalse();
        }
        else
        {
            json.GetProperty("token_type").GetString().ShouldBe("bearer");
            json.GetProperty("expires_in").GetInt32().ShouldBe(300);
            json.GetProperty("access_token").GetString()!.Length.ShouldBe(43);
        }
    }

    [Fact]
    public void TheTable_HasEachRow() =>
        AllRows
            .Keys.Select(k => int.Parse(k.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(Enumerable.Range(1, 41));

    [Fact]
    public async Task S02_OneAssertion_PostedHundredTimes_YieldsOneToken()
    {
        var store = await TestDatabase.CreateAsync();
        await using var one = await TestHub.StartAsync("web", store: store, set: s => s.PublicUrl = "https://hub.example");
        // The embedded database has one process; a server's is shared by two.
        await using var other = TestDatabase.IsSqlite
            ? null
            : await TestHub.StartAsync("web", store: store, set: s => s.PublicUrl = "https://hub.example");
        var client = await TestClient.RegisterAsync(one);
        var elsewhere = new TestClient(other ?? one, client.Id, client.Key);
        var assertion = client.Sign(claims: c => c["aud"] = "https://hub.example/oauth/token");

        var statuses = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(async i =>
                {
                    using var answer = await (i % 2 == 0 ? client : elsewhere).AskAsync(assertion);
                    return (int)answer.StatusCode;
                })
        );

        statuses.Count(s => s == 200).ShouldBe(1);
        statuses.ShouldAllBe(s => s == 200 || s == 401 || s == 429);
        (await one.CountAsync<MachineToken>()).ShouldBe(1);
        (await one.CountAsync<UsedAssertion>()).ShouldBe(1);
    }

    [Fact]
    public async Task Keys_ThatWereChangedAtTheirAddress_AreFetchedOnceAMinute()
    {
        var (old, young) = (TestKey.Es384("old"), TestKey.Es384("young"));
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var hub = await TestHub.StartAsync("web", clock, set: s => s.KeySetAuthority = table.Keys.Authority);
        var client = await TestClient.RegisterAsync(
            hub,
            old,
            set: r => r with { Keys = null, KeysUrl = table.Keys.Publish("changing", TestKey.Set(old)) }
        );
        (await client.TokenAsync()).ShouldNotBeEmpty();
        table.Keys.Publish("changing", TestKey.Set(young));
        var changed = new TestClient(hub, client.Id, young);

        using var atOnce = await changed.AskAsync();
        clock.Advance(TimeSpan.FromSeconds(61));
        var asked = table.Keys.Asked;
        using var later = await changed.AskAsync(changed.Sign(claims: c => c["exp"] = clock.GetUtcNow().ToUnixTimeSeconds() + 60));
        using var gone = await client.AskAsync(client.Sign(claims: c => c["exp"] = clock.GetUtcNow().ToUnixTimeSeconds() + 60));

        ((int)atOnce.StatusCode).ShouldBe(401);
        ((int)later.StatusCode).ShouldBe(200, await later.Content.ReadAsStringAsync());
        ((int)gone.StatusCode).ShouldBe(401);
        (table.Keys.Asked - asked).ShouldBe(1);
    }

    static byte[] HmacOverKeys(TestKey key, byte[] data) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(TestKey.Set(key)), data);
}
