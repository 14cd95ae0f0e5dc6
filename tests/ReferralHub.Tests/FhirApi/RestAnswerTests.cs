using System.Net;
using System.Text.Json.Nodes;
using ReferralHub.Fhir;
using ReferralHub.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.FhirApi;

/// <summary>One hub for all tests that do not mind each other's referrals.</summary>
public sealed class SharedHub : IAsyncLifetime
{
    public TestHub Hub { get; private set; } = null!;

    public async Task InitializeAsync() => Hub = await TestHub.StartAsync("web");

    public async Task DisposeAsync() => await Hub.DisposeAsync();
}

/// <summary>What the FHIR face answers to each way of asking.</summary>
public sealed class RestAnswerTests(SharedHub shared) : RestClient, IClassFixture<SharedHub>
{
    protected override TestHub Hub => shared.Hub;

    [Fact]
    public async Task Metadata_SaysWhatThereIs_AndNothingElse()
    {
        var (_, statement) = await GetAsync("/fhir/metadata");

        var resources = statement["rest"]![0]!["resource"]!.AsArray();
        resources
            .Select(r => (string?)r!["type"])
            .ShouldBe([
                "Communication",
                "GuidanceResponse",
                "HealthcareService",
                "Organization",
                "Patient",
                "PlanDefinition",
                "PractitionerRole",
                "ServiceRequest",
                "Task",
            ]);
        var request = resources.First(r => (string?)r!["type"] == "ServiceRequest")!;
        request["interaction"]!
            .AsArray()
            .Select(i => (string?)i!["code"])
            .ShouldBe(["read", "vread", "history-instance", "search-type", "create", "update"]);
        foreach (var type in resources)
        foreach (var parameter in type!["searchParam"]!.AsArray())
        {
            var value = (string?)parameter!["type"] switch
            {
                "date" => "2026-01-01",
                "token" => "x",
                _ => "X1",
            };
            value = (string?)parameter["name"] switch
            {
                "status" => "on-hold",
                "priority" => "urgent",
                "business-status" => "accepted",
                _ => value,
            };
            var (answer, body) = await GetAsync($"/fhir/{type["type"]}?{parameter["name"]}={value}&_summary=count");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{type["type"]}?{parameter["name"]}: {body}");
            ((int?)body["total"]).ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("/fhir/Observation", HttpStatusCode.NotFound, "no-such-type")]
    [InlineData("/fhir/Nonsense/1", HttpStatusCode.NotFound, "no-such-address")]
    [InlineData("/fhir/ServiceRequest?_format=xml", HttpStatusCode.NotAcceptable, "accept")]
    [InlineData("/fhir/ServiceRequest?_count=many", HttpStatusCode.BadRequest, "count")]
    [InlineData("/fhir/ServiceRequest?_cursor=abc", HttpStatusCode.BadRequest, "cursor")]
    [InlineData("/fhir/ServiceRequest?_sort=colour", HttpStatusCode.BadRequest, "sort")]
    [InlineData("/fhir/ServiceRequest?_include=Patient:link", HttpStatusCode.BadRequest, "include")]
    [InlineData("/fhir/ServiceRequest?status=wrong", HttpStatusCode.BadRequest, "search-value")]
    [InlineData("/fhir/ServiceRequest?authored=yesterday", HttpStatusCode.BadRequest, "search-value")]
    [InlineData("/fhir/ServiceRequest?status:not=active", HttpStatusCode.BadRequest, "modifier-not-supported")]
    [InlineData("/fhir/ServiceRequest?patient.shoe-size=44", HttpStatusCode.BadRequest, "chain")]
    [InlineData("/fhir/ServiceRequest?_summary=maybe", HttpStatusCode.BadRequest, "summary")]
    [InlineData("/fhir/ServiceRequest?identifier=", HttpStatusCode.BadRequest, "identifier")]
    public async Task WhatCannotBeAnswered_IsSaidHow(string path, HttpStatusCode status, string code)
    {
        var (answer, body) = await GetAsync(path);

        answer.StatusCode.ShouldBe(status);
        Codes(body).ShouldContain(code);
    }

    [Fact]
    public async Task Xml_IsNeitherTakenNorGiven()
    {
        (await GetAsync("/fhir/metadata", ("Accept", "application/fhir+xml"))).Answer.StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);
        (await Hub.PostAsync("/fhir/ServiceRequest", "<ServiceRequest/>"u8.ToArray(), "application/fhir+xml")).StatusCode.ShouldBe(
            HttpStatusCode.UnsupportedMediaType
        );
    }

