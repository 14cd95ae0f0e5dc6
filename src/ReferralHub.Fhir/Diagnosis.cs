using System.Text;
using System.Text.Json;

namespace ReferralHub.Fhir;

/// <summary>Finds out, once a document has been refused, exactly why and where. Slow on purpose: it runs only on refusals.</summary>
static class Diagnosis
{
    const int NameShownCharactersMax = 60;

    public static ReadProblem InvalidUtf8(ReadOnlySpan<byte> json)
    {
        var position = 0;
        while (
            position < json.Length && Rune.DecodeFromUtf8(json[position..], out _, out var length) == System.Buffers.OperationStatus.Done
        )
            position += length;
        var (line, column) = SourcePosition.LineAndColumn(json, position);
        return new(
            ReadProblemKind.InvalidUtf8,
            "structure",
            FormattableString.Invariant($"The bytes are not valid UTF-8 from byte {position:N0} on; FHIR JSON must be UTF-8."),
            null,
            line,
            column
        );
    }

    public static ReadProblem Explain(ReadOnlySpan<byte> json, ReadLimits limits)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var names = new Stack<HashSet<string>>();
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                    names.Push(new(StringComparer.Ordinal));
                if (reader.TokenType == JsonTokenType.EndObject)
                    names.Pop();
                if (
                    reader.CurrentDepth >= limits.DepthMax
                    && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                    && reader.CurrentDepth >= limits.DepthMax
                )
                    return At(
                        json,
                        (int)reader.TokenStartIndex,
                        ReadProblemKind.TooDeep,
                        "structure",
                        $"The JSON is nested more than {limits.DepthMax} levels deep."
                    );
                if (reader.TokenType == JsonTokenType.PropertyName && !names.Peek().Add(reader.GetString()!))
                    return At(
                        json,
                        (int)reader.TokenStartIndex,
                        ReadProblemKind.DuplicateKey,
                        "structure",
                        $"The property \"{Shown(reader.GetString()!)}\" stands twice in one object; which of the two is meant "
                            + "cannot be known."
                    );
            }
        }
        catch (JsonException e)
        {
            var line = (int)(e.LineNumber ?? 0) + 1;
            var column = (int)(e.BytePositionInLine ?? 0) + 1;
            var text =
                reader.IsFinalBlock && reader.BytesConsumed >= json.Length - 1
                    ? $"The JSON ends before it is complete (line {line}, byte {column})."
                    : $"The body is not valid JSON (line {line}, byte {column}).";
            return new(ReadProblemKind.NotJson, "structure", text, null, line, column);
        }
        catch (InvalidOperationException)
        {
            return At(
                json,
                (int)reader.TokenStartIndex,
                ReadProblemKind.InvalidText,
                "value",
                "A property name is not valid Unicode text."
            );
        }

        return new(ReadProblemKind.NotJson, "structure", "The body is not valid JSON.");
    }

    public static ReadProblem? FindInvalidText(ReadOnlySpan<byte> json, ReadLimits limits)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = limits.DepthMax });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
                    continue;
                string text;
                try
                {
                    text = reader.GetString()!;
                }
                catch (InvalidOperationException)
                {
                    return At(
                        json,
                        (int)reader.TokenStartIndex,
                        ReadProblemKind.InvalidText,
                        "value",
                        "A text holds half of a surrogate pair (\\ud800–\\udfff on its own), which is not valid Unicode."
                    );
                }

                if (text.AsSpan().ContainsAnyInRange('\0', '\u0008') || text.AsSpan().ContainsAnyInRange('\u000E', '\u001F'))
                    return At(
                        json,
                        (int)reader.TokenStartIndex,
                        ReadProblemKind.InvalidText,
                        "value",
                        "A text holds a control character; FHIR strings may hold only tab, carriage return and line feed below U+0020."
                    );
            }
        }
        catch (JsonException)
        {
            return null; // Not JSON at all: the parse that follows says so better.
        }

        return null;
    }

    static ReadProblem At(ReadOnlySpan<byte> json, int offset, ReadProblemKind kind, string issueType, string text)
    {
        var (line, column) = SourcePosition.LineAndColumn(json, offset);
        return new(
            kind,
            issueType,
            $"{text[..^1]} (line {line}, byte {column}).",
            kind == ReadProblemKind.TooDeep ? null : SourcePosition.Expression(json, offset),
            line,
            column
        );
    }

    static string Shown(string name) => new string([.. name.Where(c => !char.IsControl(c)).Take(NameShownCharactersMax)]);
}
