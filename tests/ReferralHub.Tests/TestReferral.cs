using System.Text;
using System.Text.Json.Nodes;

namespace ReferralHub.Tests;

/// <summary>A referral message for tests: complete unless told otherwise.</summary>
public sealed class TestReferral
{
    static int next;
    readonly JsonObject bundle;

    TestReferral(JsonObject bundle) => this.bundle = bundle;

    public JsonObject Json => bundle;

    public JsonObject Request => Resource("ServiceRequest");

    public JsonObject Patient => Resource("Patient");

    public JsonObject Header => Resource("MessageHeader");

    public static TestReferral Routine() => Create("routine");

    public static TestReferral Urgent() => Create("urgent");

    public static TestReferral SuspectedCancer() => Create("asap");

    public static TestReferral Create(string priority)
    {
        var number = Interlocked.Increment(ref next);
        var text = $$"""
            {
              "resourceType": "Bundle",
              "id": "message-{{number}}-{{Guid.CreateVersion7()}}",
              "meta": { "versionId": "1.1.0" },
              "type": "message",
              "timestamp": "2026-11-20T10:00:00Z",
              "entry": [
                {
                  "fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000001",
                  "resource": {
                    "resourceType": "MessageHeader",
                    "eventCoding": {{Coding("https://fhir.nhs.uk/CodeSystem/message-events-bars", "servicerequest-request")}},
                    "sender": { "reference": "urn:uuid:00000000-0000-4000-8000-000000000005" },
                    "source": { "endpoint": "urn:test" },
                    "reason": { "coding": [ {{Coding("https://fhir.nhs.uk/CodeSystem/message-reason-bars", "new")}} ] },
                    "focus": [ { "reference": "urn:uuid:00000000-0000-4000-8000-000000000002" } ]
                  }
                },
                {
                  "fullUrl": "urn:uuid:{{Guid.CreateVersion7()}}",
                  "resource": {
                    "resourceType": "ServiceRequest",
                    "identifier": [ {{Identifier("https://gp.example/Id/referral", $"gp-{number}-{Guid.CreateVersion7()}")}} ],
                    "status": "active",
                    "intent": "order",
                    "priority": "{{priority}}",
                    "category": [
                      { "coding": [ {{Coding("https://fhir.nhs.uk/CodeSystem/message-category-servicerequest", "referral")}} ] }
                    ],
                    "subject": { "reference": "urn:uuid:00000000-0000-4000-8000-000000000003" },
                    "authoredOn": "2026-11-20T09:55:00Z",
                    "requester": { "reference": "urn:uuid:00000000-0000-4000-8000-000000000004" },
                    "performerType": { "coding": [ {{Coding("https://fhir.hl7.org.uk/CodeSystem/UKCore-PracticeSettingCode", "110")}} ] },
                    "reasonCode": [ { "text": "Knee pain for eight months" } ]
                  }
                },
                {
                  "fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000003",
                  "resource": {
                    "resourceType": "Patient",
                    "identifier": [ {{Identifier("https://fhir.nhs.uk/Id/nhs-number", NhsNumber(number))}} ],
                    "name": [ { "use": "official", "family": "Canaryfamily", "given": [ "Canarygiven" ] } ],
                    "gender": "female",
                    "birthDate": "1970-05-01",
                    "address": [ { "postalCode": "ZZ99 3WZ" } ]
                  }
                },
                {
                  "fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000004",
                  "resource": {
                    "resourceType": "PractitionerRole",
                    "practitioner": { "display": "Dr Example" },
                    "organization": { "reference": "urn:uuid:00000000-0000-4000-8000-000000000005" }
                  }
                },
                {
                  "fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000005",
                  "resource": {
                    "resourceType": "Organization",
                    "identifier": [ {{Identifier("https://fhir.nhs.uk/Id/ods-organization-code", "L81008")}} ],
                    "name": "Test Practice"
                  }
                }
              ]
            }
            """;
        return new((JsonObject)JsonNode.Parse(text)!);
    }

    public static TestReferral From(byte[] json) => new((JsonObject)JsonNode.Parse(json)!);

    public TestReferral With(Action<TestReferral> change)
    {
        change(this);
        return this;
    }

    public string MessageId => (string)bundle["id"]!;

    /// <summary>The same referral again as another message: amended or withdrawn.</summary>
    /// <param name="messageId">Its Bundle's id; one of its own when null.</param>
    public TestReferral Again(string reason, string status, string? messageId = null)
    {
        var copy = new TestReferral((JsonObject)bundle.DeepClone());
        copy.bundle["id"] = messageId ?? $"message-{Guid.CreateVersion7()}";
        copy.Header["reason"]!["coding"]![0]!["code"] = reason;
        copy.Request["status"] = status;
        return copy;
    }

    public JsonObject Resource(string type) =>
        Entries.Select(e => (JsonObject)e!["resource"]!).First(r => (string?)r["resourceType"] == type);

    public JsonArray Entries => (JsonArray)bundle["entry"]!;

    public TestReferral Without(string type)
    {
        Entries.Remove(Entries.First(e => (string?)e!["resource"]!["resourceType"] == type));
        return this;
    }

    public byte[] Bytes() => Encoding.UTF8.GetBytes(bundle.ToJsonString());

    static string Coding(string system, string code) => $$"""{ "system": "{{system}}", "code": "{{code}}" }""";

    static string Identifier(string system, string value) => $$"""{ "system": "{{system}}", "value": "{{value}}" }""";

    /// <summary>The n-th valid number of the test range, after those that fixed examples use.</summary>
    static string NhsNumber(int n)
    {
        for (var candidate = 500_000 + (n * 2); ; candidate++)
            if (ReferralHub.Kernel.NhsNumber.CheckDigit($"999{candidate:000000}") is { } check)
                return $"999{candidate:000000}{check}";
    }
}
