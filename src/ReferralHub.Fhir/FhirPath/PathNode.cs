using System.Runtime.InteropServices;
using System.Text.Json;
using ReferralHub.Fhir.FhirPath.Values;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.FhirPath;

/// <summary>
/// An element of a resource as FHIRPath sees it: with its type, with a primitive and its extensions as one, and choices by
/// the name of the element. Of an unknown resource type, elements are found by their JSON names.
/// </summary>
public sealed class PathNode
{
    static readonly object True = true;
    static readonly object False = false;

    readonly FhirDocument document;
    readonly JsonElement json;
    readonly JsonElement shadow;
    object? value;
    bool isValueRead;

    internal PathNode(FhirDocument document, JsonElement json, SchemaType? type, PathNode? parent, JsonElement shadow = default)
    {
        (this.document, this.json, this.shadow, Type, Parent) = (document, json, shadow, type, parent);
    }

    /// <summary>The type; null when the schema does not know it.</summary>
    public SchemaType? Type { get; }

    /// <summary>The element this one was reached from; null for where the evaluation began.</summary>
    internal PathNode? Parent { get; }

    internal FhirDocument Document => document;

    internal JsonElement Json => json;

    /// <summary>Where it stands: its value, or its partner with an underscore when it has only extensions.</summary>
    internal JsonElement Place => json.ValueKind is JsonValueKind.Undefined ? shadow : json;

    /// <summary>The object its children stand in: of a primitive, the partner with an underscore.</summary>
    internal JsonElement Inner => IsPrimitive ? shadow : json;

    /// <summary>The element as a plain node; of a primitive that has only extensions, one that does not exist.</summary>
    public FhirNode Node => json.ValueKind is JsonValueKind.Undefined ? default : new(document, json);

    public bool IsPrimitive => Type?.Kind == SchemaKind.Primitive || (Type is null && json.ValueKind is not JsonValueKind.Object);

    public bool IsResource => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("resourceType"u8, out _);

    /// <summary>The name of the type as FHIRPath says it: backbone elements have no name of their own.</summary>
    public string TypeName =>
        Type is null ? "Element"
        : Type.Kind == SchemaKind.Backbone ? Type.Base?.Name ?? "BackboneElement"
        : Type.Name;

    /// <summary>The System value of a primitive, or of a Quantity in UCUM; null when it has none.</summary>
    internal object? Value
    {
        get
        {
            if (isValueRead)
                return value;
            value = ReadValue();
            isValueRead = true;
            return value;
        }
    }

    /// <summary>A resource as a context to evaluate on: the root of a document, or an entry of a Bundle.</summary>
    public static PathNode FromResource(FhirNode resource) => OfResource(resource.Document, resource.Json, R4Schema.R4, null);

    internal static PathNode Root(FhirDocument document, R4Schema schema) => OfResource(document, document.Root.Json, schema, null);

    internal static PathNode OfResource(FhirDocument document, JsonElement json, R4Schema schema, PathNode? parent) =>
        new(
            document,
            json,
            json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("resourceType"u8, out var name)
            && name.ValueKind == JsonValueKind.String
                ? schema.Find(name.GetString()!)
                : null,
            parent
        );

    /// <summary>The nearest resource that this is or stands in.</summary>
    internal PathNode? Resource()
    {
        for (var node = this; node is not null; node = node.Parent)
            if (node.IsResource)
                return node;
        return null;
    }

    internal void AddChildren(string name, ItemList into, R4Schema schema, bool anyName)
    {
        if (IsPrimitive)
        {
            if (shadow.ValueKind == JsonValueKind.Object && name is "extension" or "id")
                AddFrom(shadow, name, schema.Get("Element"), into, schema);
            return;
        }

        if (json.ValueKind != JsonValueKind.Object)
            return;
        if (Type is null)
            AddUntyped(name, into, schema);
        else
            AddFrom(json, name, Type, into, schema, anyName);
    }

    /// <summary>All child elements in the order of the source.</summary>
    internal void AddAllChildren(ItemList into, R4Schema schema)
    {
        var source = IsPrimitive ? shadow : json;
        var type = IsPrimitive ? schema.Get("Element") : Type;
        if (source.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in source.EnumerateObject())
        {
            if (property.NameEquals("resourceType"u8))
                continue;
            if (type is null)
                AddUntyped(property.Name, into, schema);
            else if (type.Property(JsonMarshal.GetRawUtf8PropertyName(property)) is { } known)
                AddProperty(source, known, property.Value, into, schema);
        }
    }

    static JsonElement Partner(JsonElement source, SchemaProperty known) =>
        known.Type.Kind == SchemaKind.Primitive && source.TryGetProperty(known.ShadowBytes, out var partner) ? partner : default;

