using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;
using ReferralHub.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Platform.Rest;

/// <summary>The FHIR face as a stock client uses it. Every answer with a body must itself be right in R4.</summary>
public sealed class RestTests : IAsyncLifetime
{
    const string Nhs = "https://fhir.nhs.uk/Id/nhs-number";
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web");

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task Metadata_SaysWhatThereIs_AndNothingElse()
    {
        var (_, statement) = await GetAsync("/fhir/metadata");

        var resources = statement["rest"]![0]!["resource"]!.AsArray();
        resources.Select(r => (string?)r!["type"]).ShouldBe(["Communication", "HealthcareService", "Organization", "Patient", "PractitionerRole", "ServiceRequest", "Task"]);
        var request = resources.First(r => (string?)r!["type"] == "ServiceRequest")!;
        request["interaction"]!.AsArray().Select(i => (string?)i!["code"]).ShouldBe(["read", "vread", "history-instance", "search-type", "create", "update"]);
        foreach (var type in resources)
            foreach (var parameter in type!["searchParam"]!.AsArray())
            {
                var value = (string?)parameter!["type"] switch { "date" => "2026-01-01", "token" => "x", _ => "X1" };
                value = (string?)parameter["name"] switch { "status" => "on-hold", "priority" => "urgent", "business-status" => "accepted", _ => value };
                var (answer, body) = await GetAsync($"/fhir/{type["type"]}?{parameter["name"]}={value}&_summary=count");
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{type["type"]}?{parameter["name"]}: {body}");
                ((int?)body["total"]).ShouldNotBeNull();
            }
    }

