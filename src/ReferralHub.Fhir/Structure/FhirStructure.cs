using System.Runtime.InteropServices;
using System.Text.Json;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Structure;

/// <summary>
/// Checks a resource against the structure of R4: elements that exist, their JSON form, how often they stand, formats of
/// primitives, codes of required bindings, what references may point to, and the invariants that make an error. All faults in
/// one pass. Profiles and bindings that are not required are not checked here.
/// </summary>
public static class FhirStructure
{
    /// <summary>More than this many faults tell nobody anything new.</summary>
    public const int IssuesMax = 100;

    /// <summary>All faults of a document in the order of the source, at most <see cref="IssuesMax"/>; empty when it is well formed.</summary>
    public static IReadOnlyList<FhirIssue> Check(FhirDocument document)
    {
        var walk = new StructureWalk(document, R4Schema.R4);
        walk.Resource(document.Root.Json);
        return walk.Issues;
    }
}

/// <summary>One walk over one document.</summary>
sealed class StructureWalk(FhirDocument document, R4Schema schema)
{
    const int CodesShownMax = 12;
    const int NameShownMax = 60;
    readonly List<Frame> frames = [];
    List<(int Offset, FhirIssue Issue)>? found;

    public IReadOnlyList<FhirIssue> Issues => found is null ? [] : [.. found.OrderBy(f => f.Offset).Select(f => f.Issue)];

    public void Resource(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Add(json, "structure", $"A resource must be a JSON object, not {Kind(json)}.");
            return;
        }

        if (!json.TryGetProperty("resourceType"u8, out var name) || name.ValueKind != JsonValueKind.String)
        {
            Add(json, "structure", "The resource does not say what it is: resourceType is missing.");
            return;
        }

        if (schema.Find(name.GetString()!) is not { Kind: SchemaKind.Resource, IsAbstract: false } type)
        {
            Add(name, "structure", "R4 has no resource type of this name. Names of types are written as in Patient or ServiceRequest.");
            return;
        }

