using System.Text;
using System.Text.Json;
using ReferralHub.Identity.Machines;
using ReferralHub.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.Machines;

public sealed class ClientRegistryTests
{
    static readonly TestKey Key = TestKey.Es384("k1");

    [Fact]
    public async Task BadRegistrations_AreRefusedInASentence_AndNothingIsKept()
    {
        await using var hub = await TestHub.StartAsync("web");
        var registry = hub.Get<ClientRegistry>();
        var good = new ClientRegistration("gp-1", "A GP system", ClientKind.Gp, ["A81001"]) { Keys = TestKey.ReadSet(Key) };

        await RefusedAsync(good with { Id = "Capital Letters" }, "an id has");
        await RefusedAsync(good with { Name = " " }, "needs a name");
        await RefusedAsync(good with { Organisations = [] }, "at least one organisation");
        await RefusedAsync(good with { Organisations = ["not an ODS code"] }, "is no ODS code");
        await RefusedAsync(good with { Kind = (ClientKind)9 }, "kind is unknown");
        await RefusedAsync(good with { Keys = null }, "either its public keys");
        await RefusedAsync(good with { KeysUrl = "https://keys.example" }, "either its public keys");
        await RefusedAsync(good with { Keys = null, KeysUrl = "http://keys.example" }, "https address only");
        await RefusedAsync(good with { Keys = null, KeysUrl = "https://user@keys.example" }, "https address only");
        await RefusedAsync(good with { Algorithms = ["RS256"] }, "its algorithms can be");
        await RefusedAsync(good with { Algorithms = ["RS384"] }, "none of its keys is for RS384");
        await RefusedAsync(good with { Scopes = ["patient/*.read"] }, "there is no scope patient/*.read");
        await RefusedAsync(good with { Scopes = ["system/hub.operate"] }, "a client of kind Gp cannot have");
        (await registry.ListAsync(CancellationToken.None)).ShouldBeEmpty();

        await registry.RegisterAsync(good, CancellationToken.None);
        await RefusedAsync(good, "There is a client gp-1 already");

        async Task RefusedAsync(ClientRegistration registration, string why) =>
            (
                await Should.ThrowAsync<ClientRefusedException>(() => registry.RegisterAsync(registration, CancellationToken.None))
            ).Message.ShouldContain(why);
    }

    public static TheoryData<string, string> BadKeys =>
        new()
        {
            { "no JSON", "are not JSON" },
            { "[]", "no JWK Set" },
            { """{"keys": []}""", "There is no key" },
            { $$"""{"keys": [{{string.Join(',', Enumerable.Repeat("{}", 10_000))}}]}""", "There are 10,000 keys; at most 20" },
            { $$"""{"keys": ["{{new string('x', 64 * 1024)}}"]}""", "at most 65,536 are taken" },
            { TestKey.Set(Key, TestKey.Es384("k1")), "Two keys have the kid k1" },
            { Set(k => k.Remove("kid")), "has no kid" },
            { Set(k => k["d"] = "AAAA"), "is a private or a secret key" },
            { Set(k => k["crv"] = "P-256"), "another curve than P-384" },
            { Set(k => k["kty"] = "oct"), "kty that is not used" },
            { Set(k => k["kty"] = "OKP"), "kty that is not used" },
            { Set(k => k["use"] = "enc"), "is not for signing" },
            { Set(k => k["alg"] = "ES256"), "for another algorithm" },
            { Set(k => k["x"] = k["y"]), "no point on the curve" },
            { WeakRsa(), "has 1024 bits" },
        };

    [Theory]
    [MemberData(nameof(BadKeys))]
    public void BadKeys_AreRefusedInASentence(string json, string why) =>
        KeySet.Read(Encoding.UTF8.GetBytes(json)).Fault.ShouldNotBeNull().ShouldContain(why);

