using System.Text;
using System.Text.Json;

namespace ReferralHub.Fhir;

/// <summary>Turns a byte offset in a document into line, column and FHIRPath expression. Used only when something is reported.</summary>
static class SourcePosition
{
    public static (int Line, int Column) LineAndColumn(ReadOnlySpan<byte> json, int offset)
    {
        var before = json[..Math.Min(offset, json.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, offset - lineStart + 1);
    }

    /// <summary>Lines, columns and expressions of many places, found in one reading of the source.</summary>
    /// <param name="offsets">In ascending order.</param>
    public static IReadOnlyList<(int Line, int Column, string Expression)> Locate(FhirDocument document, IReadOnlyList<int> offsets)
    {
        if (offsets.Count == 0)
            return [];
        var json = document.Bytes.Span;
        var expressions = Expressions(json, offsets, document.Root.ResourceType);
        var places = new (int, int, string)[offsets.Count];
        var (line, counted) = (1, 0);
        for (var i = 0; i < offsets.Count; i++)
        {
            line += json[counted..offsets[i]].Count((byte)'\n');
            counted = offsets[i];
            places[i] = (line, offsets[i] - json[..offsets[i]].LastIndexOf((byte)'\n'), expressions[i] ?? "");
        }

        return places;
    }

    /// <summary>
    /// The expression of the value that starts at <paramref name="offset"/>, e.g. <c>Bundle.entry[2].resource.subject</c>.
    /// The path starts with the resource type of the root; indices are 0-based as in FHIRPath.
    /// </summary>
    /// <param name="rootType">The root's type where it is known; it may stand behind the value in the source.</param>
    public static string? Expression(ReadOnlySpan<byte> json, int offset, string? rootType = null) =>
        Expressions(json, [offset], rootType)[0];

    static string?[] Expressions(ReadOnlySpan<byte> json, IReadOnlyList<int> offsets, string? rootType)
    {
        var found = new string?[offsets.Count];
        var next = 0;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var frames = new Stack<Frame>();
        var pendingName = "";
        try
        {
            while (next < offsets.Count && reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        pendingName = reader.GetString()!;
                        while (next < offsets.Count && reader.TokenStartIndex >= offsets[next])
                            found[next++] = Render(rootType, frames, pendingName);
                        continue;
                    case JsonTokenType.EndArray or JsonTokenType.EndObject:
                        frames.Pop();
                        continue;
                }

                if (frames.TryPeek(out var parent) && parent.IsArray)
                    parent.Index++;
                while (next < offsets.Count && reader.TokenStartIndex >= offsets[next])
                    found[next++] = Render(rootType, frames, parent is { IsArray: false } ? pendingName : null);
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    frames.Push(new(parent is { IsArray: true } ? null : pendingName, reader.TokenType == JsonTokenType.StartArray));
                else if (frames.Count == 1 && pendingName == "resourceType" && reader.TokenType == JsonTokenType.String)
                    rootType ??= reader.GetString();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return found;
        }

        return found;
    }

    static string Render(string? rootType, Stack<Frame> frames, string? leaf)
    {
        var path = new StringBuilder(rootType);
        foreach (var frame in frames.Reverse())
        {
            if (!string.IsNullOrEmpty(frame.Name))
                path.Append(path.Length > 0 ? "." : "").Append(frame.Name);
            if (frame is { IsArray: true, Index: >= 0 })
                path.Append('[').Append(frame.Index).Append(']');
        }

        if (!string.IsNullOrEmpty(leaf))
            path.Append(path.Length > 0 ? "." : "").Append(leaf);
        return path.ToString();
    }

    sealed class Frame(string? name, bool isArray)
    {
        public string? Name { get; } = name;
        public bool IsArray { get; } = isArray;
        public int Index { get; set; } = -1;
    }
}
