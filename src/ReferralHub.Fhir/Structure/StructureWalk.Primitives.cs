using System.Runtime.InteropServices;
using System.Text.Json;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Structure;

/// <content>Values of primitives, and codes of required bindings.</content>
sealed partial class StructureWalk
{
    /// <summary>R4 §2.24.0.1, string: at most 1 MB, counted in characters.</summary>
    const int StringCharactersMax = 1024 * 1024;

    void OnPrimitive(JsonElement json, SchemaProperty known)
    {
        frames.Add(new(json, known.Type, null));
        Check(known.Element.Constraints, json);
        frames.RemoveAt(frames.Count - 1);
    }

    void Primitive(JsonElement json, SchemaProperty known, SchemaType owner)
    {
        var type = known.Type.Name;
        var form = type switch
        {
            "boolean" => "true or false",
            "integer" or "unsignedInt" or "positiveInt" or "decimal" => "a JSON number",
            _ => "a JSON string",
        };
        var fits = type switch
        {
            "boolean" => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" or "unsignedInt" or "positiveInt" or "decimal" => json.ValueKind == JsonValueKind.Number,
            _ => json.ValueKind == JsonValueKind.String,
        };
        if (!fits)
        {
            Add(json, "structure", $"{owner}.{known.JsonName} must be {form}, not {Kind(json)}.");
            return;
        }

        if (json.ValueKind == JsonValueKind.Number)
            Number(json, known, owner);
        else if (json.ValueKind == JsonValueKind.String)
            Text(json, known, owner);
    }

    void Number(JsonElement json, SchemaProperty known, SchemaType owner)
    {
        var least = known.Type.Name switch
        {
            "positiveInt" => 1,
            "unsignedInt" => 0,
            _ => int.MinValue,
        };
        if (known.Type.Name == "decimal")
            return;
        if (!json.TryGetInt32(out var number))
            Add(json, "value", $"{owner}.{known.JsonName} must be a whole number of at most 31 bits.");
        else if (number < least)
            Add(json, "value", $"{owner}.{known.JsonName} must be at least {least}.");
    }

    void Text(JsonElement json, SchemaProperty known, SchemaType owner)
    {
        var raw = JsonMarshal.GetRawUtf8Value(json)[1..^1];
        if (raw.Length == 0)
        {
            Add(json, "value", $"{owner}.{known.JsonName} is an empty text; FHIR's JSON leaves out what has no content.");
            return;
        }

        var text = raw.IndexOf((byte)'\\') < 0 ? raw : System.Text.Encoding.UTF8.GetBytes(json.GetString()!);
        if (raw.Length > StringCharactersMax && IsTooLong(known.Type.Name, json))
            Add(
                json,
                "too-long",
                FormattableString.Invariant(
                    $"{owner}.{known.JsonName} has more than {StringCharactersMax:N0} characters, which FHIR does not allow."
                )
            );
        else if (PrimitiveFormat.Fault(known.Type.Name, text) is { } wanted)
            Add(json, "value", $"{owner}.{known.JsonName} must be {wanted}.");
        else if (known.Codes is { IsOpen: false } codes && !codes.Holds(json.GetString()!))
            Add(json, "code-invalid", $"{owner}.{known.JsonName} has a code that is not in {codes.Url}, whose codes are {Listed(codes)}.");
    }

    static bool IsTooLong(string type, JsonElement json) =>
        type is "string" or "markdown" && json.GetString()!.EnumerateRunes().Count() > StringCharactersMax;

    /// <summary>
    /// A required binding asks for a code of its value set (R4 §4.1.5). Where there is none, and words or the reason why it is
    /// absent stand instead, the element does not conform.
    /// </summary>
    void RequiredCode(JsonElement json, SchemaProperty known, SchemaType owner, SchemaValueSet codes)
    {
        var isTold = known.Use.Name switch
        {
            "CodeableConcept" => json.ValueKind != JsonValueKind.Object
                || (json.TryGetProperty("coding"u8, out var list) && AnyCoding(list, codes)),
            "Coding" => json.ValueKind != JsonValueKind.Object || IsIn(json, codes),
            "code" => !known.IsShadow || HasValueBeside(known),
            _ => true,
        };
        if (!isTold)
            Add(json, "code-invalid", $"{owner}.{known.Element.Name} must have a code from {codes.Url}, whose codes are {Listed(codes)}.");
    }

    /// <summary>Whether the partner without the underscore is there too; of a list it is enough that there is one.</summary>
    bool HasValueBeside(SchemaProperty known) => frames[^1].Json.TryGetProperty(known.Bytes.AsSpan(1), out _);

    static bool AnyCoding(JsonElement list, SchemaValueSet codes)
    {
        if (list.ValueKind != JsonValueKind.Array)
            return true;
        foreach (var coding in list.EnumerateArray())
            if (coding.ValueKind != JsonValueKind.Object || IsIn(coding, codes))
                return true;
        return false;
    }

    static bool IsIn(JsonElement coding, SchemaValueSet codes) =>
        TextOf(coding, "code"u8) is { } code && TextOf(coding, "system"u8) is { } system && codes.Codes.Contains((system, code));
}
