using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.FhirApi;

/// <summary>Creating, changing and withdrawing through the FHIR face, one by one and together.</summary>
public sealed class RestWriteTests : RestClient, IAsyncLifetime
{
    TestHub hub = null!;

    protected override TestHub Hub => hub;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web");

    public async Task DisposeAsync() => await hub.DisposeAsync();

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
        var id = created.Headers.Location!.ToString().Split('/')[3];
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
}
