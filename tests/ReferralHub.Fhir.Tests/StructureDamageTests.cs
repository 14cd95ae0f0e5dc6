using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests;

/// <summary>Whatever one thing is broken in a good resource is found.</summary>
public sealed class StructureDamageTests
{
    /// <summary>Whatever one thing is broken in a good resource is found, and found there.</summary>
    [Fact]
    public void Check_AnyElementBroken_IsFound()
    {
        var places = new List<List<object>>();
        Walk(JsonNode.Parse(StructureTests.Good)!, [], places);
        places.Count.ShouldBeGreaterThan(40);
        foreach (var place in places)
        {
            foreach (
                var broken in new JsonNode?[]
                {
                    JsonNode.Parse("[[1]]"),
                    JsonNode.Parse("{\"zzz\":1}"),
                    JsonNode.Parse("{}"),
                    JsonNode.Parse("[]"),
                    JsonValue.Create(""),
                }
            )
            {
                var copy = JsonNode.Parse(StructureTests.Good)!;
                Replace(copy, place, broken?.DeepClone());
                var json = copy.ToJsonString();
                var (document, problem) = FhirJson.Read(Encoding.UTF8.GetBytes(json));
                if (document is null)
                    problem.ShouldNotBeNull();
                else
                    using (document)
                        FhirStructure.Check(document).ShouldNotBeEmpty($"{string.Join('/', place)} as {broken?.ToJsonString()}");
            }
        }
    }

    static void Walk(JsonNode node, List<object> path, List<List<object>> places)
    {
        if (node is JsonObject o)
            foreach (var (name, value) in o)
            {
                places.Add([.. path, name]);
                if (value is not null)
                    Walk(value, [.. path, name], places);
            }

        if (node is not JsonArray a)
            return;
        for (var i = 0; i < a.Count; i++)
        {
            places.Add([.. path, i]);
            if (a[i] is { } item)
                Walk(item, [.. path, i], places);
        }
    }

    static void Replace(JsonNode root, List<object> path, JsonNode? with)
    {
        var at = path.Take(path.Count - 1)
            .Aggregate(root, (node, step) => step is int i ? node.AsArray()[i]! : node.AsObject()[(string)step]!);
        if (path[^1] is int index)
            at.AsArray()[index] = with;
        else
            at.AsObject()[(string)path[^1]] = with;
    }
}
