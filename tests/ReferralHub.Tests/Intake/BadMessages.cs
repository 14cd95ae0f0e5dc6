using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace ReferralHub.Tests.Intake;

/// <summary>
/// Messages that are wrong before their referral is read: by name, with the answer's status and code and the element at fault.
/// </summary>
static class BadMessages
{
    /// <summary>Bytes, JSON, size, attachments, and the envelope.</summary>
    public static TheoryData<string, Func<byte[]>, int, string, string?> Cases =>
        new()
        {
            { "empty", () => [], 400, "json-empty", null },
            { "truncated", () => TestReferral.Routine().Bytes()[..^200], 400, "json-notjson", null },
            { "not JSON", () => Utf8("<Bundle/>"), 400, "json-notjson", null },
            {
                "too deep",
                () => Utf8("{\"resourceType\":\"Bundle\",\"x\":" + new string('[', 100) + new string(']', 100) + "}"),
                400,
                "json-toodeep",
                null
            },
            {
                "duplicate key",
                () => Utf8("{\"resourceType\":\"Bundle\",\"type\":\"message\",\"type\":\"message\"}"),
                400,
                "json-duplicatekey",
                "Bundle.type"
            },
            {
                "invalid UTF-8",
                () => [.. Utf8("{\"resourceType\":\"Bundle\",\"id\":\""), 0xFF, .. Utf8("\"}")],
                400,
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
                "content-too-large",
                null
            },
            { "ten megabytes", () => new byte[10 * 1024 * 1024], 413, "body-too-large", null },
            {
                "six megabytes of attachment",
                () => WithAttachment(6 * 1024 * 1024 - 512 * 1024).Bytes(),
                413,
                "attachment-too-large",
                "Bundle.entry[5].resource.content[0].attachment.data"
            },
            {
                "attachment that is no base64",
                () => WithAttachment(3).With(r => r.Resource("DocumentReference")["content"]![0]!["attachment"]!["data"] = "%%%").Bytes(),
                400,
                "attachment-unreadable",
                "Bundle.entry[5].resource.content[0].attachment.data"
            },
            { "a Patient", () => Utf8("{\"resourceType\":\"Patient\"}"), 400, "not-a-bundle", "resourceType" },
            {
                "a collection at $process-message",
                () => TestReferral.Routine().With(r => r.Json["type"] = "collection").Bytes(),
                400,
                "bundle-type",
                "Bundle.type"
            },
            {
                "no MessageHeader",
                () => TestReferral.Routine().Without("MessageHeader").Bytes(),
                400,
                "no-message-header",
                "Bundle.entry[0].resource"
            },
            {
                "no event",
                () => TestReferral.Routine().With(r => r.Header.Remove("eventCoding")).Bytes(),
                400,
                "no-event",
                "Bundle.entry[0].resource"
            },
            {
                "booking request",
                () => TestReferral.Routine().With(r => r.Header["eventCoding"]!["code"] = "booking-request").Bytes(),
                422,
                "event-not-taken",
                "Bundle.entry[0].resource.eventCoding"
            },
            {
                "unknown event",
                () => TestReferral.Routine().With(r => r.Header["eventCoding"]!["code"] = "something").Bytes(),
                422,
                "event-not-taken",
                "Bundle.entry[0].resource.eventCoding"
            },
            {
                "unknown reason",
                () => TestReferral.Routine().With(r => r.Header["reason"]!["coding"]![0]!["code"] = "perhaps").Bytes(),
                400,
                "reason-unknown",
                "Bundle.entry[0].resource.reason"
            },
            {
                "validation category",
                () => TestReferral.Routine().With(r => r.Request["category"]![0]!["coding"]![0]!["code"] = "validation").Bytes(),
                422,
                "category-not-taken",
                "Bundle.entry[1].resource.category"
            },
        };

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static TestReferral WithAttachment(int bytes) =>
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
