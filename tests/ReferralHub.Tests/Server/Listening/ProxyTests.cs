using System.Net;
using ReferralHub.Choice;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server.Listening;

/// <summary>What a proxy says about who calls is believed of a known one alone; and only the hub's own names are answered.</summary>
public sealed class ProxyTests
{
    /// <summary>Sentence 43.</summary>
    [Fact]
    public async Task S43_ForwardedHeadersOfNobodyKnown_ChangeNothing()
    {
        await using var hub = await TestHub.StartAsync("web", set: s => s.KnownProxies = ["10.9.8.7"]);
        await UseUpTriesAsync(hub, i => $"203.0.113.{i}");

        using var bare = await GetAsync(hub, []);
        using var forged = await GetAsync(
            hub,
            [("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example")]
        );

        forged.StatusCode.ShouldBe(bare.StatusCode);
        Cookie(forged).ShouldStartWith("rh-form=");
        forged.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
        (await TryAsync(hub, "203.0.113.200")).ShouldBe(HttpStatusCode.TooManyRequests, "all tries came from one address");
    }

    [Fact]
    public async Task ForwardedHeadersOfAKnownProxy_TellAddressAndScheme()
    {
        await using var hub = await TestHub.StartAsync(
            "web",
            set: s => (s.KnownProxies, s.PublicUrl) = (["127.0.0.0/8"], "https://hub.example")
        );
        await UseUpTriesAsync(hub, _ => "203.0.113.9");

        using var page = await GetAsync(hub, [("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.9")], "hub.example");

        Cookie(page).ShouldStartWith("__Host-rh-form=");
        page.Headers.Contains("Strict-Transport-Security").ShouldBeTrue();
        (await TryAsync(hub, "203.0.113.9")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await TryAsync(hub, "198.51.100.1, 203.0.113.9")).ShouldBe(
            HttpStatusCode.TooManyRequests,
            "what the caller wrote is not believed"
        );
        (await TryAsync(hub, "203.0.113.10")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("hub.example", HttpStatusCode.OK)]
    [InlineData("HUB.example:443", HttpStatusCode.OK)]
    [InlineData("also.example", HttpStatusCode.OK)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("hub.example.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("10.0.0.1", HttpStatusCode.MisdirectedRequest)]
    public async Task HostName_IsAnswered_WhenItIsTheHubs(string host, HttpStatusCode status)
    {
        await using var hub = await TestHub.StartAsync(
            "web",
            set: s => (s.PublicUrl, s.AllowedHosts) = ("https://hub.example", ["also.example"])
        );
        using var answer = await GetAsync(hub, [], host);
        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task LinkForAPatient_BeginsWithThePublicAddress()
    {
        await using var hub = await TestHub.StartAsync(set: s => s.PublicUrl = "https://hub.example/");
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        using var booking = new PageClient(hub.Http.BaseAddress!);
        await booking.NameAsync("B Booking", kind: "Booking");
        await booking.GetAsync("/booking");

        var page = await booking.PostAsync("/booking?handler=Link", ("Referral", $"{id}"));

        page.ShouldContain("https://hub.example/choose/");
    }

    static async Task UseUpTriesAsync(TestHub hub, Func<int, string> from)
    {
        for (var i = 0; i < ChoiceTries.TriesMax; i++)
            (await TryAsync(hub, from(i))).ShouldBe(HttpStatusCode.OK);
    }

    static async Task<HttpStatusCode> TryAsync(TestHub hub, string forwardedFor)
    {
        using var page = await GetAsync(hub, [("X-Forwarded-For", forwardedFor)]);
        var token = PageClient.FindToken(await page.Content.ReadAsStringAsync());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/choose/unknown")
        {
            Content = new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["Day"] = "1",
                    ["Month"] = "5",
                    ["Year"] = "1970",
                    ["__RequestVerificationToken"] = token,
                }
            ),
        };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        request.Headers.Add("Cookie", Cookie(page).Split(';')[0]);
        using var client = Client(hub);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    static HttpClient Client(TestHub hub) => new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = hub.Http.BaseAddress };

    static string Cookie(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single();

    static async Task<HttpResponseMessage> GetAsync(TestHub hub, (string, string)[] headers, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/choose/unknown");
        request.Headers.Host = host;
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var client = Client(hub);
        return await client.SendAsync(request);
    }
}
