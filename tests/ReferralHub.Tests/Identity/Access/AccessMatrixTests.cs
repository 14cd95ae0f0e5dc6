using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Tests.Identity.Access;

/// <summary>Every route, as every kind of caller, about what is theirs, another's and nobody's.</summary>
public sealed class AccessMatrixTests(ITestOutputHelper output)
{
    static readonly string[] Ignored = ["Date", "X-Request-Id", "X-Correlation-Id", "Content-Length", "Set-Cookie"];

    /// <summary>A referral that was never sent, named in the same forms.</summary>
    static readonly Owned Unknown = new(
        Guid.Parse("0199c0de-1234-7abc-9def-0123456789ab"),
        "XBCDFGHJ22",
        "B81999",
        "RH9",
        "9990000026",
        "0".PadLeft(64, '0'),
        Guid.Parse("0199c0de-1234-7abc-9def-0123456789ac"),
        "Nocanary-0199c0de-1234-7abc-9def-0123456789ab",
        "0199c0de-1234-7abc-9def-0123456789ab",
        "Nocanary",
        TestReferral.Routine()
    );

    [Fact]
    public async Task S7_S8_OtherIsAnsweredLikeUnknown_ByEveryRouteToEveryRole()
    {
        await using var world = await AccessWorld.StartAsync();
        var (asks, routes) = RouteWalk.Make(world.Hub);
        var unknown = UnknownLike(world);
        var differences = new List<string>();
        var statuses = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var caller in world.Callers)
        foreach (var ask in asks)
        {
            var none = await AnswerAsync(world, caller, ask, unknown);
            var other = await AnswerAsync(world, caller, ask, world.B);
            if (none != other)
                differences.Add($"{caller.Name}: {ask.Route} {ask.Path(world.B)}\n  other:   {other}\n  unknown: {none}");
            var own = await AnswerAsync(world, caller, ask, world.A);
            var kind = $"{caller.Name}: {(own == none ? "own is like unknown" : "own is answered")}";
            statuses[kind] = statuses.GetValueOrDefault(kind) + 1;
        }

