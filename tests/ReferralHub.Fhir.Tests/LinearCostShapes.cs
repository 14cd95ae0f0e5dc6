using System.Text.Json.Nodes;

namespace ReferralHub.Fhir.Tests;

/// <summary>Documents of any size in which parts point to one another, or have to be told apart from one another.</summary>
static class LinearCostShapes
{
    public static Dictionary<string, Func<int, JsonObject>> All { get; } =
        new()
        {
            ["references to entries"] = n => Bundle(n, i => new() { ["reference"] = $"urn:uuid:{i}" }),
            ["references to entries by type and id"] = n => Bundle(n, i => new() { ["reference"] = $"Basic/b{i}" }),
            ["references to nothing"] = n => Bundle(n, i => new() { ["reference"] = $"Basic/x{i}" }),
            ["references by identifier"] = n =>
                Bundle(
                    n,
                    i =>
                        new()
                        {
                            ["identifier"] = new JsonObject { ["system"] = "http://example.org", ["value"] = $"{i}" },
                        }
                ),
            ["contained resources that are pointed to"] = n => Contained(n, i => new() { ["reference"] = $"#c{i}" }),
            ["contained resources that point to one another"] = n =>
                Contained(n, i => new() { ["reference"] = "#c0" }, i => new() { ["reference"] = $"#c{(i + 1) % n}" }),
            ["contained resources that nothing points to"] = Unreferenced,
            ["modifier extensions"] = n =>
                new()
                {
                    ["resourceType"] = "Basic",
                    ["modifierExtension"] = Many(n, i => new JsonObject { ["url"] = $"http://example.org/{i}", ["valueInteger"] = i }),
                },
            ["entries with one fullUrl"] = n => Bundle(n, i => new() { ["reference"] = "Basic/b0" }, _ => "urn:uuid:same"),
            ["unknown elements"] = n =>
            {
                var basic = new JsonObject { ["resourceType"] = "Basic" };
                for (var i = 0; i < n; i++)
                    basic[$"unknown{i}"] = i;
                return basic;
            },
            ["lists with gaps"] = n =>
                new()
                {
                    ["resourceType"] = "Patient",
                    ["name"] = new JsonArray(
                        new JsonObject
                        {
                            ["given"] = Many(n, i => i % 2 == 0 ? $"A{i}" : null),
                            ["_given"] = Many(n, i => i % 2 == 0 ? null : new JsonObject { ["id"] = $"a{i}" }),
                        }
                    ),
                },
            ["items within items"] = n =>
            {
                JsonObject? item = null;
                for (var i = 0; i < 25; i++)
                    item = new()
                    {
                        ["linkId"] = $"{i}",
                        ["item"] = item is null ? Many(n, j => new JsonObject { ["linkId"] = $"j{j}" }) : new JsonArray(item),
                    };
                return new()
                {
                    ["resourceType"] = "QuestionnaireResponse",
                    ["status"] = "completed",
                    ["item"] = new JsonArray(item),
                };
            },
        };

    /// <summary>Contained resources that nothing points to, though a text reads as if it did.</summary>
    static JsonObject Unreferenced(int count) =>
        new()
        {
            ["resourceType"] = "Basic",
            ["code"] = new JsonObject { ["text"] = "a" },
            ["contained"] = Many(
                count,
                i => new JsonObject
                {
                    ["resourceType"] = "Basic",
                    ["id"] = $"c{i}",
                    ["code"] = new JsonObject { ["text"] = "a" },
                }
            ),
        };

    static JsonObject Contained(int count, Func<int, JsonObject> reference, Func<int, JsonObject>? within = null) =>
        new()
        {
            ["resourceType"] = "ServiceRequest",
            ["contained"] = Many(
                count,
                i =>
                {
                    var contained = new JsonObject { ["resourceType"] = "Basic", ["id"] = $"c{i}" };
                    if (within is not null)
                        contained["subject"] = within(i);
                    return contained;
                }
            ),
            ["supportingInfo"] = Many(count, reference),
        };

    static JsonObject Bundle(int count, Func<int, JsonObject> reference, Func<int, string>? url = null) =>
        new()
        {
            ["resourceType"] = "Bundle",
            ["type"] = "collection",
            ["entry"] = Many(
                count,
                i => new JsonObject
                {
                    ["fullUrl"] = url?.Invoke(i) ?? $"urn:uuid:{i}",
                    ["resource"] = new JsonObject
                    {
                        ["resourceType"] = "Basic",
                        ["id"] = $"b{i}",
                        ["identifier"] = new JsonArray(new JsonObject { ["system"] = "http://example.org", ["value"] = $"{i}" }),
                        ["subject"] = reference(i),
                    },
                }
            ),
        };

    static JsonArray Many(int count, Func<int, JsonNode?> make) => new([.. Enumerable.Range(0, count).Select(make)]);
}
