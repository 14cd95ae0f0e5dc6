using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ReferralHub.Fhir.FhirPath.Patterns;

namespace ReferralHub.Fhir.FhirPath.Functions;

/// <summary>FHIRPath N1 §5.6, and the additions of 2.1 (encode, escape, trim, split, join).</summary>
static class TextFunctions
{
    /// <summary>Longest text a function may make, in characters.</summary>
    const int CharactersMax = 1_000_000;

    public static PathFunction[] All { get; } =
    [
        PathFunction.OnText(
            "indexOf",
            1,
            1,
            StaticType.Integer,
            (text, call) => (long)text.IndexOf(call.Text(0)!, StringComparison.Ordinal)
        ),
        PathFunction.OnText(
            "lastIndexOf",
            1,
            1,
            StaticType.Integer,
            (text, call) => (long)text.LastIndexOf(call.Text(0)!, StringComparison.Ordinal)
        ),
        PathFunction.OnText("substring", 1, 2, StaticType.Text, Substring),
        PathFunction.OnText(
            "startsWith",
            1,
            1,
            StaticType.Boolean,
            (text, call) => text.StartsWith(call.Text(0)!, StringComparison.Ordinal)
        ),
        PathFunction.OnText("endsWith", 1, 1, StaticType.Boolean, (text, call) => text.EndsWith(call.Text(0)!, StringComparison.Ordinal)),
        PathFunction.OnText("contains", 1, 1, StaticType.Boolean, (text, call) => text.Contains(call.Text(0)!, StringComparison.Ordinal)),
        PathFunction.OnText("upper", 0, 0, StaticType.Text, (text, _) => text.ToUpperInvariant()),
        PathFunction.OnText("lower", 0, 0, StaticType.Text, (text, _) => text.ToLowerInvariant()),
        PathFunction.OnText("replace", 2, 2, StaticType.Text, Replace),
        PathFunction.OnText(
            "matches",
            1,
            1,
            StaticType.Boolean,
            (text, call) => PathPattern.Get(call.Text(0)!, call.Position).IsMatch(text, call.Position)
        ),
        PathFunction.OnText(
            "matchesFull",
            1,
            1,
            StaticType.Boolean,
            (text, call) => PathPattern.Get($@"\A(?:{call.Text(0)})\z", call.Position).IsMatch(text, call.Position)
        ),
        PathFunction.OnText(
            "replaceMatches",
            2,
            2,
            StaticType.Text,
            (text, call) =>
                call.Text(0)!.Length == 0
                    ? text
                    : Bounded(PathPattern.Get(call.Text(0)!, call.Position).Replace(text, call.Text(1)!, call.Position), call)
        ),
        PathFunction.OnText("length", 0, 0, StaticType.Integer, (text, _) => (long)text.Length),
        PathFunction.OnText("toChars", 0, 0, StaticType.Text, (text, _) => PathItems.From(text.Select(c => (object)c.ToString()))),
        PathFunction.OnText("trim", 0, 0, StaticType.Text, (text, _) => text.Trim()),
        PathFunction.OnText("split", 1, 1, StaticType.Text, (text, call) => PathItems.From(text.Split(call.Text(0)!))),
        PathFunction.Plain("join", 0, 1, StaticType.Text, Join),
        PathFunction.OnText("encode", 1, 1, StaticType.Text, Encode),
        PathFunction.OnText("decode", 1, 1, StaticType.Text, Decode),
        PathFunction.OnText(
            "escape",
            1,
            1,
            StaticType.Text,
            (text, call) =>
                call.Text(0) switch
                {
                    "html" => WebUtility.HtmlEncode(text),
                    "json" => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
                    _ => null,
                }
        ),
        PathFunction.OnText("unescape", 1, 1, StaticType.Text, Unescape),
    ];

    static object? Substring(string text, PlainCall call)
    {
        var start = call.Integer(0)!.Value;
        if (start < 0 || start >= text.Length)
            return null;
        var length = call.Arguments.Length > 1 ? Math.Max(0, call.Integer(1)!.Value) : text.Length;
        return text.Substring((int)start, (int)Math.Min(length, text.Length - start));
    }

    static object? Replace(string text, PlainCall call)
    {
        var (pattern, by) = (call.Text(0)!, call.Text(1)!);
        return Bounded(
            pattern.Length > 0 ? text.Replace(pattern, by, StringComparison.Ordinal) : $"{by}{string.Concat(text.Select(c => c + by))}",
            call
        );
    }

    static string Bounded(string text, PlainCall call) =>
        text.Length <= CharactersMax
            ? text
            : throw new PathException(
                FormattableString.Invariant($"{call.Info.Name} makes a text of more than {CharactersMax:N0} characters."),
                call.Position
            );

    static PathItems Join(PlainCall call)
    {
        if (call.Input.IsEmpty)
            return PathItems.Empty;
        var joined = new StringBuilder();
        var separator = call.Text(0) ?? "";
        for (var i = 0; i < call.Input.Count; i++)
        {
            if (Operators.Singleton.Value(call.Input[i]) is not string text)
                throw call.Wrong(call.Input[i], "text throughout");
            joined.Append(i > 0 ? separator : "").Append(text);
        }

        return PathItems.One(joined.ToString());
    }

    static object? Encode(string text, PlainCall call)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return call.Text(0) switch
        {
            "base64" => Convert.ToBase64String(bytes),
            "urlbase64" => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_'),
            "hex" => Convert.ToHexStringLower(bytes),
            _ => null,
        };
    }

    static object? Decode(string text, PlainCall call)
    {
        try
        {
            byte[]? bytes = call.Text(0) switch
            {
                "base64" => Convert.FromBase64String(text),
                "urlbase64" => Base64Url.DecodeFromChars(text.TrimEnd('=')),
                "hex" => Convert.FromHexString(text),
                _ => null,
            };
            return bytes is null ? null : Encoding.UTF8.GetString(bytes);
        }
        catch (FormatException)
        {
            throw new PathException($"The input of decode is not {call.Text(0)}.", call.Position);
        }
    }

    static object? Unescape(string text, PlainCall call)
    {
        if (call.Text(0) == "html")
            return WebUtility.HtmlDecode(text);
        if (call.Text(0) != "json")
            return null;
        try
        {
            return JsonSerializer.Deserialize<string>(
                $"\"{text.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            );
        }
        catch (JsonException)
        {
            throw new PathException("The input of unescape is not JSON text.", call.Position);
        }
    }
}
