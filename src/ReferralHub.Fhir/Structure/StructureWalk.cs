using System.Runtime.InteropServices;
using System.Text.Json;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Structure;

/// <summary>One walk over one document.</summary>
sealed partial class StructureWalk(FhirDocument document, R4Schema schema, bool isStrict)
{
    readonly List<Frame> frames = [];
    List<(int Offset, string Code, string Text)>? found;

    public IReadOnlyList<FhirIssue> Issues
    {
        get
        {
            if (found is null)
                return [];
            var inOrder = found.OrderBy(f => f.Offset).ToList();
            var places = SourcePosition.Locate(document, inOrder.ConvertAll(f => f.Offset));
            return
            [
                .. inOrder.Select(
                    (f, i) => new FhirIssue(FhirSeverity.Error, f.Code, f.Text, places[i].Expression, places[i].Line, places[i].Column)
                ),
            ];
        }
    }

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
                    $"{type}.{element.Name}{(element.IsChoice ? "[x]" : "")} is missing; it must be "
                        + $"there{(element.IsList ? " at least once" : "")}."
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
        var count = json.GetArrayLength();
        if (count == 0)
            Add(json, "structure", $"{owner}.{known.JsonName} is an empty array; FHIR's JSON leaves out what has no content.");
        if (shadow.ValueKind == JsonValueKind.Array && shadow.GetArrayLength() != count)
            Add(
                json,
                "structure",
                $"{owner}.{known.JsonName} and _{known.JsonName} must have the same number of items; put null where one has nothing."
            );
        var partners = new ValueItems(shadow.ValueKind == JsonValueKind.Array ? shadow : default);
        foreach (var item in json.EnumerateArray())
        {
            partners.MoveNext();
            if (item.ValueKind != JsonValueKind.Null || !(known.IsShadow || partners.Current.ValueKind == JsonValueKind.Object))
                Value(item, known, owner, inList: true);
        }
    }

    void Value(JsonElement json, SchemaProperty known, SchemaType owner, bool inList)
    {
        document.Work.Step();
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

        if (isStrict && known.Codes is { IsOpen: false } codes)
            RequiredCode(json, known, owner, codes);
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

    /// <summary>An element the walk is in.</summary>
    readonly record struct Frame(JsonElement Json, SchemaType Type, PathNode? Node);
}
