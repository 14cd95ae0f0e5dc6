using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Web;

/// <summary>
/// What callers see where nothing else answers: people a page, software an OperationOutcome; and no request is larger than it may
/// be.
/// </summary>
public sealed class ProblemTests : IAsyncLifetime
{
    const string AsBrowser = "text/html,application/xhtml+xml,*/*;q=0.8";
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web");

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Theory]
    [InlineData("GET", "/nowhere", 404, "Page not found")]
    [InlineData("GET", "/rules/no-such-pack", 404, "Page not found")]
    [InlineData("GET", "/rules/measures?from=yesterday", 400, "The parameter from is missing or cannot be read.")]
    [InlineData("POST", "/user", 400, "That could not be read")]
    [InlineData("GET", "/problem", 404, "Page not found")]
    public async Task Browser_GetsAPage(string method, string path, int status, string expected)
    {
        var (answered, type, body) = await SendAsync(method, path, AsBrowser);

        (answered, type).ShouldBe((status, "text/html"));
        body.ShouldContain(expected);
        body.ShouldContain("</html>");
        body.ShouldNotContain("yesterday");
    }

    [Theory]
    [InlineData("GET", "/nowhere", null, 404, "There is nothing at this address.")]
    [InlineData("GET", "/rules/measures?from=yesterday", null, 400, "The parameter from is missing or cannot be read.")]
    [InlineData("POST", "/review/api/A/decision", "{bad", 400, "line 1, byte 2")]
    [InlineData("POST", "/review/api/A/decision", "{\"version\":\"Canary\"}", 400, "line 1, byte 20, at $.version")]
    [InlineData("POST", "/review/api/A/decision", null, 400, "The parameter body is missing")]
    public async Task Software_GetsAnOutcomeThatSaysWhere(string method, string path, string? body, int status, string expected)
    {
        var (answered, type, text) = await SendAsync(method, path, "*/*", body);

        (answered, type).ShouldBe((status, "application/fhir+json"));
        var outcome = JsonNode.Parse(text)!;
        ((string)outcome["resourceType"]!).ShouldBe("OperationOutcome");
        ((string)outcome["issue"]![0]!["details"]!["text"]!).ShouldContain(expected);
        text.ShouldNotContain("Canary");
    }

    [Theory]
    [InlineData("/review/api/A/decision", 2)]
    [InlineData("/operations/api/work/A/retry", 2)]
    [InlineData("/rules/simulate", 2)]
    [InlineData("/fhir/$process-message", 9)]
    public async Task LargerThanItMayBe_IsRefused_WithoutBeingRead(string path, int megabytes)
    {
        var (status, _, body) = await SendAsync("POST", path, "*/*", $"{{\"outcome\":\"{new string('x', megabytes * 1024 * 1024)}\"}}");

        status.ShouldBe(413, body);
        body.ShouldContain("OperationOutcome");
    }

    async Task<(int Status, string? Type, string Body)> SendAsync(string method, string path, string accept, string? body = null)
    {
        using var request = new HttpRequestMessage(new(method), path) { Version = HttpVersion.Version11 };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.ExpectContinue = body?.Length > 1_000_000;
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await hub.Http.SendAsync(request);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }
}
