using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ReferralHub.Fhir;

/// <summary>
/// One element of a document: a view that costs nothing to make and never copies. A node that is not there is
/// <see cref="Exists"/> = false and answers every question with nothing, so paths can be followed without checks.
/// </summary>
public readonly struct FhirNode
{
    readonly FhirDocument? document;
    readonly JsonElement element;

    internal FhirNode(FhirDocument document, JsonElement element)
    {
        this.document = document;
        this.element = element;
    }

    public bool Exists => document is not null;

    public bool IsObject => Exists && element.ValueKind == JsonValueKind.Object;

    public bool IsArray => Exists && element.ValueKind == JsonValueKind.Array;

    /// <summary>The document this node is a view on; throws when the node does not exist.</summary>
    public FhirDocument Document => document ?? throw new InvalidOperationException("The node does not exist.");

    /// <summary>The child with this name; of an array, that of its first item. Nothing when there is none.</summary>
    public FhirNode this[string name]
    {
        get
        {
            var node = IsArray ? First() : this;
            return node.IsObject && node.element.TryGetProperty(name, out var child) ? new(node.document!, child) : default;
        }
    }

    /// <summary>The FHIR type name of a resource, null for anything else.</summary>
    public string? ResourceType =>
        IsObject && element.TryGetProperty("resourceType", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;

    /// <summary>The text of a string primitive; null for everything else, an empty string included.</summary>
    public string? Text => Exists && element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>Number of items: 0 when missing, 1 for a single value.</summary>
    public int Count =>
        !Exists ? 0
        : IsArray ? element.GetArrayLength()
        : 1;

    /// <summary>The value as it stands in the source.</summary>
    public ReadOnlySpan<byte> RawBytes => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element);

    /// <summary>Gives access to the JSON for copying it on.</summary>
    public JsonElement Json => element;

    /// <summary>FHIRPath of this element within the document, found when asked for; null when the node does not exist.</summary>
    public string? Expression =>
        Exists ? SourcePosition.Expression(Document.Bytes.Span, Document.OffsetOf(element), Document.Root.ResourceType) : null;

    /// <summary>1-based line and byte column of this element in the source.</summary>
    public (int Line, int Column)? Position =>
        Exists ? SourcePosition.LineAndColumn(Document.Bytes.Span, Document.OffsetOf(element)) : null;

    /// <summary>Whether the string equals this text, without making a string.</summary>
    public bool Is(string text) => Exists && element.ValueKind == JsonValueKind.String && element.ValueEquals(text);

    /// <summary>Whether the source text of the value is this, for booleans and numbers.</summary>
    public bool RawIs(string text) => Exists && element.ValueKind is not JsonValueKind.String && element.GetRawText() == text;

    /// <summary>The items of an array, or the single value itself, or nothing.</summary>
    public NodeItems Items(string name) => new(this[name]);

    /// <summary>The items of this array, or this node itself when it is none.</summary>
    public NodeItems Items() => new(this);

    /// <summary>Where the value starts in the bytes of its document; tells nodes of one document apart.</summary>
    public int Offset => Document.OffsetOf(element);

    /// <summary>Names of the properties of an object, in source order.</summary>
    public IEnumerable<(string Name, FhirNode Value)> Properties()
    {
        if (!IsObject)
            yield break;
        foreach (var property in element.EnumerateObject())
            yield return (property.Name, new(document!, property.Value));
    }

    FhirNode First()
    {
        foreach (var item in element.EnumerateArray())
            return new(document!, item);
        return default;
    }

    /// <summary>Enumerates items without allocating.</summary>
    public struct NodeItems
    {
        readonly FhirNode source;
        JsonElement.ArrayEnumerator items;
        bool single;

        internal NodeItems(FhirNode source)
        {
            this.source = source;
            if (source.IsArray)
                items = source.element.EnumerateArray();
            else
                single = source.Exists;
        }

        public FhirNode Current { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly NodeItems GetEnumerator() => this;

        public bool MoveNext()
        {
            if (single)
            {
                single = false;
                Current = source;
                return true;
            }

            if (!source.IsArray || !items.MoveNext())
                return false;
            Current = new(source.document!, items.Current);
            return true;
        }
    }
}
