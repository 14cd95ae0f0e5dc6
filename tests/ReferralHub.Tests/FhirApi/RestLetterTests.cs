using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.FhirApi.Search;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.FhirApi;

/// <summary>What the letter of R4 asks for and callers rely on.</summary>
public sealed class RestLetterTests : RestClient, IAsyncLifetime
{
    const string Own = "https://gp.example/Id/referral";
    TestHub hub = null!;

    protected override TestHub Hub => hub;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Theory]
    [InlineData("a|b", "a", "b", true)]
    [InlineData("a|b", "c", "b", false)]
    [InlineData("b", "a", "b", true)]
    [InlineData("a|", "a", "b", true)]
    [InlineData("c|", "a", "b", false)]
    [InlineData("|b", "a", "b", false)]
    [InlineData("http://x.example/A|b", "https://x.example/a", "b", true)]
    public void Token_InItsFourForms_Fits(string value, string system, string code, bool expected) =>
        SearchToken.Parse(value).Fits(system, code).ShouldBe(expected);

    [Fact]
    public async Task Search_ByIdentifier_CountsTheSystemInEveryForm()
    {
        var referral = TestReferral.Routine();
        var value = (string)referral.Request["identifier"]![0]!["value"]!;
        referral.Request["identifier"]!.AsArray().Add(new JsonObject { ["value"] = $"bare-{value}" });
        var id = (await hub.TakeAsync(referral)).ToString();
        var reference = (await hub.JourneyAsync(Guid.Parse(id))).Reference;

        foreach (var found in new[] { value, $"{Own}|{value}", $"{Own}|", $"|bare-{value}", $"bare-{value}", reference })
            Ids(await GetAsync($"/fhir/ServiceRequest?identifier={Uri.EscapeDataString(found)}")).ShouldBe([id], found);
        foreach (
            var other in new[] { $"|{value}", $"https://other.example|{value}", "https://other.example|", $"{Own}|{reference}", $"{Own}|x" }
        )
            Ids(await GetAsync($"/fhir/ServiceRequest?identifier={Uri.EscapeDataString(other)}")).ShouldBeEmpty(other);
    }

    [Fact]
    public async Task Search_ByOtherTokens_CountsTheSystem()
    {
        var id = (await hub.TakeAsync(TestReferral.Urgent())).ToString();

        foreach (
            var query in new[]
            {
                "priority=http://hl7.org/fhir/request-priority|urgent",
                "performer-type=https://fhir.hl7.org.uk/CodeSystem/UKCore-PracticeSettingCode|",
                "requester.identifier=https://fhir.nhs.uk/Id/ods-organization-code|L81008",
                "status=http://hl7.org/fhir/request-status|active",
                $"patient.identifier={Nhs}|",
            }
        )
            Ids(await GetAsync($"/fhir/ServiceRequest?{query}")).ShouldBe([id], query);
        foreach (
            var query in new[]
            {
                "priority=http://other.example|urgent",
                "performer-type=http://other.example|110",
                "requester.identifier=http://other.example|L81008",
                "status=http://other.example|active",
                "patient.identifier=http://other.example|",
            }
        )
            Ids(await GetAsync($"/fhir/ServiceRequest?{query}")).ShouldBeEmpty(query);
    }

    [Fact]
    public async Task Authored_IsWhenItWasWritten()
    {
        var referral = TestReferral.Routine();
        referral.Request["authoredOn"] = "2026-03-02T09:00:00Z";
        var early = (await hub.TakeAsync(referral)).ToString();
        var late = (await hub.TakeAsync(TestReferral.Routine())).ToString();

        Ids(await GetAsync("/fhir/ServiceRequest?authored=2026-03-02")).ShouldBe([early]);
        Ids(await GetAsync("/fhir/ServiceRequest?authored=ge2026-11-20&authored=lt2026-11-21")).ShouldBe([late]);
        Ids(await GetAsync("/fhir/ServiceRequest?_sort=authored")).ShouldBe([early, late]);
        Ids(await GetAsync("/fhir/ServiceRequest?_sort=-authored&_count=1")).ShouldBe([late]);
    }

    [Fact]
    public async Task IfNoneExist_CountsTheSystem()
    {
        var (bytes, own) = Single();
        using var first = await hub.PostAsync("/fhir/ServiceRequest", bytes);
        first.StatusCode.ShouldBe(HttpStatusCode.Created);

        using var other = await hub.PostAsync(
            "/fhir/ServiceRequest",
            Single().Bytes,
            headers: ("If-None-Exist", $"identifier=https://other.example|{own}")
        );
        using var same = await hub.PostAsync("/fhir/ServiceRequest", Single().Bytes, headers: ("If-None-Exist", $"identifier={own}"));

        other.StatusCode.ShouldBe(HttpStatusCode.Created);
        same.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Create_GivesTheAddressWithItsVersion_WhichStaysGood_UntilContentChanges()
    {
        var (bytes, _) = Single();
        using var created = await hub.PostAsync("/fhir/ServiceRequest", bytes);
        var location = created.Headers.Location!.ToString();
        var id = location.Split('/')[3];
        location.ShouldBe($"/fhir/ServiceRequest/{id}/_history/1");
        (await GetAsync(location)).Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await hub.SettleAsync();
        (await hub.JourneyAsync(Guid.Parse(id))).Version.ShouldBeGreaterThan(1);
        var amended = JsonNode.Parse(bytes)!.AsObject();
        amended["id"] = id;
        amended["reasonCode"] = JsonNode.Parse("""[{"text":"Hip pain"}]""");

        using var first = await PutAsync(id, amended, "W/\"1\"");

        first.StatusCode.ShouldBe(HttpStatusCode.OK, await first.Content.ReadAsStringAsync());
        first.Headers.Location!.ToString().ShouldContain($"/{id}/_history/");
        amended["reasonCode"] = JsonNode.Parse("""[{"text":"Both hips"}]""");
        (await PutAsync(id, amended, "W/\"1\"")).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await PutAsync(id, amended, $"W/\"99\", {first.Headers.ETag}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        amended["reasonCode"] = JsonNode.Parse("""[{"text":"Both hips and a knee"}]""");
        (await PutAsync(id, amended, "*")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PutAsync(id, amended, "W/\"x\"")).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Theory]
    [InlineData("application/fhir+json; fhirVersion=3.0", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/fhir+json; fhirVersion=5.0", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/fhir+json; fhirVersion=4.0", null, HttpStatusCode.Created)]
    [InlineData("application/fhir+json", "application/fhir+json; fhirVersion=3.0", HttpStatusCode.NotAcceptable)]
    [InlineData(
        "application/fhir+json",
        "application/fhir+json; fhirVersion=3.0, application/fhir+json; fhirVersion=4.0",
        HttpStatusCode.Created
    )]
    [InlineData("application/fhir+json", "application/fhir+json; version=1.2.0", HttpStatusCode.Created)]
    [InlineData("application/fhir+json", "application/fhir+xml", HttpStatusCode.NotAcceptable)]
    public async Task FhirVersion_OtherThanFour_IsRefused(string contentType, string? accept, HttpStatusCode expected)
    {
        (string, string)[] headers = accept is null ? [] : [("Accept", accept)];

        using var answer = await hub.PostAsync("/fhir/ServiceRequest", Single().Bytes, contentType, headers);

        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Warnings_ComeBack_WithARepresentationAndWithAnOutcome()
    {
        var request = JsonNode.Parse(Single().Bytes)!.AsObject();
        request.Remove("priority");
        using var whole = await hub.PostAsync("/fhir/ServiceRequest", Encoding.UTF8.GetBytes(request.ToJsonString()));
        request["reasonCode"] = JsonNode.Parse("""[{"text":"Another"}]""");
        using var outcome = await hub.PostAsync(
            "/fhir/ServiceRequest",
            Encoding.UTF8.GetBytes(request.ToJsonString()),
            headers: ("Prefer", "return=OperationOutcome")
        );

        var (_, body) = await ReadAsync(whole);
        body["resourceType"]!.GetValue<string>().ShouldBe("ServiceRequest");
        Codes(body["contained"]![0]!).ShouldContain("priority-not-stated");
        Codes((await ReadAsync(outcome)).Body).ShouldContain("priority-not-stated");
    }

    [Fact]
    public async Task UnknownParameter_OnItsOwn_IsAnErrorUnderStrict_AndSaidInTheBundleOtherwise()
    {
        await hub.TakeAsync(TestReferral.Routine());

        (await GetAsync("/fhir/ServiceRequest?colour=blue", ("Prefer", "handling=strict"))).Answer.StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );
        var lenient = await GetAsync("/fhir/ServiceRequest?colour=blue");
        Entries(lenient.Body).ShouldContain(("OperationOutcome", "outcome"));
    }
}
