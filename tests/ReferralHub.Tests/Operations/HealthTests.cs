using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReferralHub.Platform;
using ReferralHub.Platform.Health;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Operations;

/// <summary>What machines read of a hub's health: words, status codes and shape are a contract.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Ready_OfAHubThatIsWell_KeepsItsShape()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.SettleAsync();

        using var response = await hub.Http.GetAsync("/health/ready");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        answer
            .Select(p => p.Key)
            .ShouldBe(["status", "roles", "database", "broker", "watchdog", "log", "warnings", "calendar", "scanner", "patientLinks"]);
        ((string)answer["roles"]!).ShouldBe("web,worker,scheduler");
        ((string)answer["database"]!).ShouldBe("ok");
        ((string)answer["broker"]!).ShouldBe("ok");
        ((string)answer["log"]!).ShouldBe("ok");
    }

    [Fact]
    public async Task Ready_OfAHubThatWasToldToStop_Is503()
    {
        await using var hub = await TestHub.StartAsync("web");

        await hub.Get<Draining>().StoppingAsync(CancellationToken.None);

        using var response = await hub.Http.GetAsync("/health/ready");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"status\":\"stopping\"");
    }

    [Fact]
    public async Task Ready_WithoutAWatchdog_IsDegradedAndInService()
    {
        await using var hub = await TestHub.StartAsync("web");

        using var response = await hub.Http.GetAsync("/health/ready");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"watchdog\":\"not started\"");
    }

    [Fact]
    public async Task LiveAndStartup_AnswerAWord()
    {
        await using var hub = await TestHub.StartAsync("web");

        (await hub.Http.GetStringAsync("/health/live")).ShouldBe("live");
        (await hub.Http.GetStringAsync("/health/startup")).ShouldBe("started");
    }

    [Fact]
    public async Task EveryCheck_IsAskedByAProbe()
    {
        await using var hub = await TestHub.StartAsync();

        var all = await hub.Get<HealthCheckService>().CheckHealthAsync();

        all.Entries.Where(e => !e.Value.Tags.Contains(HealthNames.Ready) && !e.Value.Tags.Contains(HealthNames.Live)).ShouldBeEmpty();
        all.Entries.Keys.ShouldContain(HealthNames.Bus);
    }
}
