using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Limits;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Web.Limits;

/// <summary>Who asks too much is turned away, and an urgent referral is not.</summary>
public sealed class RequestLimitTests
{
    const int PerMinute = 10;
    static readonly (string Name, string Value) Nobody = (TestCallers.Header, TestCallers.Nobody);

    [Fact]
    public async Task TooManyRequests_AreAnsweredAsOutcomeToSoftware_AndAsPageToPeople()
    {
        await using var hub = await TestHub.StartAsync("web", set: s => s.Limits.AddressRequestsPerMinute = PerMinute);
        await UseUpAsync(hub, Nobody);

        using var outcome = await SendAsync(hub, "/fhir/metadata", Nobody);
        using var page = await SendAsync(hub, "/user", Nobody, ("Accept", "text/html"));
        using var health = await SendAsync(hub, "/health/ready", Nobody);

        outcome.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        outcome.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        (await outcome.Content.ReadAsStringAsync()).ShouldContain("REC_TOO_MANY_REQUESTS");
        page.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        page.Headers.RetryAfter.ShouldNotBeNull();
        var text = await page.Content.ReadAsStringAsync();
        text.ShouldContain("Too many requests");
        text.ShouldContain("Wait a moment, then try again.");
        health.StatusCode.ShouldBe(HttpStatusCode.OK, "health is always answered");
    }

    [Fact]
    public async Task UrgentReferral_IsTaken_WhenItsSendersRequestsAreUsedUp()
    {
        await using var hub = await TestHub.StartAsync(
            "web",
            set: s => (s.Limits.SystemRequestsPerMinute, s.Limits.UrgentReferralsPerMinute) = (PerMinute, PerMinute)
        );
        var sender = TestCallers.Gp("L81008");
        await UseUpAsync(hub, sender);

        using var routine = await hub.PostAsync(TestReferral.Routine(), sender);
        var urgent = new List<HttpStatusCode>();
        for (var i = 0; i < PerMinute + 1; i++)
        {
            using var answer = await hub.PostAsync(TestReferral.Urgent(), sender);
            urgent.Add(answer.StatusCode);
        }

        routine.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        routine.Headers.RetryAfter.ShouldNotBeNull();
        using var outcome = JsonDocument.Parse(await routine.Content.ReadAsStringAsync());
        outcome.RootElement.GetProperty("issue")[0].GetProperty("code").GetString().ShouldBe("throttled");
        urgent.Take(PerMinute).ShouldAllBe(s => s == HttpStatusCode.OK);
        urgent[^1].ShouldBe(HttpStatusCode.TooManyRequests, "the lane has its limit, too");
    }

    [Fact]
    public async Task EachCaller_HasABucketOfItsOwn_AndTheCentreNone()
    {
        var settings = new ReferralHub.Platform.HubSettings
        {
            Limits =
            {
                SystemRequestsPerMinute = 10,
                PersonRequestsPerMinute = 20,
                AddressRequestsPerMinute = 30,
            },
        };
        using var limits = new RequestLimits(settings, TimeProvider.System, NullLogger<RequestLimits>.Instance);

        (await CountTakenAsync(limits, Caller(CallerRole.GpSystem, "a"))).ShouldBe(10);
        (await CountTakenAsync(limits, Caller(CallerRole.GpSystem, "b"))).ShouldBe(10);
        (await CountTakenAsync(limits, Caller(CallerRole.GpSystem, "a"))).ShouldBe(0);
        (await CountTakenAsync(limits, Caller(CallerRole.Reviewer, "a"))).ShouldBe(20);
        (await CountTakenAsync(limits, Caller(CallerRole.CentreSystem, "c"))).ShouldBe(100);
        (await CountTakenAsync(limits, null, "203.0.113.1")).ShouldBe(30);
        (await CountTakenAsync(limits, null, "203.0.113.2")).ShouldBe(30);
        (await CountTakenAsync(limits, null, "2001:db8::1")).ShouldBe(30);
        (await CountTakenAsync(limits, null, "2001:db8::ffff:2")).ShouldBe(0, "one network of 64 bits is one address");
        (await CountTakenAsync(limits, null, "::ffff:203.0.113.1")).ShouldBe(0, "it is the same address in the other form");
    }

    static Caller Caller(CallerRole role, string id) => new(role, id, id, "", ["L81008"]);

    static async Task<int> CountTakenAsync(RequestLimits limits, Caller? caller, string address = "203.0.113.9")
    {
        var taken = 0;
        for (var i = 0; i < 100; i++)
        {
            var http = new DefaultHttpContext { Request = { Path = "/fhir/Task" } };
            http.Connection.RemoteIpAddress = IPAddress.Parse(address);
            http.SetCaller(caller);
            await limits.LimitAsync(
                http,
                _ =>
                {
                    taken++;
                    return Task.CompletedTask;
                }
            );
        }

        return taken;
    }

    static async Task UseUpAsync(TestHub hub, (string, string) caller)
    {
        for (var i = 0; i < PerMinute; i++)
        {
            using var answer = await SendAsync(hub, "/fhir/metadata", caller);
        }
    }

    static async Task<HttpResponseMessage> SendAsync(TestHub hub, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await hub.Http.SendAsync(request);
    }
}