        Object(json, type);
    }

    void Object(JsonElement json, SchemaType type, SchemaElement? use = null)
    {
        frames.Add(new(json, type, null));
        // Which elements were there, and for choices that only one form was; R4 has no type with more than 64 elements.
        var (there, choices) = (0UL, 0UL);
        var any = false;
        foreach (var property in json.EnumerateObject())
        {
            any = true;
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (type.Kind == SchemaKind.Resource && name.SequenceEqual("resourceType"u8))
                continue;
            if (type.Property(name) is not { } known)
            {
                Unknown(property, type);
                continue;
            }

            var bit = 1UL << known.Element.Index;
            if (known.Element.IsChoice && !known.IsShadow)
            {
                if ((choices & bit) != 0)
                    Add(
                        property.Value,
                        "structure",
                        $"{type}.{known.Element.Name}[x] stands here in two types; only one of them may be there."
                    );
                choices |= bit;
            }

            there |= bit;
            Values(property.Value, known, type, json);
        }

        if (!any)
            Add(json, "structure", $"An object of type {type} is empty; FHIR's JSON leaves out what has no content.");
        foreach (var element in type.Elements)
            if (element.Min > 0 && (there >> element.Index & 1) == 0)
                Add(
                    json,
                    "required",
                    $"{type}.{element.Name}{(element.IsChoice ? "[x]" : "")} is missing; it must be there{(element.IsList ? " at least once" : "")}."
                );
        Check(type.Constraints, json);
        if (use is not null)
            Check(use.Constraints, json);
        frames.RemoveAt(frames.Count - 1);
    }

    /// <summary>The invariants of the element that is on top of the frames.</summary>
    void Check(IReadOnlyList<SchemaConstraint> constraints, JsonElement json)
    {
        // By index: most elements have none, and an enumerator of an interface is an allocation for each.
        for (var i = 0; i < constraints.Count; i++)
            if (
                constraints[i] is { IsError: true } constraint
                && !Invariants.SurelyHolds(constraint.Key, json)
                && Invariants.Fault(constraint, Node(frames.Count - 1)) is { } fault
            )
                Add(json, "invariant", fault);
    }

    /// <summary>The element of a frame as FHIRPath sees it; made only when an invariant has to be evaluated.</summary>
    PathNode Node(int depth)
    {
        var frame = frames[depth];
        if (frame.Node is not null)
            return frame.Node;
        PathNode node = new(document, frame.Json, frame.Type, depth > 0 ? Node(depth - 1) : null);
        frames[depth] = frame with { Node = node };
        return node;
    }

    /// <summary>The partner of a list of primitives; only there do the two have to agree.</summary>
    static JsonElement Shadow(JsonElement parent, SchemaProperty known) =>
        known.Type.Kind == SchemaKind.Primitive && parent.TryGetProperty($"_{known.JsonName}", out var shadow) ? shadow : default;

    void Values(JsonElement json, SchemaProperty known, SchemaType owner, JsonElement parent)
    {
        if (!known.Element.IsList)
        {
            if (json.ValueKind == JsonValueKind.Array)
                Add(json, "structure", $"{owner}.{known.JsonName} must not be an array: it stands at most once.");
            else
                Value(json, known, owner, inList: false);
            return;
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            Add(
                json,
                "structure",
                $"{owner}.{known.JsonName} must be an array, because it may repeat; write it in brackets even when there is one."
            );
            return;
        }

        var shadow = Shadow(parent, known);
        var (count, index) = (json.GetArrayLength(), 0);
        if (count == 0)
            Add(json, "structure", $"{owner}.{known.JsonName} is an empty array; FHIR's JSON leaves out what has no content.");
        if (shadow.ValueKind == JsonValueKind.Array && shadow.GetArrayLength() != count)
            Add(
                json,
                "structure",
                $"{owner}.{known.JsonName} and _{known.JsonName} must have the same number of items; put null where one has nothing."
            );
        foreach (var item in json.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Null || !(known.IsShadow || HasItem(shadow, index)))
                Value(item, known, owner, inList: true);
            index++;
        }
    }

    static bool HasItem(JsonElement shadow, int index) =>
        shadow.ValueKind == JsonValueKind.Array && index < shadow.GetArrayLength() && shadow[index].ValueKind == JsonValueKind.Object;

    void Value(JsonElement json, SchemaProperty known, SchemaType owner, bool inList)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            Add(
                json,
                "structure",
                known.Type.Kind == SchemaKind.Primitive && inList
                    ? $"null in {owner}.{known.JsonName} must have a partner in _{known.JsonName} that says why there is no value."
                    : $"{owner}.{known.JsonName} is null; FHIR's JSON leaves out what has no content."
            );
            return;
        }

        if (known.Type.Kind == SchemaKind.Primitive)
        {
            Primitive(json, known, owner);
            if (known.Element.Constraints.Count > 0)
                OnPrimitive(json, known);
            return;
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            Add(json, "structure", $"{owner}.{known.JsonName} must be a JSON object of type {known.Type}, not {Kind(json)}.");
            return;
        }

        if (known.Type.Kind == SchemaKind.Resource)
            Resource(json);
        else
            Object(json, known.Type, known.Element);
        if (known.Use.Name == "Reference" && known.Use.Targets.Count > 0)
            Target(json, known, owner);
    }

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
        if (PrimitiveFormat.Fault(known.Type.Name, text) is { } wanted)
            Add(json, "value", $"{owner}.{known.JsonName} must be {wanted}.");
        else if (known.Codes is { IsOpen: false } codes && !codes.Holds(json.GetString()!))
            Add(json, "code-invalid", $"{owner}.{known.JsonName} has a code that is not in {codes.Url}, whose codes are {Listed(codes)}.");
    }

    void Target(JsonElement json, SchemaProperty known, SchemaType owner)
    {
        if (
            ReferenceTarget.Named(TextOf(json, "type"u8), TextOf(json, "reference"u8)) is not { } named
            || ReferenceTarget.Fits(known.Use, named)
        )
            return;
        Add(json, "structure", $"{owner}.{known.JsonName} points to a {named}; it may point to {string.Join(", ", known.Use.Targets)}.");
    }

    static string? TextOf(JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    void Unknown(JsonProperty property, SchemaType type)
    {
        var name = property.Name;
        var shown = new string([.. name.Where(c => !char.IsControl(c)).Take(NameShownMax)]);
        var near = NearName.Find(name, type.PropertyNames);
        var shadowOfComplex = name.StartsWith('_') && type.Property(System.Text.Encoding.UTF8.GetBytes(name[1..])) is not null;
        Add(
            property.Value,
            "structure",
            shadowOfComplex
                ? $"\"{shown}\" has no place in {type}: only primitives have a partner with an underscore."
                : $"\"{shown}\" is not an element of {type} in R4{(near is null ? "" : $"; did you mean \"{near}\"?")}{(near is null ? ". What is your own belongs into an extension." : "")}"
        );
    }

    static string Listed(SchemaValueSet codes) =>
        string.Join(", ", codes.Codes.Take(CodesShownMax).Select(c => c.Code))
        + (codes.Codes.Count > CodesShownMax ? $" and {codes.Codes.Count - CodesShownMax} more" : "");

    void Add(JsonElement at, string code, string text)
    {
        found ??= [];
        if (found.Count >= FhirStructure.IssuesMax)
            return;
        var offset = document.OffsetOf(at);
        var (line, column) = SourcePosition.LineAndColumn(document.Bytes.Span, offset);
        found.Add(
            (
                offset,
                new(
                    FhirSeverity.Error,
                    code,
                    text,
                    SourcePosition.Expression(document.Bytes.Span, offset, document.Root.ResourceType) ?? "",
                    line,
                    column
                )
            )
        );
    }

    static string Kind(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => "true or false",
        };

    /// <summary>An element the walk is in.</summary>
    readonly record struct Frame(JsonElement Json, SchemaType Type, PathNode? Node);
}
