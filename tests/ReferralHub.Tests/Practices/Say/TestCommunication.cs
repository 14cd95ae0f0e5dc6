using System.Text;
using System.Text.Json.Nodes;

namespace ReferralHub.Tests.Practices.Say;

/// <summary>A Communication of a practice for tests: an answer of the test practice, unless told otherwise.</summary>
public sealed class TestCommunication
{
    readonly JsonObject json;

    TestCommunication(JsonObject json) => this.json = json;

    public static TestCommunication Answer(Guid referral, string text) =>
        new(
            new()
            {
                ["resourceType"] = "Communication",
                ["status"] = "completed",
                ["basedOn"] = new JsonArray(new JsonObject { ["reference"] = $"ServiceRequest/{referral}" }),
                ["category"] = new JsonArray(
                    new JsonObject
                    {
                        ["coding"] = new JsonArray(
                            new JsonObject
                            {
                                ["system"] = "https://fhir.referralhub.example/CodeSystem/communication-category",
                                ["code"] = "answer",
                            }
                        ),
                    }
                ),
                ["sender"] = new JsonObject
                {
                    ["type"] = "Organization",
                    ["identifier"] = new JsonObject
                    {
                        ["system"] = "https://fhir.nhs.uk/Id/ods-organization-code",
                        ["value"] = TestJourney.DefaultPractice,
                    },
                    ["display"] = "Test Practice",
                },
                ["payload"] = new JsonArray(new JsonObject { ["contentString"] = text }),
            }
        );

    public TestCommunication OfCategory(string code)
    {
        json["category"]![0]!["coding"]![0]!["code"] = code;
        return this;
    }

    public TestCommunication About(string reference)
    {
        json["basedOn"]![0]!["reference"] = reference;
        return this;
    }

    public TestCommunication From(string odsCode)
    {
        json["sender"]!["identifier"]!["value"] = odsCode;
        return this;
    }

    public TestCommunication Attaching(string type, ReadOnlySpan<byte> content, string title = "scan.pdf")
    {
        ((JsonArray)json["payload"]!).Add(
            new JsonObject
            {
                ["contentAttachment"] = new JsonObject
                {
                    ["contentType"] = type,
                    ["title"] = title,
                    ["data"] = Convert.ToBase64String(content),
                },
            }
        );
        return this;
    }

    public async Task<(int Status, string Body)> SendAsync(TestHub hub)
    {
        using var response = await hub.PostAsync("/fhir/Communication", Encoding.UTF8.GetBytes(json.ToJsonString()));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
