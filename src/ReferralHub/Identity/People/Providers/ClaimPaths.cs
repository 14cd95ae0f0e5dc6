using System.Text.Json;

namespace ReferralHub.Identity.People.Providers;

/// <summary>Finds values in the claims that a provider sends, which may be lists, objects, or JSON in a string.</summary>
static class ClaimPaths
{
    const int DepthMax = 8;
    const int ValuesMax = 1_000;

    /// <summary>The values of a claim, each with the object in which it stands.</summary>
    public static IReadOnlyList<(string Value, JsonElement Around)> Find(IReadOnlyList<JsonElement> sources, string path)
    {
        var parts = path.Split('.');
        var found = new List<(string, JsonElement)>();
        foreach (var source in sources)
            if (parts.Length <= DepthMax)
                Collect(source, source, parts, found);
        return found;
    }

    /// <summary>The path without its last part, where both of two claims of one entry stand; empty for a claim of its own.</summary>
    public static string Parent(string path) => path.LastIndexOf('.') is >= 0 and var at ? path[..at] : "";

    static void Collect(JsonElement element, JsonElement around, ReadOnlySpan<string> parts, List<(string, JsonElement)> found)
    {
        if (found.Count >= ValuesMax)
            return;
        if (element.ValueKind == JsonValueKind.String && parts.Length > 0)
        {
            if (ReadJson(element.GetString()!) is { } inside)
                Collect(inside, inside, parts, found);
        }
        else if (element.ValueKind == JsonValueKind.Array)
            foreach (var item in element.EnumerateArray())
                Collect(item, item.ValueKind == JsonValueKind.Object ? item : around, parts, found);
        else if (parts.Length == 0)
        {
            if (element.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                found.Add((element.ToString(), around));
        }
        else if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(parts[0], out var next))
            Collect(next, element, parts[1..], found);
    }

    static JsonElement? ReadJson(string text)
    {
        if (text.Length == 0 || text[0] is not ('[' or '{'))
            return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // The provider's text, which merely begins like JSON; a mapping that needs it gives no role.
            return null;
        }
    }
}
