using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.CallerHeaders;

namespace ReferralHub.Tests.Intake;

/// <summary>What a caller's registration says wins over what a message says of its sender.</summary>
public sealed class SenderBindingTests
{
    const string Own = "L81008";
    const string Other = "L81009";

    [Theory]
    [InlineData("/fhir/$process-message")]
    [InlineData("/fhir")]
    public async Task Message_OfAnotherSender_Is403_AndNothingIsStored_Sentence13(string path)
    {
        await using var hub = await TestHub.StartAsync("web");

        var (status, outcome) = await SendAsync(hub, path, TestReferral.Routine().Bytes(), await GpAsync(hub, Other));

        status.ShouldBe(403);
        ((string?)outcome["issue"]![0]!["code"]).ShouldBe("forbidden");
        ((string?)outcome["issue"]![0]!["expression"]![0]).ShouldBe("MessageHeader.sender");
        ((string?)outcome["issue"]![0]!["diagnostics"])!.ShouldContain($"may not send for {Own}");
        await ShouldHoldNothingAsync(hub);
    }

    [Fact]
    public async Task Message_OfAnotherRequester_Is403_Sentence13()
    {
        await using var hub = await TestHub.StartAsync("web");
        var referral = TestReferral.Routine();
        referral.Header["sender"] = new JsonObject
        {
            ["identifier"] = new JsonObject { ["system"] = "https://fhir.nhs.uk/Id/ods-organization-code", ["value"] = Other },
        };

        var (status, outcome) = await SendAsync(hub, "/fhir/$process-message", referral.Bytes(), await GpAsync(hub, Other));

        status.ShouldBe(403);
        ((string?)outcome["issue"]![0]!["expression"]![0]).ShouldBe("ServiceRequest.requester");
        await ShouldHoldNothingAsync(hub);
    }

    [Theory]
    [InlineData("POST", "/fhir/ServiceRequest")]
    [InlineData("BATCH", "/fhir")]
    public async Task ServiceRequest_OfAnotherRequester_Is403_AlsoInABatch_Sentence13(string how, string path)
    {
        await using var hub = await TestHub.StartAsync("web");
        var request = Standalone(TestReferral.Routine());
        var body = how == "BATCH" ? Batch(request) : request;

        var (status, answer) = await SendAsync(hub, path, Encoding.UTF8.GetBytes(body.ToJsonString()), await GpAsync(hub, Other));

        if (how == "BATCH")
            ((string?)answer["entry"]![0]!["response"]!["status"]).ShouldBe("403 Forbidden");
        else
            status.ShouldBe(403);
        await ShouldHoldNothingAsync(hub);
    }

    [Fact]
    public async Task Message_OfOneOfTheCallersPractices_IsTaken_AndACentreSystemSendsForAny()
    {
        await using var hub = await TestHub.StartAsync("web");

        (await SendAsync(hub, "/fhir/$process-message", TestReferral.Routine().Bytes(), await GpAsync(hub, Other, Own))).Status.ShouldBe(
            200
        );
        (await SendAsync(hub, "/fhir/$process-message", TestReferral.Routine().Bytes(), await CentreAsync(hub))).Status.ShouldBe(200);
        (await hub.CountAsync<ReferralJourney>()).ShouldBe(2);
    }

    [Fact]
    public async Task Message_OfACallerWhoIsNoSender_Is403()
    {
        await using var hub = await TestHub.StartAsync("web");
        var referral = TestReferral.Routine().Bytes();

        (await SendAsync(hub, "/fhir/$process-message", referral, await ProviderAsync(hub, Own))).Status.ShouldBe(403);
        SenderBinding.Bind(new(CallerRole.Operator, "id", "Op", "Operator", [Own]), Facts(referral), Own).Problem!.Status.ShouldBe(403);
        await ShouldHoldNothingAsync(hub);
    }