        output.WriteLine(
            $"{routes.Count} routes, {asks.Count} requests, {world.Callers.Count} callers, {asks.Count * world.Callers.Count * 3} cells"
        );
        foreach (var (kind, count) in statuses)
            output.WriteLine($"{kind}: {count}");
        output.WriteLine($"{differences.Count} differences");
        differences.ShouldBeEmpty();
        // It would be easy to answer everybody like nobody.
        foreach (var name in new[] { "GP system", "practice", "provider system", "commissioner" })
            statuses.GetValueOrDefault($"{name}: own is answered").ShouldBeGreaterThan(0, name);
        foreach (var name in new[] { "parent of the practice", "parent of the provider", "other body", "nobody" })
            statuses.GetValueOrDefault($"{name}: own is answered").ShouldBe(0, name);
    }

    [Fact]
    public async Task S9_NoByteOfTheOthers_ReachesA()
    {
        await using var world = await AccessWorld.StartAsync();
        var (asks, routes) = RouteWalk.Make(world.Hub);
        var plain = routes
            .Where(r => r.StartsWith("GET ", StringComparison.Ordinal) && !r.Contains('{', StringComparison.Ordinal))
            .Select(r => r["GET ".Length..])
            .Concat([
                "/fhir/ServiceRequest",
                "/fhir/Task?_include=Task:focus&_count=100",
                "/fhir/Patient",
                "/fhir/Communication",
                "/fhir/GuidanceResponse",
            ])
            .ToList();
        var (bytes, requests, leaks, seen) = (0L, 0, new List<string>(), 0);
        foreach (var caller in world.Callers)
        {
            foreach (var path in plain)
            {
                using var response = await world.AskAsync(caller, HttpMethod.Get, path);
                await LookAsync($"{caller.Name}: {path}", response);
            }

            foreach (var ask in asks)
            foreach (var owned in new[] { world.A, world.B })
            {
                using var response = await world.AskAsync(caller, ask.Method, ask.Path(owned), ask.Body?.Invoke(owned));
                await LookAsync($"{caller.Name}: {ask.Route} {ask.Path(owned)}", response);
            }
        }

        output.WriteLine($"{requests} answers, {bytes} bytes, {seen} with A's word, {leaks.Count} with B's");
        leaks.ShouldBeEmpty();
        seen.ShouldBeGreaterThan(0);

        async Task LookAsync(string what, HttpResponseMessage response)
        {
            var text = response.Headers + await response.Content.ReadAsStringAsync();
            (bytes, requests) = (bytes + text.Length, requests + 1);
            // What was asked for comes back in links; the person's name and the referral's id do not.
            if (
                text.Contains("Betacanarygiven", StringComparison.OrdinalIgnoreCase)
                || text.Contains("Dr Betacanary", StringComparison.Ordinal)
            )
                leaks.Add(what);
            if (text.Contains("Alphacanarygiven", StringComparison.OrdinalIgnoreCase))
                seen++;
        }
    }

    [Fact]
    public async Task S10_ConditionalCreate_FindsNothingOfAnothers()
    {
        await using var world = await AccessWorld.StartAsync();
        var caller = world.Callers[0];
        var (own, _) = await CreateUnlessAsync(world, caller, $"identifier={world.A.Identifier}");
        own.ShouldBe(200);
        var (other, otherBody) = await CreateUnlessAsync(world, caller, $"identifier={world.B.Identifier}");
        var (none, noneBody) = await CreateUnlessAsync(world, caller, $"identifier={Unknown.Identifier}");
        output.WriteLine($"own {own}, other {other}, unknown {none}");
        output.WriteLine(otherBody);
        other.ShouldBe(none);
        otherBody.ShouldNotContain("Betacanary");
        JsonNode.Parse(otherBody)!["resourceType"]!.ToString().ShouldBe(JsonNode.Parse(noneBody)!["resourceType"]!.ToString());
    }

    [Fact]
    public async Task S10_TotalsCountOnlyWhatIsTheirs()
    {
        await using var world = await AccessWorld.StartAsync();
        foreach (var caller in new[] { world.Callers[0], world.Callers[2] })
        foreach (var type in new[] { "ServiceRequest", "Task", "Patient" })
        {
            var bundle = JsonNode.Parse(await world.ReadAsync(caller, $"/fhir/{type}?_summary=count"))!;
            ((int?)bundle["total"]).ShouldBe(1, $"{caller.Name} {type} {bundle.ToJsonString()}");
        }
    }

    /// <summary>Each id in a form that the hub itself would give, so that nothing but whose it is tells the two apart.</summary>
    static Owned UnknownLike(AccessWorld world) =>
        Unknown with
        {
            Reference = ReferralHub.Kernel.ReferralReference.FromReferralId(Unknown.Id).Value,
            Task = world.B.Task.Replace(world.B.Id.ToString(), Unknown.Id.ToString(), StringComparison.Ordinal),
            Patient = Unknown.Patient[..world.B.Patient.Length],
        };

    static async Task<string> AnswerAsync(AccessWorld world, AccessCaller caller, Ask ask, Owned owned)
    {
        using var response = await world.AskAsync(caller, ask.Method, ask.Path(owned), ask.Body?.Invoke(owned));
        var text = new StringBuilder().Append((int)response.StatusCode);
        foreach (
            var header in response
                .Headers.Concat(response.Content.Headers)
                .Where(h => !Ignored.Contains(h.Key, StringComparer.OrdinalIgnoreCase))
                .OrderBy(h => h.Key, StringComparer.Ordinal)
        )
            text.Append('\n').Append(header.Key).Append(": ").AppendJoin(',', header.Value);
        text.Append("\n\n").Append(await response.Content.ReadAsStringAsync());
        return Neutral(text.ToString(), owned);
    }

    /// <summary>Without what was asked for, instants, ids of requests and the tokens of forms.</summary>
    static string Neutral(string text, Owned owned)
    {
        foreach (
            var name in new[]
            {
                // First, because the word stands in it.
                owned.Identifier,
                owned.Id.ToString(),
                owned.Id.ToString("N"),
                owned.Reference,
                ReferralHub.Kernel.ReferralReference.Display(owned.Reference),
                owned.NhsNumber,
                owned.Patient,
                owned.Task,
                owned.Word,
                owned.Practice,
            }
        )
            text = text.Replace(name, "#", StringComparison.OrdinalIgnoreCase)
                .Replace(Uri.EscapeDataString(name), "#", StringComparison.OrdinalIgnoreCase);
        text = System.Text.RegularExpressions.Regex.Replace(text, @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", "@");
        text = System.Text.RegularExpressions.Regex.Replace(text, "(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "%");
        text = System.Text.RegularExpressions.Regex.Replace(text, "nonce[-=]\"?[A-Za-z0-9+/=_-]+", "nonce");
        text = System.Text.RegularExpressions.Regex.Replace(text, "[0-9A-HJKMNP-TV-Z]{13}:[0-9]{8}", "%");
        return System.Text.RegularExpressions.Regex.Replace(text, "CfDJ8[A-Za-z0-9_-]+", "form");
    }

    static async Task<(int Status, string Body)> CreateUnlessAsync(AccessWorld world, AccessCaller caller, string condition)
    {
        var referral = AccessWorld.Write(world.A.Practice, "Gammacanary");
        var request = referral.Request;
        // One resource with the others contained, as this interaction takes it.
        var contained = new JsonArray();
        foreach (var (type, id) in new[] { ("Patient", "p"), ("PractitionerRole", "r"), ("Organization", "o") })
        {
            var resource = (JsonObject)referral.Resource(type).DeepClone();
            resource["id"] = id;
            if (type == "PractitionerRole")
                resource["organization"] = new JsonObject { ["reference"] = "#o" };
            contained.Add(resource);
        }

        var sent = (JsonObject)request.DeepClone();
        sent["contained"] = contained;
        sent["subject"] = new JsonObject { ["reference"] = "#p" };
        sent["requester"] = new JsonObject { ["reference"] = "#r" };
        using var response = await world.AskAsync(
            caller,
            HttpMethod.Post,
            "/fhir/ServiceRequest",
            Encoding.UTF8.GetBytes(sent.ToJsonString()),
            condition
        );
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