    [Fact]
    public async Task Read_GivesVersionAndDate_AndNothingWhenUnchanged()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());

        var (answer, body) = await GetAsync($"/fhir/ServiceRequest/{id}");
        answer.Headers.ETag!.ToString().ShouldBe("W/\"1\"");
        answer.Content.Headers.LastModified.ShouldNotBeNull();
        ((string?)body["meta"]!["versionId"]).ShouldBe("1");
        (await GetAsync($"/fhir/ServiceRequest/{id}", ("If-None-Match", "W/\"1\""))).Answer.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await GetAsync($"/fhir/ServiceRequest/{id}", ("If-None-Match", "W/\"7\""))).Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync($"/fhir/ServiceRequest/{Guid.Empty}")).Answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await GetAsync("/fhir/ServiceRequest/no-such")).Answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
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
        (await hub.PostAsync("/fhir/ServiceRequest", "<ServiceRequest/>"u8.ToArray(), "application/fhir+xml")).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task OtherMethod_IsToldWhichThereAre()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/fhir/ServiceRequest/1");
        using var answer = await hub.Http.SendAsync(request);

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

    [Fact]
    public async Task Search_ByEachCondition_FindsTheOne()
    {
        var referral = TestReferral.Urgent().With(r => r.Patient["name"]![0]!["family"] = "Quillfeather");
        var id = await hub.TakeAsync(referral);
        await hub.TakeAsync(TestReferral.Routine());
        var number = (string)referral.Patient["identifier"]![0]!["value"]!;
        var own = (string)referral.Request["identifier"]![0]!["value"]!;
        var (_, found) = await GetAsync($"/fhir/ServiceRequest/{id}");
        var patient = (string)found["subject"]!["reference"]!;
        foreach (var query in new[]
        {
            $"_id={id}", $"_id={Guid.Empty},{id}", $"identifier=https://gp.example/Id/referral|{own}", $"identifier={found["identifier"]![0]!["value"]}",
            $"patient.identifier={Nhs}|{number}", $"patient:identifier={Nhs}|{number}", $"subject:Patient.identifier={number}", $"patient={patient}", $"patient={number}",
            "patient.family=quill", "priority=urgent", "priority=urgent&requester=L81008", $"requester:identifier=https://fhir.nhs.uk/Id/ods-organization-code|L81008&priority=urgent,stat",
        })
            Ids(await GetAsync($"/fhir/ServiceRequest?{query}")).ShouldBe([id.ToString()], query);

        Ids(await GetAsync($"/fhir/Task?focus=ServiceRequest/{id}")).ShouldBe([id.ToString()]);
        Ids(await GetAsync($"/fhir/Patient?identifier={Nhs}|{number}")).ShouldBe([patient.Split('/')[1]]);
        Ids(await GetAsync("/fhir/Patient?family:exact=Quillfeather")).ShouldBe([patient.Split('/')[1]]);
        Ids(await GetAsync("/fhir/Patient?family:exact=Quill")).ShouldBeEmpty();
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
        await hub.TakeAsync(TestReferral.Routine());
        var now = TimeProvider.System.UtcNow();
        var local = ReferralHub.Kernel.WorkingDays.LocalDate(now);
        var date = value.Replace("{today}", $"{local:yyyy-MM-dd}", StringComparison.Ordinal).Replace("{month}", $"{local:yyyy-MM}", StringComparison.Ordinal).Replace("{year}", $"{local:yyyy}", StringComparison.Ordinal)
            .Replace("{now}", FhirDateTime.Instant(now.AddMinutes(1)), StringComparison.Ordinal);

        Ids(await GetAsync($"/fhir/ServiceRequest?_lastUpdated={date}")).Count.ShouldBe(count);
        Ids(await GetAsync($"/fhir/Task?authored-on={date}")).Count.ShouldBe(count);
    }

    [Theory]
    [InlineData("ServiceRequest", "")]
    [InlineData("ServiceRequest", "&_sort=-_id")]
    [InlineData("ServiceRequest", "&_sort=-_lastUpdated")]
    [InlineData("Task", "&_sort=authored-on")]
    [InlineData("Patient", "")]
    [InlineData("Patient", "&_sort=-_id")]
    public async Task Pages_ForthAndBack_ShowEachOnce_WhileMoreComeIn(string type, string sort)
    {
        for (var i = 0; i < 7; i++) await hub.TakeAsync(TestReferral.Routine());
        var all = Ids(await GetAsync($"/fhir/{type}?_count=100{sort}"));
        var seen = new List<string>();
        var pages = new List<List<string>>();
        JsonNode? page = null;
        for (var url = $"/fhir/{type}?_count=3{sort}"; url is not null; url = Link(page, "next"))
        {
            var got = await GetAsync(url);
            page = got.Body;
            pages.Add(Ids(got));
            seen.AddRange(pages[^1]);
            if (pages.Count == 1) await hub.TakeAsync(TestReferral.Routine());
        }

        seen.Where(all.Contains).ShouldBe(all);
        seen.Distinct().Count().ShouldBe(seen.Count);
        var back = new List<string>();
        for (var url = Link(page, "previous"); url is not null; url = Link(page, "previous"))
        {
            var got = await GetAsync(url);
            page = got.Body;
            back.InsertRange(0, Ids(got));
        }

        back.Where(all.Contains).ShouldBe(all[..^pages[^1].Count(all.Contains)]);
    }

    [Fact]
    public async Task Includes_BringWhatIsReferredTo_AndWhatRefers_Once()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());

        var (_, body) = await GetAsync($"/fhir/Task?_id={id}&_include=Task:focus&_include=Task:patient");
        Entries(body).ShouldBe([("Task", "match"), ("ServiceRequest", "include"), ("Patient", "include")]);
        var (_, reverse) = await GetAsync($"/fhir/ServiceRequest?_id={id}&_revinclude=Task:focus&_include=ServiceRequest:subject&_include=ServiceRequest:requester");
        Entries(reverse).ShouldBe([("ServiceRequest", "match"), ("Patient", "include"), ("Organization", "include"), ("Task", "include")], ignoreOrder: true);
    }

    [Fact]
    public async Task SummaryElementsAndTotal_GiveLess()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());

        var (_, count) = await GetAsync("/fhir/ServiceRequest?_summary=count");
        ((int?)count["total"], count["entry"]).ShouldBe((1, null));
        var (_, none) = await GetAsync("/fhir/ServiceRequest");
        none["total"].ShouldBeNull();
        var (_, elements) = await GetAsync($"/fhir/ServiceRequest?_id={id}&_elements=priority&_total=accurate");
        var only = elements["entry"]![0]!["resource"]!.AsObject();
        only.Select(p => p.Key).ShouldBe(["resourceType", "id", "meta", "status", "intent", "priority", "subject"]);
        only["meta"]!["tag"]![0]!["code"]!.GetValue<string>().ShouldBe("SUBSETTED");
        ((int?)elements["total"]).ShouldBe(1);
    }

    [Fact]
    public async Task SearchByForm_IsTheSameSearch()
    {
        var referral = TestReferral.Routine();
        var id = await hub.TakeAsync(referral);
        using var form = new FormUrlEncodedContent([new("patient.identifier", $"{Nhs}|{referral.Patient["identifier"]![0]!["value"]}")]);

        using var answer = await hub.Http.PostAsync("/fhir/ServiceRequest/_search", form);

        Ids((answer, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!)).ShouldBe([id.ToString()]);
        (await hub.PostAsync("/fhir/ServiceRequest/_search", "{}"u8.ToArray())).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task History_HasEachVersion_AndEachCanBeRead()
    {
        var first = TestReferral.Routine();
        var id = await hub.TakeAsync(first);
        await hub.TakeAsync(first.Again("update", "active").With(r => r.Request["reasonCode"]![0]!["text"] = "Hip pain"));

        var (_, history) = await GetAsync($"/fhir/ServiceRequest/{id}/_history");

        history["entry"]!.AsArray().Select(e => ((string?)e!["resource"]!["meta"]!["versionId"], (string?)e["resource"]!["reasonCode"]![0]!["text"], (string?)e["request"]!["method"]))
            .ShouldBe([("2", "Hip pain", "PUT"), ("1", "Knee pain for eight months", "POST")]);
        var (one, old) = await GetAsync($"/fhir/ServiceRequest/{id}/_history/1");
        one.Headers.ETag!.ToString().ShouldBe("W/\"1\"");
        old["reasonCode"]![0]!["text"]!.GetValue<string>().ShouldBe("Knee pain for eight months");
        var (_, now) = await GetAsync($"/fhir/ServiceRequest/{id}");
        JsonNode.DeepEquals(now, history["entry"]![0]!["resource"]).ShouldBeTrue();
        (await GetAsync($"/fhir/ServiceRequest/{id}/_history/9")).Answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await GetAsync($"/fhir/Task/{id}/_history")).Body["total"]!.GetValue<int>().ShouldBe(2);
        (await GetAsync("/fhir/Organization/L81008/_history")).Body["total"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task ConditionalCreate_MakesOne_HoweverOftenItIsAsked()
    {
        var (request, own) = Single();
        var condition = ("If-None-Exist", $"identifier=https://gp.example/Id/referral|{own}");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => hub.PostAsync("/fhir/ServiceRequest", request, headers: condition)));

        answers.Select(a => (int)a.StatusCode).Order().ShouldBe([200, 200, 200, 200, 200, 201]);
        answers.Select(a => a.Headers.Location!.ToString()).Distinct().Count().ShouldBe(1);
        (await hub.PostAsync("/fhir/ServiceRequest", request, headers: ("If-None-Exist", "colour=blue"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task ConditionalCreate_WithTwoThatFit_IsRefused()
    {
        await hub.TakeAsync(TestReferral.Routine());
        await hub.TakeAsync(TestReferral.Routine());

        (await hub.PostAsync("/fhir/ServiceRequest", Single().Bytes, headers: ("If-None-Exist", "requester=L81008"))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Theory]
    [InlineData("return=minimal", 0)]
    [InlineData("return=OperationOutcome", 1)]
    [InlineData("return=representation", 2)]
    public async Task Preference_DecidesWhatACreateGivesBack(string preference, int kind)
    {
        using var answer = await hub.PostAsync("/fhir/ServiceRequest", Single().Bytes, headers: ("Prefer", preference));

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var body = await answer.Content.ReadAsStringAsync();
        if (kind == 0) body.ShouldBeEmpty();
        else body.ShouldContain(kind == 1 ? "\"resourceType\":\"OperationOutcome\"" : "\"resourceType\":\"ServiceRequest\"");
    }

    [Fact]
    public async Task Update_AmendsAndWithdraws_UnderItsVersion()
    {
        var (bytes, _) = Single();
        using var created = await hub.PostAsync("/fhir/ServiceRequest", bytes);
        var id = created.Headers.Location!.ToString().Split('/')[^1];
        var amended = JsonNode.Parse(bytes)!.AsObject();
        amended["id"] = id;
        amended["reasonCode"] = JsonNode.Parse("""[{"text":"Hip pain"}]""");

        (await PutAsync(id, amended, "W/\"7\"")).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await PutAsync(id, amended, "W/\"1\"")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync($"/fhir/ServiceRequest/{id}")).Body["reasonCode"]![0]!["text"]!.GetValue<string>().ShouldBe("Hip pain");
        var bare = amended.DeepClone().AsObject();
        bare.Remove("contained");
        bare["subject"] = JsonNode.Parse("""{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}}""");
        bare["requester"] = JsonNode.Parse("""{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"L81008"}}""");
        (await PutAsync(id, bare, "W/\"2\"")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        amended["status"] = "revoked";
        (await PutAsync(id, amended, "W/\"2\"")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync($"/fhir/ServiceRequest/{id}")).Body["status"]!.GetValue<string>().ShouldBe("revoked");
        (await PutAsync(Guid.Empty.ToString(), amended, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Batch_AnswersEachEntryForItself()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());
        var batch = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "batch",
            ["entry"] = new JsonArray(
                Request("GET", $"ServiceRequest/{id}"), Request("GET", "ServiceRequest/none"), Request("GET", $"Task?focus={id}"), Request("DELETE", $"Task/{id}"),
                Request("POST", "ServiceRequest", JsonNode.Parse(Single().Bytes))),
        };

        var (answer, body) = await PostAsync("/fhir", batch);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        body["entry"]!.AsArray().Select(e => ((string)e!["response"]!["status"]!)[..3]).ShouldBe(["200", "404", "200", "405", "201"]);
        body["entry"]![1]!["response"]!["outcome"]!["resourceType"]!.GetValue<string>().ShouldBe("OperationOutcome");
    }

    [Fact]
    public async Task Transaction_OfReads_IsAllOrNothing_AndOfAReferral_AnswersEachEntry()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());
        (await PostAsync("/fhir", Transaction(Request("GET", $"Task/{id}"), Request("GET", $"ServiceRequest/{id}")))).Body["entry"]!.AsArray().Count.ShouldBe(2);
        (await PostAsync("/fhir", Transaction(Request("GET", $"Task/{id}"), Request("GET", "Task/none")))).Answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var message = TestReferral.Routine();
        var entries = message.Entries.Skip(1).Select(e =>
        {
            var entry = e!.DeepClone().AsObject();
            entry["request"] = new JsonObject { ["method"] = "POST", ["url"] = (string?)entry["resource"]!["resourceType"] };
            return entry;
        }).ToArray();
        var (answer, body) = await PostAsync("/fhir", Transaction(entries));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        body["entry"]!.AsArray().Select(e => (string?)e!["response"]!["status"]).ShouldBe(["201 Created", "200 OK", "200 OK", "200 OK"]);
        var patient = (string)body["entry"]![1]!["response"]!["location"]!;
        (await GetAsync($"/fhir/{patient}")).Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Validate_SaysWhatIsWrongWithAnything()
    {
        var (answer, body) = await PostAsync("/fhir/Patient/$validate", JsonNode.Parse("""{"resourceType":"Patient","gender":"femal","birthDate":"1980-02-30"}""")!);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        body["issue"]!.AsArray().Select(i => ((string?)i!["severity"], (string?)i["expression"]![0])).ShouldBe([("error", "Patient.gender"), ("error", "Patient.birthDate")]);

        Severities((await PostAsync("/fhir/$validate", JsonNode.Parse("""{"resourceType":"Observation","status":"final","code":{"text":"x"}}""")!)).Body).ShouldBe(["information"]);
        var inParameters = JsonNode.Parse("""{"resourceType":"Parameters","parameter":[{"name":"profile","valueUri":"https://fhir.referralhub.example/StructureDefinition/referral-patient"},{"name":"resource","resource":{"resourceType":"Patient","active":true}}]}""")!;
        Severities((await PostAsync("/fhir/Patient/$validate", inParameters)).Body).ShouldBe(["warning", "warning", "warning"]);
        var (_, refused) = await PostAsync("/fhir/ServiceRequest/$validate?mode=create", JsonNode.Parse("""{"resourceType":"ServiceRequest","status":"draft","intent":"order","subject":{"display":"x"}}""")!);
        Severities(refused).ShouldContain("error");
        (await hub.CountAsync<ReferralHub.Journey.ReferralJourney>()).ShouldBe(0);
        (await PostAsync("/fhir/Patient/$validate", JsonNode.Parse("""{"resourceType":"Task","status":"draft","intent":"order"}""")!)).Answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync("/fhir/Patient/$validate?profile=https://example.org/none", JsonNode.Parse("""{"resourceType":"Patient","active":true}""")!)).Answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var id = await hub.TakeAsync(TestReferral.Routine());
        Severities((await GetAsync($"/fhir/Task/{id}/$validate")).Body).ShouldBe(["information"]);
    }

    [Fact]
    public async Task AllThatIsGivenOut_ConformsToItsProfile()
    {
        var definitions = hub.Get<FhirValidator>();
        for (var i = 0; i < 3; i++) await hub.TakeAsync(TestReferral.Of(i == 0 ? "asap" : "routine"));
        foreach (var type in new[] { "ServiceRequest", "Task", "Patient", "Organization", "HealthcareService", "PractitionerRole", "Communication" })
        {
            var bytes = await hub.Http.GetByteArrayAsync($"/fhir/{type}");
            var (document, _) = FhirJson.Read(bytes);
            using (document) definitions.Check(document!).Where(i => i.Severity != FhirSeverity.Information).ShouldBeEmpty(type);
        }
    }

    static JsonObject Transaction(params JsonNode[] entries) => new() { ["resourceType"] = "Bundle", ["type"] = "transaction", ["entry"] = new JsonArray(entries) };

    static JsonObject Request(string method, string url, JsonNode? resource = null)
    {
        var entry = new JsonObject { ["request"] = new JsonObject { ["method"] = method, ["url"] = url } };
        if (resource is not null) entry["resource"] = resource;
        return entry;
    }

    /// <summary>A ServiceRequest with its patient and practice contained.</summary>
    static (byte[] Bytes, string Own) Single()
    {
        var message = TestReferral.Routine();
        var request = message.Request.DeepClone().AsObject();
        var contained = new JsonArray();
        foreach (var (type, id) in new[] { ("Patient", "patient"), ("PractitionerRole", "role"), ("Organization", "practice") })
        {
            var resource = message.Resource(type).DeepClone().AsObject();
            resource["id"] = id;
            if (type == "PractitionerRole") resource["organization"] = new JsonObject { ["reference"] = "#practice" };
            contained.Add(resource);
        }

        request["contained"] = contained;
        request["subject"] = new JsonObject { ["reference"] = "#patient" };
        request["requester"] = new JsonObject { ["reference"] = "#role" };
        return (Encoding.UTF8.GetBytes(request.ToJsonString()), (string)request["identifier"]![0]!["value"]!);
    }

    async Task<HttpResponseMessage> PutAsync(string id, JsonNode resource, string? ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/fhir/ServiceRequest/{id}") { Content = Content(resource) };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await hub.Http.SendAsync(request);
    }

    async Task<(HttpResponseMessage Answer, JsonNode Body)> PostAsync(string path, JsonNode resource) => await ReadAsync(await hub.Http.PostAsync(path, Content(resource)));

    async Task<(HttpResponseMessage Answer, JsonNode Body)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await ReadAsync(await hub.Http.SendAsync(request));
    }

    static ByteArrayContent Content(JsonNode resource) => new(Encoding.UTF8.GetBytes(resource.ToJsonString())) { Headers = { ContentType = new MediaTypeHeaderValue("application/fhir+json") } };

    static async Task<(HttpResponseMessage Answer, JsonNode Body)> ReadAsync(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (bytes.Length == 0) return (answer, new JsonObject());
        var (document, problem) = FhirJson.Read(bytes);
        problem.ShouldBeNull();
        using (document) FhirStructure.Check(document!).ShouldBeEmpty(Encoding.UTF8.GetString(bytes));
        return (answer, JsonNode.Parse(bytes)!);
    }

    static List<string> Ids((HttpResponseMessage Answer, JsonNode Body) got) =>
        [.. (got.Body["entry"]?.AsArray() ?? []).Where(e => (string?)e!["search"]!["mode"] == "match").Select(e => (string)e!["resource"]!["id"]!)];

    static List<(string, string)> Entries(JsonNode body) => [.. body["entry"]!.AsArray().Select(e => ((string)e!["resource"]!["resourceType"]!, (string)e["search"]!["mode"]!))];

    static string? Link(JsonNode? page, string relation) => (string?)page?["link"]!.AsArray().FirstOrDefault(l => (string?)l!["relation"] == relation)?["url"];

    static List<string> Severities(JsonNode outcome) => [.. outcome["issue"]!.AsArray().Select(i => (string)i!["severity"]!)];

    static IEnumerable<string?> Codes(JsonNode outcome) => outcome["issue"]!.AsArray().SelectMany(i => i!["details"]!["coding"]!.AsArray()).Select(c => (string?)c!["code"]);
}
