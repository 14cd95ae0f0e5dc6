using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Identity.Machines;
using ReferralHub.Journey;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.Machines;

public sealed class BearerTests
{
    [Fact]
    public async Task S03_DisabledClient_IsRefusedWithin30Seconds()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var hub = await TestHub.StartAsync("web", clock);
        var client = await TestClient.RegisterAsync(hub);
        var token = await hub.Get<AccessTokens>().IssueAsync(client.Id, null, CancellationToken.None);
        (await StatusAsync()).ShouldBe(200);

        // As another process would do it, of which this one hears nothing.
        var elsewhere = new ClientRegistry(hub.Database, clock, NullLogger<ClientRegistry>.Instance);
        (await elsewhere.DisableAsync(client.Id, CancellationToken.None)).ShouldBeTrue();
        clock.Advance(TimeSpan.FromSeconds(30));
        (await StatusAsync()).ShouldBe(401);

        // And here, at once.
        await hub.Get<ClientRegistry>().EnableAsync(client.Id, CancellationToken.None);
        (await StatusAsync()).ShouldBe(200);
        await hub.Get<ClientRegistry>().DisableAsync(client.Id, CancellationToken.None);
        (await StatusAsync()).ShouldBe(401);

        async Task<int> StatusAsync()
        {
            using var answer = await client.CallAsync(HttpMethod.Get, "/fhir/Task", token);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task Token_IsGoodForFiveMinutes_AndThenCleanedUp()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var hub = await TestHub.StartAsync("web", clock);
        var client = await TestClient.RegisterAsync(hub);
        var token = await hub.Get<AccessTokens>().IssueAsync(client.Id, null, CancellationToken.None);

        clock.Advance(TimeSpan.FromSeconds(299));
        (await StatusAsync()).ShouldBe(200);
        clock.Advance(TimeSpan.FromSeconds(2));
        (await StatusAsync()).ShouldBe(401);
        clock.Advance(TimeSpan.FromMinutes(2));
        await hub.Get<AccessTokens>().IssueAsync(client.Id, null, CancellationToken.None);
        (await hub.CountAsync<MachineToken>()).ShouldBe(1);

        async Task<int> StatusAsync()
        {
            using var answer = await client.CallAsync(HttpMethod.Get, "/fhir/Task", token);
            return (int)answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("GET", "/fhir/Task", "system/Task.s", 200)]
    [InlineData("GET", "/fhir/Task", "system/Task.read", 200)]
    [InlineData("GET", "/fhir/Task", "system/*.read", 200)]
    [InlineData("GET", "/fhir/Task", "system/Task.r", 403)]
    [InlineData("GET", "/fhir/Task/none", "system/Task.r", 404)]
    [InlineData("GET", "/fhir/Task/none", "system/Task.s", 403)]
    [InlineData("GET", "/fhir/Task/none/_history", "system/Task.s", 403)]
    [InlineData("POST", "/fhir/Task/_search", "system/Task.r", 403)]
    [InlineData("POST", "/fhir/$process-message", "system/ServiceRequest.rs", 403)]
    [InlineData("POST", "/fhir/$process-message", "system/ServiceRequest.c", 400)]
    [InlineData("POST", "/fhir/ServiceRequest", "system/ServiceRequest.u", 403)]
    [InlineData("PUT", "/fhir/ServiceRequest/none", "system/ServiceRequest.c", 403)]
    [InlineData("POST", "/fhir/Communication", "system/ServiceRequest.c", 403)]
    [InlineData("POST", "/fhir/$validate", "system/events.read", 200)]
    [InlineData("GET", "/fhir/metadata", "system/events.read", 200)]
    [InlineData("GET", "/feeds/events?after=0", "system/Task.rs", 403)]
    [InlineData("GET", "/feeds/events?after=0", "system/events.read", 200)]
    [InlineData("GET", "/operations/api/work", "system/events.read", 403)]
    [InlineData("GET", "/operations/api/work", "system/hub.operate", 200)]
    [InlineData("GET", "/rules/api", "system/hub.operate", 403)]
    [InlineData("GET", "/commissioning/api/plans/a/b", "system/*.cruds", 403)]
    [InlineData("GET", "/commissioning/api/plans/a/b", "system/hub.books", 404)]
    public async Task Scope_DecidesAboutEachInteraction(string method, string path, string scope, int status)
    {
        await using var hub = await TestHub.StartAsync("web");
        var client = await TestClient.RegisterAsync(hub, kind: ClientKind.Centre, set: r => r with { Scopes = [scope] });
        var token = await hub.Get<AccessTokens>().IssueAsync(client.Id, null, CancellationToken.None);
        byte[]? body = method == "GET" ? null : """{"resourceType": "Patient"}"""u8.ToArray();

        using var answer = await client.CallAsync(new(method), path, token, body);

        ((int)answer.StatusCode).ShouldBe(status, await answer.Content.ReadAsStringAsync());
        if (status == 403)
            answer.Headers.WwwAuthenticate.ToString().ShouldContain("error=\"insufficient_scope\"");
    }

    [Fact]
    public async Task Batch_IsAskedEntryByEntry_AndOtherBundlesAsWhole()
    {
        await using var hub = await TestHub.StartAsync("web");
        var client = await TestClient.RegisterAsync(hub);
        var token = await client.TokenAsync("system/Task.rs");
        const string batch = """
            {"resourceType": "Bundle", "type": "batch", "entry": [
              {"request": {"method": "GET", "url": "Task"}},
              {"request": {"method": "GET", "url": "Patient"}},
              {"resource": {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": {"display": "X"}},
               "request": {"method": "POST", "url": "ServiceRequest"}}]}
            """;

        using var answered = await client.CallAsync(HttpMethod.Post, "/fhir", token, Encoding.UTF8.GetBytes(batch));
        using var refused = await client.CallAsync(HttpMethod.Post, "/fhir", token, TestReferral.Routine().Bytes());

        var entries = (await TestClient.ReadAsync(answered)).GetProperty("entry").EnumerateArray();
        entries.Select(e => e.GetProperty("response").GetProperty("status").GetString()![..3]).ShouldBe(["200", "403", "403"]);
        ((int)refused.StatusCode).ShouldBe(403);
        (await hub.CountAsync<ReferralJourney>()).ShouldBe(0);
    }

    [Fact]
    public async Task Include_LeavesOutWhatTheScopesDo()
    {
        await using var hub = await TestHub.StartAsync("web");
        await hub.TakeAsync(TestReferral.Routine());
        var client = await TestClient.RegisterAsync(hub, kind: ClientKind.Centre, organisation: "XRH01");

        (await TypesAsync("system/ServiceRequest.rs")).ShouldBe(["ServiceRequest"]);
        (await TypesAsync("system/ServiceRequest.rs system/Patient.r")).ShouldBe(["ServiceRequest", "Patient"]);
        (await TypesAsync("system/*.rs")).ShouldBe(["ServiceRequest", "Patient", "Task"], ignoreOrder: true);

        async Task<IEnumerable<string>> TypesAsync(string scope)
        {
            using var answer = await client.CallAsync(
                HttpMethod.Get,
                "/fhir/ServiceRequest?_include=ServiceRequest:patient&_revinclude=Task:focus",
                await client.TokenAsync(scope)
            );
            var entries = (await TestClient.ReadAsync(answer)).GetProperty("entry").EnumerateArray();
            return entries.Select(e => e.GetProperty("resource").GetProperty("resourceType").GetString()!).ToList();
        }
    }

    [Fact]
    public async Task EndUserOrganisation_MustBeTheTokens()
    {
        await using var hub = await TestHub.StartAsync("web");
        var client = await TestClient.RegisterAsync(hub, organisation: "A81001");
        var token = await client.TokenAsync();

        (await StatusAsync(Organisation("A81001"))).ShouldBe(200);
        (await StatusAsync(Organisation("a81001"))).ShouldBe(200);
        (await StatusAsync(Organisation("A81002"))).ShouldBe(403);
        (await StatusAsync("no base64 !")).ShouldBe(400);

        async Task<int> StatusAsync(string header)
        {
            using var answer = await client.CallAsync(HttpMethod.Get, "/fhir/Task", token, headers: ("NHSD-End-User-Organisation", header));
            return (int)answer.StatusCode;
        }

        static string Organisation(string ods) =>
            Convert.ToBase64String(
                JsonSerializer.SerializeToUtf8Bytes(
                    new
                    {
                        resourceType = "Organization",
                        identifier = new[] { new { system = "https://fhir.nhs.uk/Id/ods-organization-code", value = ods } },
                        name = "A practice",
                    }
                )
            );
    }

    [Fact]
    public async Task Discovery_NamesThePublicAddress_AndTheCapabilityStatementToo()
    {
        await using var hub = await TestHub.StartAsync("web", set: s => s.PublicUrl = "https://referrals.example.nhs.uk/");

        using var answer = await hub.Http.GetAsync("/fhir/.well-known/smart-configuration");
        using var metadata = await hub.Http.GetAsync("/fhir/metadata");

        var configuration = await TestClient.ReadAsync(answer);
        configuration.GetProperty("issuer").GetString().ShouldBe("https://referrals.example.nhs.uk");
        configuration.GetProperty("token_endpoint").GetString().ShouldBe("https://referrals.example.nhs.uk/oauth/token");
        configuration
            .GetProperty("token_endpoint_auth_signing_alg_values_supported")
            .EnumerateArray()
            .Select(a => a.GetString())
            .ShouldBe(["RS384", "ES384"]);
        var security = (await TestClient.ReadAsync(metadata)).GetProperty("rest")[0].GetProperty("security");
        security.GetProperty("service")[0].GetProperty("coding")[0].GetProperty("code").GetString().ShouldBe("SMART-on-FHIR");
        security
            .GetProperty("description")
            .GetString()!
            .ShouldContain("https://referrals.example.nhs.uk/.well-known/smart-configuration says where");
        // What it says of itself when the hub was called as something else.
        await using var unset = await TestHub.StartAsync("web");
        (await unset.Http.GetStringAsync("/fhir/metadata")).ShouldContain(
            $"{unset.Http.BaseAddress}.well-known/smart-configuration says where"
        );
    }

    [Fact]
    public async Task SeveralTokens_OrNone_AreRefused()
    {
        await using var hub = await TestHub.StartAsync("web");
        var client = await TestClient.RegisterAsync(hub);
        var token = await client.TokenAsync();

        foreach (var header in new[] { "Bearer", "Bearer  ", $"Bearer {token} {token}", $"Bearer {token}x", "bearer x" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/fhir/Task");
            request.Headers.TryAddWithoutValidation("Authorization", header);
            using var answer = await hub.Http.SendAsync(request);
            ((int)answer.StatusCode).ShouldBe(401, header);
        }
    }
}