    [Fact]
    public async Task MessageThatNamesNoOrganisation_IsOfTheCallersOnlyPractice()
    {
        await using var hub = await TestHub.StartAsync("web");
        var referral = Anonymous();

        (await SendAsync(hub, "/fhir/$process-message", referral.Bytes(), await GpAsync(hub, Own, Other))).Status.ShouldBe(403);
        var (status, answer) = await SendAsync(hub, "/fhir/$process-message", referral.Bytes(), await GpAsync(hub, Own));

        status.ShouldBe(200, answer.ToJsonString());
        var journey = await hub.JourneyAsync(IdIn(answer));
        (journey.Sender, journey.Practice).ShouldBe((Own, Own));
    }

    [Fact]
    public async Task Amendment_OfAnothersReferral_IsAnsweredLikeOneOfNoReferral()
    {
        await using var hub = await TestHub.StartAsync("web");
        var id = await hub.TakeAsync(TestReferral.Routine());
        var reference = (await hub.JourneyAsync(id)).Reference;

        var withdrawal = Withdrawal(reference).Bytes();
        var other = await SendAsync(hub, "/fhir/$process-message", withdrawal, await GpAsync(hub, Other));
        await using var empty = await TestHub.StartAsync("web");
        var unknown = await SendAsync(empty, "/fhir/$process-message", withdrawal, await GpAsync(empty, Other));

        other.Status.ShouldBe(404);
        other.Outcome["issue"]!.ToJsonString().ShouldBe(unknown.Outcome["issue"]!.ToJsonString());
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Received);
    }

    [Fact]
    public async Task Update_OfAnothersReferral_IsAnsweredLikeOneOfNoReferral()
    {
        await using var hub = await TestHub.StartAsync("web");
        var referral = TestReferral.Routine();
        var id = await hub.TakeAsync(referral);
        var none = Guid.CreateVersion7();

        var other = await UpdateAsync(hub, referral, id, await GpAsync(hub, Other));
        var unknown = await UpdateAsync(hub, referral, none, await GpAsync(hub, Other));
        var own = await UpdateAsync(hub, referral, id, await GpAsync(hub, Own), Own);

        (other.Status, unknown.Status, own.Status).ShouldBe((404, 404, 200));
        other.Outcome["issue"]!.ToJsonString().ShouldBe(unknown.Outcome["issue"]!.ToJsonString());
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Cancelled);
    }

    [Fact]
    public async Task MessageId_OfAnotherSender_NeitherCollidesNorLeaks()
    {
        await using var hub = await TestHub.StartAsync("web");
        var first = TestReferral.Routine();
        await hub.TakeAsync(first);
        var second = TestReferral.Routine();
        second.Json["id"] = first.MessageId;
        Rename(second, Other);

        var (status, answer) = await SendAsync(hub, "/fhir/$process-message", second.Bytes(), await GpAsync(hub, Other));

        status.ShouldBe(200, answer.ToJsonString());
        (await hub.CountAsync<ReferralJourney>()).ShouldBe(2);
    }

    [Fact]
    public async Task Communication_OfAnotherPractice_Is403_Sentence13()
    {
        await using var hub = await TestHub.StartAsync("web");
        var id = await hub.TakeAsync(TestReferral.Routine());

        var (status, outcome) = await SendAsync(hub, "/fhir/Communication", Says(id, Own), await GpAsync(hub, Other));
        var (unknown, _) = await SendAsync(hub, "/fhir/Communication", Says(id, Other), await GpAsync(hub, Other));

        (status, unknown).ShouldBe((403, 404));
        ((string?)outcome["issue"]![0]!["expression"]![0]).ShouldBe("Communication.sender");
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Received);
        (await SendAsync(hub, "/fhir/Communication", Says(id, Own), await GpAsync(hub, Own))).Status.ShouldBe(201);
    }

    static async Task<(int Status, JsonNode Outcome)> SendAsync(
        TestHub hub,
        string path,
        byte[] body,
        params (string Name, string Value)[] headers
    )
    {
        using var response = await hub.PostAsync(path, body, headers: headers);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>An update that withdraws.</summary>
    static async Task<(int Status, JsonNode Outcome)> UpdateAsync(
        TestHub hub,
        TestReferral referral,
        Guid id,
        (string Name, string Value) caller,
        string practice = Other
    )
    {
        Rename(referral, practice);
        var request = Standalone(referral);
        request["id"] = id.ToString();
        request["status"] = "revoked";
        using var message = new HttpRequestMessage(HttpMethod.Put, $"/fhir/ServiceRequest/{id}");
        message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.ToJsonString()));
        message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/fhir+json");
        message.Headers.TryAddWithoutValidation(caller.Name, caller.Value);
        using var response = await hub.Http.SendAsync(message);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    static async Task ShouldHoldNothingAsync(TestHub hub)
    {
        (await hub.CountAsync<ReferralJourney>()).ShouldBe(0);
        (await hub.CountAsync<Submission>()).ShouldBe(0);
        (await hub.CountAsync<StoredDocument>()).ShouldBe(0);
        (await hub.CountAsync<WorkItem>()).ShouldBe(0);
    }

    static ReferralFacts Facts(byte[] referral) =>
        ParsedSubmission
            .Parse(referral, IntakeFace.ProcessMessage, null, null, new(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc))
            .Submission!.Facts;

    static TestReferral Anonymous()
    {
        var referral = TestReferral.Routine();
        referral.Header.Remove("sender");
        referral.Resource("PractitionerRole").Remove("organization");
        return referral;
    }

    static void Rename(TestReferral referral, string practice) => referral.Resource("Organization")["identifier"]![0]!["value"] = practice;

    static TestReferral Withdrawal(string reference)
    {
        var referral = TestReferral.Routine().Again("update", "revoked");
        Rename(referral, Other);
        referral.Request["identifier"]![0]!["value"] = reference;
        return referral;
    }

    static JsonObject Standalone(TestReferral referral)
    {
        var request = (JsonObject)referral.Request.DeepClone();
        var contained = new JsonArray();
        foreach (var type in new[] { "Patient", "PractitionerRole", "Organization" })
        {
            var resource = (JsonObject)referral.Resource(type).DeepClone();
            resource["id"] = type.ToLowerInvariant();
            contained.Add(resource);
        }

        request["contained"] = contained;
        request["subject"] = new JsonObject { ["reference"] = "#patient" };
        request["requester"] = new JsonObject { ["reference"] = "#practitionerrole" };
        contained[1]!["organization"] = new JsonObject { ["reference"] = "#organization" };
        return request;
    }

    static JsonObject Batch(JsonObject request) =>
        new()
        {
            ["resourceType"] = "Bundle",
            ["type"] = "batch",
            ["entry"] = new JsonArray(
                new JsonObject
                {
                    ["resource"] = request,
                    ["request"] = new JsonObject { ["method"] = "POST", ["url"] = "ServiceRequest" },
                }
            ),
        };

    static byte[] Says(Guid id, string practice) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["resourceType"] = "Communication",
                ["status"] = "completed",
                ["basedOn"] = new JsonArray(new JsonObject { ["reference"] = $"ServiceRequest/{id}" }),
                ["category"] = new JsonArray(
                    new JsonObject
                    {
                        ["coding"] = new JsonArray(
                            new JsonObject { ["system"] = ReferralHub.Platform.FhirSystems.CommunicationCategory, ["code"] = "withdrawal" }
                        ),
                    }
                ),
                ["sender"] = new JsonObject { ["identifier"] = new JsonObject { ["value"] = practice } },
                ["payload"] = new JsonArray(new JsonObject { ["contentString"] = "Not wanted any more." }),
            }.ToJsonString()
        );

    static Guid IdIn(JsonNode answer) => Guid.Parse(((string)answer["entry"]![1]!["fullUrl"]!)["urn:uuid:".Length..]);
}
