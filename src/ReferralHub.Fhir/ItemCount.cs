using System.Globalization;
using System.Text.Json;

namespace ReferralHub.Fhir;

/// <summary>Counts the values of a document and the items of its lists before any of them is made an object.</summary>
static class ItemCount
{
    /// <summary>Why the document holds more than the limits allow; null when it does not, or when it is not JSON at all.</summary>
    public static ReadProblem? FindTooMany(ReadOnlySpan<byte> json, ReadLimits limits)
    {
        // Each value but the first of a list or object has a comma before it, and at most DepthMax values stand in one another
        // without one. Few commas are few values, and nothing is read for that.
        if (json.Count((byte)',') < Math.Min(limits.ListItemsMax, limits.ValuesMax / limits.DepthMax))
            return null;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = limits.DepthMax });
        var counts = new Stack<(bool IsList, bool IsEntries, int Items)>();
        var values = 0;
        var isEntries = false;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    isEntries = counts.Count == 1 && reader.ValueTextEquals("entry"u8);
                    continue;
                }

                if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
                {
                    counts.Pop();
                    continue;
                }

                if (++values > limits.ValuesMax)
                    return Describe(json, reader.TokenStartIndex, "The document", "values", limits.ValuesMax);
                if (counts.TryPop(out var holder))
                {
                    counts.Push(holder with { Items = holder.Items + 1 });
                    if (holder is { IsList: true, IsEntries: true } && holder.Items >= limits.BundleEntriesMax && IsBundle(json))
                        return DescribeEntries(limits);
                    if (holder is { IsList: true, IsEntries: false } && holder.Items >= limits.ListItemsMax)
                        return Describe(json, reader.TokenStartIndex, "The list", "items", limits.ListItemsMax);
                }

                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    counts.Push((reader.TokenType == JsonTokenType.StartArray, isEntries, 0));
                isEntries = false;
            }
        }
        catch (JsonException)
        {
            return null; // The parse that follows says better what is wrong.
        }

        return null;
    }

    public static ReadProblem DescribeEntries(ReadLimits limits) =>
        new(
            ReadProblemKind.TooManyEntries,
            "too-costly",
            FormattableString.Invariant($"The Bundle has more than {limits.BundleEntriesMax:N0} entries."),
            "Bundle.entry"
        );

    /// <summary>Whether the document says so; other resources may have a list of entries too.</summary>
    static bool IsBundle(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("resourceType"u8);
            reader.Read();
            if (isType)
                return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("Bundle"u8);
            reader.Skip();
        }

        return false;
    }

    static ReadProblem Describe(ReadOnlySpan<byte> json, long offset, string what, string of, int most)
    {
        var (line, column) = SourcePosition.LineAndColumn(json, (int)offset);
        return new(
            ReadProblemKind.TooManyItems,
            "too-costly",
            string.Create(CultureInfo.InvariantCulture, $"{what} has more than {most:N0} {of} (line {line}, byte {column})."),
            SourcePosition.Expression(json, (int)offset),
            line,
            column
        );
    }
}
