using System.Text.Json.Nodes;
using ReferralHub.Journey;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals.Documents;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Intake;

/// <summary>Each way to be wrong has an answer of its own and leaves nothing behind.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    static readonly Dictionary<int, string> BarsCodes = new()
    {
        [400] = "REC_BAD_REQUEST",
        [404] = "REC_NOT_FOUND",
        [413] = "REC_BAD_REQUEST",
        [422] = "REC_UNPROCESSABLE_ENTITY",
    };

    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web");

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Theory]
    [MemberData(nameof(BadMessages.Cases), MemberType = typeof(BadMessages))]
    [MemberData(nameof(BadReferrals.Cases), MemberType = typeof(BadReferrals))]
    public async Task BadInput_HasItsOwnAnswer_AndLeavesNothing(string name, Func<byte[]> body, int status, string code, string? expression)
    {
        using var response = await hub.PostAsync("/fhir/$process-message", body());
        var text = await response.Content.ReadAsStringAsync();

        ((int)response.StatusCode).ShouldBe(status, $"{name}: {text}");
        var outcome = JsonNode.Parse(text)!;
        ((string?)outcome["resourceType"]).ShouldBe("OperationOutcome");
        var issue = outcome["issue"]!.AsArray().First(i => i!["details"]!["coding"]!.AsArray().Any(c => (string?)c!["code"] == code))!;
        issue["details"]!["coding"]!.AsArray().Select(c => (string?)c!["code"]).ShouldContain(BarsCodes[status]);
        ((string?)issue["expression"]?[0]).ShouldBe(expression, name);
        ((string)issue["details"]!["text"]!).ShouldEndWith(".");
        text.ShouldNotContain("Canary");
        (await hub.CountAsync<ReferralJourney>()).ShouldBe(0);
        (await hub.CountAsync<Submission>()).ShouldBe(0);
        (await hub.CountAsync<StoredDocument>()).ShouldBe(0);
        (await hub.CountAsync<LogEvent>()).ShouldBe(0);
    }

    [Theory]
    [InlineData("application/xml", 415)]
    [InlineData("application/fhir+xml", 415)]
    [InlineData("text/plain", 415)]
    [InlineData("", 415)]
    [InlineData("application/json; charset=utf-8", 200)]
    public async Task ContentType_IsToldApart(string contentType, int status)
    {
        using var response = await hub.PostAsync("/fhir/$process-message", TestReferral.Routine().Bytes(), contentType);

        ((int)response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Refusals_AreCounted()
    {
        using var response = await hub.PostAsync("/fhir/$process-message", BadMessages.Utf8("{"));

        (await hub.Http.GetStringAsync("/metrics")).ShouldContain(
            "referralhub_submissions_refused_total{source=\"http\",outcome=\"Refused\",reason=\"json-notjson\"}"
        );
    }

    [Fact]
    public async Task FiveMegabytesOfAttachment_AreKeptWhole()
    {
        var referral = BadMessages.WithAttachment(5 * 1024 * 1024);

        var id = await hub.TakeAsync(referral);

        (await hub.Http.GetByteArrayAsync($"/fhir/ServiceRequest/{id}/$original")).ShouldBe(referral.Bytes());
    }

    [Fact]
    public async Task AllProblems_AreToldAtOnce()
    {
        var referral = TestReferral
            .Create("soon")
            .With(r =>
            {
                r.Request.Remove("requester");
                r.Patient["birthDate"] = "2026-02-30";
            });

        using var response = await hub.PostAsync(referral);
        var text = await response.Content.ReadAsStringAsync();

        foreach (var code in new[] { "priority-unknown", "no-requester", "date-invalid" })
            text.ShouldContain(code);
    }
}
