using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ReferralHub.Fhir.Schema;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir;

/// <summary>A call that would have made something that is not R4. A fault of the program, never of what a sender sent.</summary>
public sealed class FhirWritingException(string message) : InvalidOperationException(message);

/// <summary>
/// Writes resources in FHIR's JSON with the calls of a <see cref="Utf8JsonWriter"/>, and follows R4 while it does: a name that is
/// not an element, an element twice, a value of another type or format, a code outside its required binding, a reference to what
/// may not be pointed to, a list where one belongs, an object that is empty or lacks what must be there: each is a
/// <see cref="FhirWritingException"/> where it is written. Text may be anything; characters that FHIR does not allow are
/// replaced. What is given raw is taken as it is. Invariants are not looked at.
/// </summary>
public sealed class FhirWriter
{
    // Readable output: only what JSON itself needs is escaped. Answers are application/fhir+json with nosniff, never HTML.
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly SearchValues<char> Forbidden = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c).Except("\t\r\n")]);
    const int NameBytesMax = 128;
    readonly Utf8JsonWriter json;
    readonly List<Frame> frames = [];
    int depth;
    SchemaProperty? named;

    FhirWriter(Utf8JsonWriter json) => this.json = json;

    Frame Top => frames[depth - 1];

    /// <summary>One resource in UTF-8.</summary>
    /// <exception cref="FhirWritingException">What was written is no whole resource of R4.</exception>
    public static byte[] Write(Action<FhirWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            var writer = new FhirWriter(json);
            write(writer);
            if (writer.depth != 0)
                throw new FhirWritingException($"{writer.Top.Type} was begun and not ended.");
        }

        return buffer.WrittenCount > 0 ? buffer.WrittenSpan.ToArray() : throw new FhirWritingException("No resource was written.");
    }

    /// <summary>Starts a resource, at the top or where an element holds one; it ends with <see cref="WriteEndObject"/>.</summary>
    public void WriteStartResource(string type)
    {
        var schema = R4Schema.R4.Find(type) is { Kind: SchemaKind.Resource, IsAbstract: false } found
            ? found
            : throw new FhirWritingException($"R4 has no resource type {type}.");
        if (depth > 0 && Take().Type.Kind != SchemaKind.Resource)
            throw new FhirWritingException($"A resource has no place in {Top.Type} here.");
        json.WriteStartObject();
        json.WriteString("resourceType"u8, type);
        Push(schema, null, null);
    }

    public void WriteStartObject(string name)
    {
        WritePropertyName(name);
        WriteStartObject();
    }

    /// <summary>Starts the value of the property that was named, or an item of the list.</summary>
    public void WriteStartObject()
    {
        var property = Take();
        if (property.Type.Kind is SchemaKind.Primitive or SchemaKind.Resource)
            throw Fault(property, $"is a {property.Type}, which is not begun like this");
        json.WriteStartObject();
        Push(property.Type, null, property);
    }

    public void WriteEndObject()
    {
        var frame = Top;
        if (frame.List is not null || named is not null)
            throw new FhirWritingException($"{frame.Type}: an object cannot end here.");
        if (frame is { There: 0, Shadows: 0, Type.Kind: not SchemaKind.Resource })
            throw new FhirWritingException($"An object of type {frame.Type} is empty; leave it out.");
        foreach (var element in frame.Type.Elements)
            if (element.Min > 0 && ((frame.There | frame.Shadows) >> element.Index & 1) == 0)
                throw new FhirWritingException($"{frame.Type}.{element.Name} is missing; it must be there.");
        if (
            frame.From is { Use: { Name: "Reference" } use } from
            && ReferenceTarget.Named(frame.TargetType, frame.Reference) is { } target
            && !ReferenceTarget.Fits(use, target)
        )
            throw new FhirWritingException($"{frames[depth - 2].Type}.{from.JsonName} may not point to a {target}.");
        json.WriteEndObject();
        depth--;
    }

    public void WriteStartArray(string name)
    {
        WritePropertyName(name);
        var property = named!;
        named = null;
        if (!property.Element.IsList || property.IsShadow)
            throw Fault(property, "is no list that can be written");
        json.WriteStartArray();
        Push(Top.Type, property, null);
    }

    public void WriteEndArray()
    {
        if (Top.List is not { } list)
            throw new FhirWritingException($"{Top.Type}: no list is open here.");
        if (Top.Count == 0)
            throw Fault(list, "is an empty list; leave it out");
        json.WriteEndArray();
        depth--;
    }

    public void WritePropertyName(string name)
    {
        if (depth == 0)
            throw new FhirWritingException("A resource must be begun first.");
        var frame = Top;
        if (frame.List is not null || named is not null)
            throw new FhirWritingException($"{frame.Type}: no property can stand here.");
        var property = Property(name) ?? throw new FhirWritingException($"\"{name}\" is not an element of {frame.Type} in R4.");
        var bit = 1UL << property.Element.Index;
        if (((property.IsShadow ? frame.Shadows : frame.There) & bit) != 0)
            throw Fault(property, "stands here already");
        if (property.IsShadow)
            frame.Shadows |= bit;
        else
            frame.There |= bit;
        json.WritePropertyName(property.Bytes);
        named = property;
    }

    public void WriteString(string name, string value)
    {
        WritePropertyName(name);
        WriteStringValue(value);
    }

    public void WriteStringValue(string value)
    {
        var property = Take();
        if (
            property.Type.Kind != SchemaKind.Primitive
            || property.Type.Name is "boolean" or "integer" or "unsignedInt" or "positiveInt" or "decimal"
        )
            throw Fault(property, $"is a {property.Type}, not a text");
        // The text itself is not repeated: it may be a patient's.
        if (string.IsNullOrEmpty(value))
            throw Fault(property, "would be an empty text; leave it out");
        if (
            property.Type.Name is not ("string" or "markdown" or "xhtml")
            && PrimitiveFormat.Fault(property.Type.Name, Encoding.UTF8.GetBytes(value)) is { } wanted
        )
            throw Fault(property, $"must be {wanted}");
        if (property.Codes is { IsOpen: false } codes && !codes.Holds(value))
            throw Fault(property, $"must be a code of {codes.Url}");
        json.WriteStringValue(Allowed(value));
        var frame = Top;
        if (frame.Type.Name != "Reference" || frame.List is not null)
            return;
        if (property.Element.Name == "reference")
            frame.Reference = value;
        else if (property.Element.Name == "type")
            frame.TargetType = value;
    }

    public void WriteBoolean(string name, bool value)
    {
        WritePropertyName(name);
        WriteBooleanValue(value);
    }

    public void WriteBooleanValue(bool value)
    {
        var property = Take();
        if (property.Type.Name != "boolean")
            throw Fault(property, $"is a {property.Type}, not true or false");
        json.WriteBooleanValue(value);
    }

    public void WriteNumber(string name, int value)
    {
        WritePropertyName(name);
        WriteNumberValue(value);
    }

    public void WriteNumberValue(int value)
    {
        var property = Take();
        var least = property.Type.Name switch
        {
            "integer" or "decimal" => int.MinValue,
            "unsignedInt" => 0,
            "positiveInt" => 1,
            _ => throw Fault(property, $"is a {property.Type}, not a number"),
        };
        if (value < least)
            throw Fault(property, $"must be at least {least}");
        json.WriteNumberValue(value);
    }

    public void WriteNumber(string name, decimal value)
    {
        WritePropertyName(name);
        WriteNumberValue(value);
    }

    public void WriteNumberValue(decimal value)
    {
        var property = Take();
        if (property.Type.Name != "decimal")
            throw Fault(property, $"is a {property.Type}, not a decimal");
        json.WriteNumberValue(value);
    }

    /// <summary>The value of the property that was named, or an item of the list, as it is: JSON that was checked before, or that came so and goes on so.</summary>
    public void WriteRawValue(ReadOnlySpan<byte> utf8)
    {
        _ = Take();
        json.WriteRawValue(utf8, skipInputValidation: true);
    }

    /// <summary>A whole property that came from outside and goes on as it came, a list with its brackets, even where R4 has no such element.</summary>
    public void WriteRaw(string name, ReadOnlySpan<byte> utf8)
    {
        if (Property(name) is null)
            json.WritePropertyName(name);
        else
            WritePropertyName(name);
        named = null;
        json.WriteRawValue(utf8, skipInputValidation: true);
    }

    /// <summary>What the value that comes now is for.</summary>
    SchemaProperty Take()
    {
        if (depth == 0)
            throw new FhirWritingException("A resource must be begun first.");
        var frame = Top;
        if (frame.List is { } list)
        {
            if (++frame.Count > list.Element.Max)
                throw Fault(list, $"may stand {list.Element.Max} times");
            return list;
        }

        var property = named ?? throw new FhirWritingException($"{frame.Type}: a value needs a name.");
        if (property.Element.IsList)
            throw Fault(property, "is a list, which must be begun as one");
        named = null;
        return property;
    }

    /// <summary>The text with U+FFFD for the control characters that FHIR does not allow (R4 §2.24.0.1), as JSON's own writer does for half of a surrogate pair.</summary>
    static string Allowed(string text) =>
        !text.AsSpan().ContainsAny(Forbidden)
            ? text
            : string.Create(
                text.Length,
                text,
                (to, from) =>
                {
                    for (var i = 0; i < from.Length; i++)
                        to[i] = Forbidden.Contains(from[i]) ? '\uFFFD' : from[i];
                }
            );

    SchemaProperty? Property(string name)
    {
        Span<byte> utf8 = stackalloc byte[NameBytesMax];
        return Encoding.UTF8.TryGetBytes(name, utf8, out var length) ? Top.Type.Property(utf8[..length]) : null;
    }

    FhirWritingException Fault(SchemaProperty property, string what) => new($"{Top.Type}.{property.JsonName} {what}.");

    void Push(SchemaType type, SchemaProperty? list, SchemaProperty? from)
    {
        if (depth == frames.Count)
            frames.Add(new());
        frames[depth++].Begin(type, list, from);
    }

    /// <summary>An object or list that is open. Used again for the next at the same depth.</summary>
    sealed class Frame
    {
        public SchemaType Type { get; private set; } = null!;

        public SchemaProperty? List { get; private set; }

        public SchemaProperty? From { get; private set; }

        public ulong There { get; set; }

        public ulong Shadows { get; set; }

        public int Count { get; set; }

        public string? Reference { get; set; }

        public string? TargetType { get; set; }

        public void Begin(SchemaType type, SchemaProperty? list, SchemaProperty? from) =>
            (Type, List, From, There, Shadows, Count, Reference, TargetType) = (type, list, from, 0, 0, 0, null, null);
    }
}
