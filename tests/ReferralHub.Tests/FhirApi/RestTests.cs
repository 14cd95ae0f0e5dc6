using System.Net;
using System.Text.Json.Nodes;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.FhirApi;

/// <summary>The FHIR face as a stock client uses it. Every answer with a body must itself be right in R4.</summary>
public sealed class RestTests : RestClient, IAsyncLifetime
{
    TestHub hub = null!;

    protected override TestHub Hub => hub;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web");

    public async Task DisposeAsync() => await hub.DisposeAsync();

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
        foreach (
            var query in new[]
            {
                $"_id={id}",
                $"_id={Guid.Empty},{id}",
                $"identifier=https://gp.example/Id/referral|{own}",
                $"identifier={found["identifier"]![0]!["value"]}",
                $"patient.identifier={Nhs}|{number}",
                $"patient:identifier={Nhs}|{number}",
                $"subject:Patient.identifier={number}",
                $"patient={patient}",
                $"patient={number}",
                "patient.family=quill",
                "priority=urgent",
                "priority=urgent&requester=L81008",
                $"requester:identifier=https://fhir.nhs.uk/Id/ods-organization-code|L81008&priority=urgent,stat",
            }
        )
            Ids(await GetAsync($"/fhir/ServiceRequest?{query}")).ShouldBe([id.ToString()], query);

