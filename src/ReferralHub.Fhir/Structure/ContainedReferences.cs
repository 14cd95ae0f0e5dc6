using System.Runtime.InteropServices;
using System.Text.Json;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.FhirPath.Operators;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Structure;

/// <summary>
/// Whether contained resources are pointed to or point to what contains them (dom-3). The expression of the definitions goes
/// through the whole resource once for each of them; here it is gone through once for all.
/// </summary>
static class ContainedReferences
{
    public const string Key = "dom-3";

    /// <summary>What the expression of dom-3 says of a resource.</summary>
    /// <param name="whole">What <c>%resource</c> stands for: references are looked for there.</param>
    public static bool AreAllNamed(PathNode resource, PathNode whole)
    {
        var contained = new ItemList();
        resource.AddChildren("contained", contained, R4Schema.R4, anyName: false);
        if (contained.Count == 0)
            return true;
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in Descendants(whole))
            if (node.Type?.Name is "canonical" or "uri" or "url")
                Add(node, named);
            else
                foreach (var reference in Children(node, "reference"))
                    Add(reference, named);
        foreach (PathNode item in contained)
            if (
                Children(item, "id") is [var id]
                && Singleton.Value(id) is string name
                && !named.Contains($"#{name}")
                && !Descendants(item).Any(PointsToContainer)
            )
                return false;
        return true;
    }

    static bool PointsToContainer(PathNode node) =>
        (node.Type?.Name == "canonical" && Singleton.Value(node) is "#")
        || Children(node, "reference").Exists(r => Singleton.Value(r) is "#");

    static void Add(PathNode node, HashSet<string> named)
    {
        if (Singleton.Value(node) is string text)
            named.Add(text);
    }

    static List<PathNode> Children(PathNode node, string name)
    {
        var found = new ItemList();
        node.AddChildren(name, found, R4Schema.R4, anyName: true);
        return found.ConvertAll(i => (PathNode)i);
    }

    static IEnumerable<PathNode> Descendants(PathNode node)
    {
        var found = new ItemList();
        node.AddAllChildren(found, R4Schema.R4);
        for (var i = 0; i < found.Count; i++)
        {
            var child = (PathNode)found[i];
            yield return child;
            child.AddAllChildren(found, R4Schema.R4);
        }
    }

    /// <summary>Whether a <c>reference</c> somewhere in the resource names each contained resource. False says nothing.</summary>
    public static bool NameAll(JsonElement resource)
    {
        if (!resource.TryGetProperty("contained"u8, out var contained))
            return true;
        if (contained.ValueKind != JsonValueKind.Array)
            return false;
        var unnamed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in contained.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("id"u8, out var id) || id.ValueKind != JsonValueKind.String)
                return false;
            unnamed.Add($"#{id.GetString()}");
        }

        Remove(resource, unnamed);
        return unnamed.Count == 0;
    }

    static void Remove(JsonElement element, HashSet<string> unnamed)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Remove(item, unnamed);
            return;
        }

        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                Remove(property.Value, unnamed);
            else if (
                property.Value.ValueKind == JsonValueKind.String
                && JsonMarshal.GetRawUtf8PropertyName(property).SequenceEqual("reference"u8)
            )
                unnamed.Remove(property.Value.GetString()!);
        }
    }
}