    [Fact]
    public async Task ClientsFile_IsFollowed_AndWhoVanishesIsDisabled()
    {
        var file = Path.GetTempFileName();
        await WriteAsync(file, Entry("gp-1"), Entry("gp-2"));
        await using var hub = await TestHub.StartAsync("web", set: s => s.ClientsFile = file);
        var loader = hub.Get<IEnumerable<IReferenceDataLoader>>().OfType<ClientsFile>().Single();
        var registry = hub.Get<ClientRegistry>();
        await registry.RegisterAsync(
            new("by-hand", "By hand", ClientKind.Reader, ["A81001"]) { Keys = TestKey.ReadSet(Key) },
            CancellationToken.None
        );

        await WriteAsync(file, Entry("gp-2", "A81003"));
        await loader.LoadAsync(hub.Folder, CancellationToken.None);
        (await StandingsAsync()).ShouldBe(["by-hand Enabled", "gp-1 LeftFile", "gp-2 Enabled"]);
        (await registry.FindAsync("gp-2", CancellationToken.None))!.Organisations.ShouldBe("A81003");

        await registry.DisableAsync("gp-2", CancellationToken.None);
        await WriteAsync(file, Entry("gp-1"), Entry("gp-2"));
        await loader.LoadAsync(hub.Folder, CancellationToken.None);
        (await StandingsAsync()).ShouldBe(["by-hand Enabled", "gp-1 Enabled", "gp-2 Disabled"]);

        foreach (
            var (bad, why) in new[]
            {
                ("{", "not JSON of the form"),
                ("""{"clients": [{"id": "gp-1", "colour": "blue"}]}""", "not JSON of the form"),
                ("""{"clients": [{"id": "gp-1", "kind": "Robot"}]}""", "no kind that is known"),
                ("""{"clients": [{"id": "gp-1", "kind": "Gp"}]}""", "at least one organisation"),
                ($$"""{"clients": [{{Entry("gp-1")}}, {{Entry("gp-1")}}]}""", "stands there twice"),
            }
        )
        {
            await File.WriteAllTextAsync(file, bad);
            (
                await Should.ThrowAsync<ReferenceDataException>(() => loader.LoadAsync(hub.Folder, CancellationToken.None))
            ).Message.ShouldContain(why);
        }

        (await StandingsAsync()).ShouldBe(["by-hand Enabled", "gp-1 Enabled", "gp-2 Disabled"]);
        File.Delete(file);

        async Task<IEnumerable<string>> StandingsAsync() =>
            (await registry.ListAsync(CancellationToken.None)).Select(c => $"{c.Id} {c.Standing}");
    }

    [Fact]
    public async Task Rotation_KeepsTheOldKey_OnlyWhenAskedTo()
    {
        await using var hub = await TestHub.StartAsync("web");
        var old = await TestClient.RegisterAsync(hub);
        var young = new TestClient(hub, old.Id, TestKey.Es384("young"));
        var registry = hub.Get<ClientRegistry>();

        await registry.RotateAsync(old.Id, TestKey.ReadSet(young.Key), keepOld: true, CancellationToken.None);
        var token = await old.TokenAsync();
        (await young.TokenAsync()).ShouldNotBeEmpty();

        await registry.RotateAsync(old.Id, TestKey.ReadSet(young.Key), keepOld: false, CancellationToken.None);
        using var refused = await old.AskAsync();
        using var revoked = await old.CallAsync(HttpMethod.Get, "/fhir/Task", token);
        (await young.TokenAsync()).ShouldNotBeEmpty();
        ((int)refused.StatusCode).ShouldBe(401);
        ((int)revoked.StatusCode).ShouldBe(401);
    }

    static Task WriteAsync(string file, params string[] entries) =>
        File.WriteAllTextAsync(file, $$"""{"clients": [{{string.Join(',', entries)}}]}""");

    static string Entry(string id, string organisation = "A81001") =>
        $$"""{"id": "{{id}}", "name": "System", "kind": "Gp", "organisations": ["{{organisation}}"], "jwks": {{TestKey.Set(Key)}}}""";

    static string Set(Action<Dictionary<string, object>> change)
    {
        var key = Key.Jwk();
        change(key);
        return JsonSerializer.Serialize(new { keys = new[] { key } });
    }

    static string WeakRsa()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(1024);
        var n = System.Buffers.Text.Base64Url.EncodeToString(rsa.ExportParameters(false).Modulus!);
        return $$"""{"keys": [{"kty": "RSA", "kid": "weak", "n": "{{n}}", "e": "AQAB"}]}""";
    }
}
