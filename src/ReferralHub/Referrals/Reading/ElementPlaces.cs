using ReferralHub.Fhir;

namespace ReferralHub.Referrals.Reading;

/// <summary>
/// Where elements stand in a document, as FHIRPath. All are found in one walk, which goes down only where one of them is.
/// </summary>
static class ElementPlaces
{
    /// <param name="offsets">Where the elements start, as <see cref="FhirNode.Offset"/> says.</param>
    public static Dictionary<int, string> Find(FhirDocument document, int[] offsets)
    {
        Array.Sort(offsets);
        var found = new Dictionary<int, string>();
        Walk(document.Root, document.Root.ResourceType ?? "", offsets, found);
        return found;
    }

    /// <summary>The element that stands there; one that does not exist when the document has none.</summary>
    public static FhirNode Follow(FhirDocument document, string expression)
    {
        var node = document.Root;
        foreach (var step in expression.Split('.').Skip(1))
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            if (bracket < 0)
            {
                node = node[step];
                continue;
            }

            var items = node[step[..bracket]];
            if (!int.TryParse(step.AsSpan(bracket + 1).TrimEnd(']'), out var index) || index < 0 || index >= items.Count)
                return default;
            foreach (var item in items.Items())
                if (index-- == 0)
                    node = item;
        }

        return node;
    }

    static void Walk(FhirNode node, string path, int[] offsets, Dictionary<int, string> found)
    {
        if (Array.BinarySearch(offsets, node.Offset) >= 0)
            found[node.Offset] = path;
        if (node.IsArray)
        {
            var index = 0;
            foreach (var item in node.Items())
            {
                if (Holds(item, offsets))
                    Walk(item, $"{path}[{index}]", offsets, found);
                index++;
            }

            return;
        }

        foreach (var (name, value) in node.Properties())
            if (Holds(value, offsets))
                Walk(value, $"{path}.{name}", offsets, found);
    }

    static bool Holds(FhirNode node, int[] offsets)
    {
        var at = Array.BinarySearch(offsets, node.Offset);
        if (at < 0)
            at = ~at;
        return at < offsets.Length && offsets[at] < node.Offset + node.RawBytes.Length;
    }
}