    void AddFrom(JsonElement source, string name, SchemaType type, ItemList into, R4Schema schema, bool anyName = false)
    {
        var found = type.Named(name);
        if (found.Count == 0)
        {
            if (anyName && type.Property(System.Text.Encoding.UTF8.GetBytes(name)) is { IsShadow: false } byJsonName)
                AddOne(source, byJsonName, into, schema);
            return;
        }

        if (found.Count == 1)
        {
            AddOne(source, found[0], into, schema);
            return;
        }

        // A choice: one look over the properties is less than one for each of up to fifty types.
        foreach (var property in source.EnumerateObject())
        {
            if (type.Property(JsonMarshal.GetRawUtf8PropertyName(property)) is { } known && known.Element == found[0].Element)
                AddProperty(source, known, property.Value, into, schema);
        }
    }

    /// <summary>A primitive and its partner are one element: the partner adds one only when it stands alone.</summary>
    void AddProperty(JsonElement source, SchemaProperty known, JsonElement found, ItemList into, R4Schema schema)
    {
        if (!known.IsShadow)
            AddValues(known, found, Partner(source, known), into, schema);
        else if (!source.TryGetProperty(known.Bytes.AsSpan(1), out _))
            AddValues(known, default, found, into, schema);
    }

    void AddOne(JsonElement source, SchemaProperty known, ItemList into, R4Schema schema)
    {
        var there = source.TryGetProperty(known.Bytes, out var found);
        var partner = Partner(source, known);
        if (there || partner.ValueKind != JsonValueKind.Undefined)
            AddValues(known, there ? found : default, partner, into, schema);
    }

    void AddValues(SchemaProperty known, JsonElement found, JsonElement partner, ItemList into, R4Schema schema)
    {
        if (found.ValueKind != JsonValueKind.Array && partner.ValueKind != JsonValueKind.Array)
        {
            into.Add(Child(known, found, partner, schema));
            return;
        }

        // Both lists are gone through once: an item by its number would be looked for from the beginning each time.
        var (items, partners) = (new ValueItems(found), new ValueItems(partner));
        while (items.MoveNext() | partners.MoveNext())
        {
            var (item, beside) = (items.Current, partners.Current);
            if (item.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) || beside.ValueKind == JsonValueKind.Object)
                into.Add(Child(known, item, beside, schema));
        }
    }

    PathNode Child(SchemaProperty known, JsonElement item, JsonElement beside, R4Schema schema)
    {
        document.Work.Step();
        return known.Type.Kind == SchemaKind.Resource
            ? OfResource(document, item, schema, this)
            : new(
                document,
                item.ValueKind == JsonValueKind.Null ? default : item,
                known.IsShadow ? schema.Get(known.Use.Name) : known.Type,
                this,
                beside
            );
    }

    void AddUntyped(string name, ItemList into, R4Schema schema)
    {
        if (!json.TryGetProperty(name, out var found))
            return;
        if (found.ValueKind != JsonValueKind.Array)
            into.Add(OfResource(document, found, schema, this));
        else
            foreach (var item in found.EnumerateArray())
                into.Add(OfResource(document, item, schema, this));
    }

    object? ReadValue()
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.True:
                return True;
            case JsonValueKind.False:
                return False;
            case JsonValueKind.Number:
                // An integer of JSON is a decimal when that is what the element is.
                if (Type?.Name != "decimal" && json.TryGetInt64(out var whole))
                    return whole;
                return json.TryGetDecimal(out var number) ? number : null;
            case JsonValueKind.String:
                var text = json.GetString()!;
                return Type?.Name switch
                {
                    "date" => (object?)PathTime.ParseDate(text) ?? text,
                    "dateTime" or "instant" => (object?)PathTime.ParseDateTime(text) ?? text,
                    "time" => (object?)PathTime.ParseTime(text) ?? text,
                    _ => text,
                };
            case JsonValueKind.Object when Type?.IsA("Quantity") == true:
                return Quantity();
            default:
                return null;
        }
    }

    /// <summary>R4 §2.1.9.1: a Quantity is a System.Quantity when its unit is of UCUM; one with a comparator is not a number.</summary>
    PathQuantity? Quantity()
    {
        if (
            !json.TryGetProperty("value"u8, out var number)
            || number.ValueKind != JsonValueKind.Number
            || !number.TryGetDecimal(out var amount)
            || json.TryGetProperty("comparator"u8, out _)
        )
            return null;
        var system = json.TryGetProperty("system"u8, out var uri) && uri.ValueKind == JsonValueKind.String ? uri.GetString() : null;
        var code = json.TryGetProperty("code"u8, out var unit) && unit.ValueKind == JsonValueKind.String ? unit.GetString() : null;
        return system is null && code is null && !json.TryGetProperty("unit"u8, out _) ? PathQuantity.FromNumber(amount)
            : system == "http://unitsofmeasure.org" && code is not null ? new(amount, code)
            : null;
    }
}
