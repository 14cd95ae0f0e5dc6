using System.Net;
using System.Text.Json.Nodes;
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
}