        Ids(await GetAsync($"/fhir/Task?focus=ServiceRequest/{id}")).ShouldBe([id.ToString()]);
        Ids(await GetAsync($"/fhir/Patient?identifier={Nhs}|{number}")).ShouldBe([patient.Split('/')[1]]);
        Ids(await GetAsync("/fhir/Patient?family:exact=Quillfeather")).ShouldBe([patient.Split('/')[1]]);
        Ids(await GetAsync("/fhir/Patient?family:exact=Quill")).ShouldBeEmpty();
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
        for (var i = 0; i < 7; i++)
            await hub.TakeAsync(TestReferral.Routine());
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
            if (pages.Count == 1)
                await hub.TakeAsync(TestReferral.Routine());
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
    public async Task History_HasEachVersion_AndEachCanBeRead()
    {
        var first = TestReferral.Routine();
        var id = await hub.TakeAsync(first);
        await hub.TakeAsync(first.Again("update", "active").With(r => r.Request["reasonCode"]![0]!["text"] = "Hip pain"));

        var (_, history) = await GetAsync($"/fhir/ServiceRequest/{id}/_history");

        history["entry"]!
            .AsArray()
            .Select(e =>
                (
                    (string?)e!["resource"]!["meta"]!["versionId"],
                    (string?)e["resource"]!["reasonCode"]![0]!["text"],
                    (string?)e["request"]!["method"]
                )
            )
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

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => hub.PostAsync("/fhir/ServiceRequest", request, headers: condition))
        );

        answers.Select(a => (int)a.StatusCode).Order().ShouldBe([200, 200, 200, 200, 200, 201]);
        answers.Select(a => a.Headers.Location!.ToString()).Distinct().Count().ShouldBe(1);
        (await hub.PostAsync("/fhir/ServiceRequest", request, headers: ("If-None-Exist", "colour=blue"))).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );
    }

    [Fact]
    public async Task ConditionalCreate_WithTwoThatFit_IsRefused()
    {
        await hub.TakeAsync(TestReferral.Routine());
        await hub.TakeAsync(TestReferral.Routine());

        (await hub.PostAsync("/fhir/ServiceRequest", Single().Bytes, headers: ("If-None-Exist", "requester=L81008"))).StatusCode.ShouldBe(
            HttpStatusCode.PreconditionFailed
        );
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
                Request("GET", $"ServiceRequest/{id}"),
                Request("GET", "ServiceRequest/none"),
                Request("GET", $"Task?focus={id}"),
                Request("DELETE", $"Task/{id}"),
                Request("POST", "ServiceRequest", JsonNode.Parse(Single().Bytes))
            ),
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
        (await PostAsync("/fhir", Transaction(Request("GET", $"Task/{id}"), Request("GET", $"ServiceRequest/{id}")))).Body["entry"]!
            .AsArray()
            .Count.ShouldBe(2);
        (await PostAsync("/fhir", Transaction(Request("GET", $"Task/{id}"), Request("GET", "Task/none")))).Answer.StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );

        var message = TestReferral.Routine();
        var entries = message
            .Entries.Skip(1)
            .Select(e =>
            {
                var entry = e!.DeepClone().AsObject();
                entry["request"] = new JsonObject { ["method"] = "POST", ["url"] = (string?)entry["resource"]!["resourceType"] };
                return entry;
            })
            .ToArray();
        var (answer, body) = await PostAsync("/fhir", Transaction(entries));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        body["entry"]!.AsArray().Select(e => (string?)e!["response"]!["status"]).ShouldBe(["201 Created", "200 OK", "200 OK", "200 OK"]);
        var patient = (string)body["entry"]![1]!["response"]!["location"]!;
        (await GetAsync($"/fhir/{patient}")).Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Validate_SaysWhatIsWrongWithAnything()
    {
        var (answer, body) = await PostAsync(
            "/fhir/Patient/$validate",
            JsonNode.Parse("""{"resourceType":"Patient","gender":"femal","birthDate":"1980-02-30"}""")!
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        body["issue"]!
            .AsArray()
            .Select(i => ((string?)i!["severity"], (string?)i["expression"]![0]))
            .ShouldBe([("error", "Patient.gender"), ("error", "Patient.birthDate")]);

        Severities(
                (
                    await PostAsync(
                        "/fhir/$validate",
                        JsonNode.Parse("""{"resourceType":"Observation","status":"final","code":{"text":"x"}}""")!
                    )
                ).Body
            )
            .ShouldBe(["information"]);
        var inParameters = JsonNode.Parse(
            """{"resourceType":"Parameters","parameter":[{"name":"profile","valueUri":"https://fhir.referralhub.example/StructureDefinition/referral-patient"},{"name":"resource","resource":{"resourceType":"Patient","active":true}}]}"""
        )!;
        Severities((await PostAsync("/fhir/Patient/$validate", inParameters)).Body).ShouldBe(["warning", "warning", "warning"]);
        var (_, refused) = await PostAsync(
            "/fhir/ServiceRequest/$validate?mode=create",
            JsonNode.Parse("""{"resourceType":"ServiceRequest","status":"draft","intent":"order","subject":{"display":"x"}}""")!
        );
        Severities(refused).ShouldContain("error");
        (await hub.CountAsync<ReferralHub.Journey.ReferralJourney>()).ShouldBe(0);
        (
            await PostAsync("/fhir/Patient/$validate", JsonNode.Parse("""{"resourceType":"Task","status":"draft","intent":"order"}""")!)
        ).Answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (
            await PostAsync(
                "/fhir/Patient/$validate?profile=https://example.org/none",
                JsonNode.Parse("""{"resourceType":"Patient","active":true}""")!
            )
        ).Answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var id = await hub.TakeAsync(TestReferral.Routine());
        Severities((await GetAsync($"/fhir/Task/{id}/$validate")).Body).ShouldBe(["information"]);
    }

    [Fact]
    public async Task AllThatIsGivenOut_ConformsToItsProfile()
    {
        var definitions = hub.Get<FhirValidator>();
        for (var i = 0; i < 3; i++)
            await hub.TakeAsync(TestReferral.Create(i == 0 ? "asap" : "routine"));
        foreach (
            var type in new[]
            {
                "ServiceRequest",
                "Task",
                "Patient",
                "Organization",
                "HealthcareService",
                "PractitionerRole",
                "Communication",
                "PlanDefinition",
            }
        )
        {
            var bytes = await hub.Http.GetByteArrayAsync($"/fhir/{type}");
            var (document, _) = FhirJson.Read(bytes);
            using (document)
                definitions.Check(document!).Where(i => i.Severity != FhirSeverity.Information).ShouldBeEmpty(type);
        }
    }
}