    [Fact]
    public async Task OtherMethod_IsToldWhichThereAre()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/fhir/ServiceRequest/1");
        using var answer = await Hub.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Content.Headers.Allow.ShouldBe(["GET", "PUT"], ignoreOrder: true);
    }

    [Fact]
    public async Task UnknownParameter_IsTold_AndRefusedWhenStrict()
    {
        var (answer, body) = await GetAsync("/fhir/Task?colour=blue");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        body["entry"]!.AsArray().Select(e => (string?)e!["search"]!["mode"]).ShouldContain("outcome");
        body["link"]![0]!["url"]!.GetValue<string>().ShouldNotContain("colour");

        (await GetAsync("/fhir/Task?colour=blue", ("Prefer", "handling=strict"))).Answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("ge2000", 1)]
    [InlineData("lt2000", 0)]
    [InlineData("{today}", 1)]
    [InlineData("ne{today}", 0)]
    [InlineData("gt{today}", 0)]
    [InlineData("le{today}", 1)]
    [InlineData("eb{today}", 0)]
    [InlineData("ap{today}", 1)]
    [InlineData("{month}", 1)]
    [InlineData("{year}", 1)]
    [InlineData("ge{now}", 0)]
    public async Task Dates_WithEachPrefix(string value, int count)
    {
        var id = await Hub.TakeAsync(TestReferral.Routine());
        var now = TimeProvider.System.UtcNow();
        var local = ReferralHub.Kernel.WorkingDays.LocalDate(now);
        var date = value
            .Replace("{today}", $"{local:yyyy-MM-dd}", StringComparison.Ordinal)
            .Replace("{month}", $"{local:yyyy-MM}", StringComparison.Ordinal)
            .Replace("{year}", $"{local:yyyy}", StringComparison.Ordinal)
            .Replace("{now}", FhirDateTime.Instant(now.AddMinutes(1)), StringComparison.Ordinal);

        Ids(await GetAsync($"/fhir/ServiceRequest?_id={id}&_lastUpdated={date}")).Count.ShouldBe(count);
        Ids(await GetAsync($"/fhir/Task?_id={id}&authored-on={date}")).Count.ShouldBe(count);
    }

    [Theory]
    [InlineData("return=minimal", 0)]
    [InlineData("return=OperationOutcome", 1)]
    [InlineData("return=representation", 2)]
    public async Task Preference_DecidesWhatACreateGivesBack(string preference, int kind)
    {
        using var answer = await Hub.PostAsync("/fhir/ServiceRequest", Single().Bytes, headers: ("Prefer", preference));

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var body = await answer.Content.ReadAsStringAsync();
        if (kind == 0)
            body.ShouldBeEmpty();
        else
            body.ShouldContain(kind == 1 ? "\"resourceType\":\"OperationOutcome\"" : "\"resourceType\":\"ServiceRequest\"");
    }

    [Fact]
    public async Task Read_GivesVersionAndDate_AndNothingWhenUnchanged()
    {
        var id = await Hub.TakeAsync(TestReferral.Routine());

        var (answer, body) = await GetAsync($"/fhir/ServiceRequest/{id}");
        answer.Headers.ETag!.ToString().ShouldBe("W/\"1\"");
        answer.Content.Headers.LastModified.ShouldNotBeNull();
        ((string?)body["meta"]!["versionId"]).ShouldBe("1");
        (await GetAsync($"/fhir/ServiceRequest/{id}", ("If-None-Match", "W/\"1\""))).Answer.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await GetAsync($"/fhir/ServiceRequest/{id}", ("If-None-Match", "W/\"7\""))).Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync($"/fhir/ServiceRequest/{Guid.Empty}")).Answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await GetAsync("/fhir/ServiceRequest/no-such")).Answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task SearchByForm_IsTheSameSearch()
    {
        var referral = TestReferral.Routine();
        var id = await Hub.TakeAsync(referral);
        using var form = new FormUrlEncodedContent([new("patient.identifier", $"{Nhs}|{referral.Patient["identifier"]![0]!["value"]}")]);

        using var answer = await Hub.Http.PostAsync("/fhir/ServiceRequest/_search", form);

        Ids((answer, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!)).ShouldBe([id.ToString()]);
        (await Hub.PostAsync("/fhir/ServiceRequest/_search", "{}"u8.ToArray())).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Includes_BringWhatIsReferredTo_AndWhatRefers_Once()
    {
        var id = await Hub.TakeAsync(TestReferral.Routine());

        var (_, body) = await GetAsync($"/fhir/Task?_id={id}&_include=Task:focus&_include=Task:patient");
        Entries(body).ShouldBe([("Task", "match"), ("ServiceRequest", "include"), ("Patient", "include")]);
        var (_, reverse) = await GetAsync(
            $"/fhir/ServiceRequest?_id={id}&_revinclude=Task:focus&_include=ServiceRequest:subject&_include=ServiceRequest:requester"
        );
        Entries(reverse)
            .ShouldBe(
                [("ServiceRequest", "match"), ("Patient", "include"), ("Organization", "include"), ("Task", "include")],
                ignoreOrder: true
            );
    }
}
