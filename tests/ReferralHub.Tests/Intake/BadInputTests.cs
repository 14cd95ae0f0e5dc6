using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals.Documents;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Intake;

/// <summary>Each way to be wrong has an answer of its own and leaves nothing behind.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web");

    public async Task DisposeAsync() => await hub.DisposeAsync();

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static TheoryData<string, Func<byte[]>, int, string, string, string?> Cases =>
        new()
        {
            { "empty", () => [], 400, "REC_BAD_REQUEST", "json-empty", null },
            { "truncated", () => TestReferral.Routine().Bytes()[..^200], 400, "REC_BAD_REQUEST", "json-notjson", null },
            { "not JSON", () => Utf8("<Bundle/>"), 400, "REC_BAD_REQUEST", "json-notjson", null },
            {
                "too deep",
                () => Utf8("{\"resourceType\":\"Bundle\",\"x\":" + new string('[', 100) + new string(']', 100) + "}"),
                400,
                "REC_BAD_REQUEST",
                "json-toodeep",
                null
            },
            {
                "duplicate key",
                () => Utf8("{\"resourceType\":\"Bundle\",\"type\":\"message\",\"type\":\"message\"}"),
                400,
                "REC_BAD_REQUEST",
                "json-duplicatekey",
                "Bundle.type"
            },
            {
                "invalid UTF-8",
                () => [.. Utf8("{\"resourceType\":\"Bundle\",\"id\":\""), 0xFF, .. Utf8("\"}")],
                400,
                "REC_BAD_REQUEST",
                "json-invalidutf8",
                null
            },
            {
                "six megabytes of text",
                () =>
                    TestReferral
                        .Routine()
                        .With(r => r.Request["note"] = new JsonArray(new JsonObject { ["text"] = new string('x', 6 * 1024 * 1024) }))
                        .Bytes(),
                413,
                "REC_BAD_REQUEST",
                "content-too-large",
                null
            },
            { "ten megabytes", () => new byte[10 * 1024 * 1024], 413, "REC_BAD_REQUEST", "body-too-large", null },
            {
                "six megabytes of attachment",
                () => WithAttachment(6 * 1024 * 1024 - 512 * 1024).Bytes(),
                413,
                "REC_BAD_REQUEST",
                "attachment-too-large",
                "Bundle.entry[5].resource.content[0].attachment.data"
            },
            {
                "attachment that is no base64",
                () => WithAttachment(3).With(r => r.Resource("DocumentReference")["content"]![0]!["attachment"]!["data"] = "%%%").Bytes(),
                400,
                "REC_BAD_REQUEST",
                "attachment-unreadable",
                "Bundle.entry[5].resource.content[0].attachment.data"
            },
            { "a Patient", () => Utf8("{\"resourceType\":\"Patient\"}"), 400, "REC_BAD_REQUEST", "not-a-bundle", "resourceType" },
            {
                "a collection at $process-message",
                () => TestReferral.Routine().With(r => r.Json["type"] = "collection").Bytes(),
                400,
                "REC_BAD_REQUEST",
                "bundle-type",
                "Bundle.type"
            },
            {
                "no MessageHeader",
                () => TestReferral.Routine().Without("MessageHeader").Bytes(),
                400,
                "REC_BAD_REQUEST",
                "no-message-header",
                "Bundle.entry[0].resource"
            },
            {
                "no event",
                () => TestReferral.Routine().With(r => r.Header.Remove("eventCoding")).Bytes(),
                400,
                "REC_BAD_REQUEST",
                "no-event",
                "Bundle.entry[0].resource"
            },
            {
                "booking request",
                () => TestReferral.Routine().With(r => r.Header["eventCoding"]!["code"] = "booking-request").Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "event-not-taken",
                "Bundle.entry[0].resource.eventCoding"
            },
            {
                "unknown event",
                () => TestReferral.Routine().With(r => r.Header["eventCoding"]!["code"] = "something").Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "event-not-taken",
                "Bundle.entry[0].resource.eventCoding"
            },
            {
                "unknown reason",
                () => TestReferral.Routine().With(r => r.Header["reason"]!["coding"]![0]!["code"] = "perhaps").Bytes(),
                400,
                "REC_BAD_REQUEST",
                "reason-unknown",
                "Bundle.entry[0].resource.reason"
            },
            {
                "validation category",
                () => TestReferral.Routine().With(r => r.Request["category"]![0]!["coding"]![0]!["code"] = "validation").Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "category-not-taken",
                "Bundle.entry[1].resource.category"
            },
            {
                "two ServiceRequests",
                () => TestReferral.Routine().With(r => r.Entries.Add(new JsonObject { ["resource"] = r.Request.DeepClone() })).Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "several-service-requests",
                "Bundle.entry[5].resource"
            },
            {
                "no ServiceRequest",
                () => TestReferral.Routine().Without("ServiceRequest").Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "no-service-request",
                "Bundle.entry"
            },
            {
                "status completed",
                () => TestReferral.Routine().With(r => r.Request["status"] = "completed").Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "status-not-taken",
                "Bundle.entry[1].resource.status"
            },
            {
                "no status",
                () => TestReferral.Routine().With(r => r.Request.Remove("status")).Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "status-not-taken",
                "Bundle.entry[1].resource"
            },
            {
                "new but revoked",
                () => TestReferral.Routine().With(r => r.Request["status"] = "revoked").Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "status-and-reason",
                "Bundle.entry[1].resource.status"
            },
            {
                "unknown priority",
                () => TestReferral.Create("soon").Bytes(),
                400,
                "REC_BAD_REQUEST",
                "priority-unknown",
                "Bundle.entry[1].resource.priority"
            },
            {
                "no patient",
                () => TestReferral.Routine().With(r => r.Request.Remove("subject")).Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "no-patient",
                "Bundle.entry[1].resource"
            },
            {
                "dangling patient",
                () => TestReferral.Routine().Without("Patient").Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "patient-not-found",
                "Bundle.entry[1].resource.subject"
            },
            {
                "subject is an organisation",
                () =>
                    TestReferral
                        .Routine()
                        .With(r => r.Request["subject"]!["reference"] = "urn:uuid:00000000-0000-4000-8000-000000000005")
                        .Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "subject-not-a-patient",
                "Bundle.entry[1].resource.subject"
            },
            {
                "patient without identity",
                () =>
                    TestReferral
                        .Routine()
                        .With(r =>
                        {
                            r.Patient.Remove("identifier");
                            r.Patient.Remove("birthDate");
                        })
                        .Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "patient-not-identifiable",
                "Bundle.entry[2].resource"
            },
            {
                "no requester",
                () => TestReferral.Routine().With(r => r.Request.Remove("requester")).Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "no-requester",
                "Bundle.entry[1].resource"
            },
            {
                "dangling requester",
                () => TestReferral.Routine().Without("PractitionerRole").Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "requester-not-found",
                "Bundle.entry[1].resource.requester"
            },
            {
                "written in the future",
                () => TestReferral.Routine().With(r => r.Request["authoredOn"] = "2100-01-01T00:00:00Z").Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "date-in-future",
                "Bundle.entry[1].resource.authoredOn"
            },
            {
                "written long ago",
                () => TestReferral.Routine().With(r => r.Request["authoredOn"] = "1980-01-01").Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "date-too-old",
                "Bundle.entry[1].resource.authoredOn"
            },
            {
                "written on no day",
                () => TestReferral.Routine().With(r => r.Request["authoredOn"] = "2026-02-30").Bytes(),
                400,
                "REC_BAD_REQUEST",
                "date-invalid",
                "Bundle.entry[1].resource.authoredOn"
            },
            {
                "born in the future",
                () => TestReferral.Routine().With(r => r.Patient["birthDate"] = "2100-01-01").Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "date-in-future",
                "Bundle.entry[2].resource.birthDate"
            },
            {
                "born in 1800",
                () => TestReferral.Routine().With(r => r.Patient["birthDate"] = "1800-01-01").Bytes(),
                422,
                "REC_UNPROCESSABLE_ENTITY",
                "date-too-old",
                "Bundle.entry[2].resource.birthDate"
            },
            {
                "born as a number",
                () => TestReferral.Routine().With(r => r.Patient["birthDate"] = 19700501).Bytes(),
                400,
                "REC_BAD_REQUEST",
                "date-invalid",
                "Bundle.entry[2].resource.birthDate"
            },
            {
                "amendment of nothing",
                () => TestReferral.Routine().Again("update", "active").Bytes(),
                404,
                "REC_NOT_FOUND",
                "referral-not-found",
                "ServiceRequest.identifier"
            },
            {
                "cancellation of nothing",
                () => TestReferral.Routine().Again("update", "revoked").Bytes(),
                404,
                "REC_NOT_FOUND",
                "referral-not-found",
                "ServiceRequest.identifier"
            },
            {
                "answer to a message never sent",
                () =>
                    TestReferral
                        .Routine()
                        .With(r =>
                        {
                            r.Header["eventCoding"]!["code"] = "servicerequest-response";
                            r.Header["response"] = new JsonObject
                            {
                                ["identifier"] = "0199c0de-1234-7abc-9def-0123456789ab",
                                ["code"] = "ok",
                            };
                        })
                        .Bytes(),
                404,
                "REC_NOT_FOUND",
                "message-not-found",
                "Bundle.entry[0].resource.response"
            },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task BadInput_HasItsOwnAnswer_AndLeavesNothing(
        string name,
        Func<byte[]> body,
        int status,
        string barsCode,
        string code,
        string? expression
    )
    {
        using var response = await hub.PostAsync("/fhir/$process-message", body());
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, $"{name}: {text}");
        var outcome = JsonNode.Parse(text)!;
        ((string?)outcome["resourceType"]).ShouldBe("OperationOutcome");
        var issue = outcome["issue"]!.AsArray().First(i => i!["details"]!["coding"]!.AsArray().Any(c => (string?)c!["code"] == code))!;
        issue["details"]!["coding"]!.AsArray().Select(c => (string?)c!["code"]).ShouldContain(barsCode);
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
        using var response = await hub.PostAsync("/fhir/$process-message", Utf8("{"));
        (await hub.Http.GetStringAsync("/metrics")).ShouldContain(
            "referralhub_submissions_refused_total{source=\"http\",outcome=\"Refused\",reason=\"json-notjson\"}"
        );
    }

    [Fact]
    public async Task FiveMegabytesOfAttachment_AreKeptWhole()
    {
        var referral = WithAttachment(5 * 1024 * 1024);
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

    static TestReferral WithAttachment(int bytes) =>
        TestReferral
            .Routine()
            .With(r =>
                r.Entries.Add(
                    new JsonObject
                    {
                        ["resource"] = new JsonObject
                        {
                            ["resourceType"] = "DocumentReference",
                            ["status"] = "current",
                            ["content"] = new JsonArray(
                                new JsonObject
                                {
                                    ["attachment"] = new JsonObject
                                    {
                                        ["contentType"] = "application/pdf",
                                        ["title"] = "Letter",
                                        ["data"] = Convert.ToBase64String(new byte[bytes]),
                                    },
                                }
                            ),
                        },
                    }
                )
            );
}
