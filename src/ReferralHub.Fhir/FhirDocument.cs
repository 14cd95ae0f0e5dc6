using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ReferralHub.Fhir;

/// <summary>
/// One resource that was read, with its source bytes. Dispose it when done: the parsed form is pooled.
/// Not for use from two threads at once.
/// </summary>
public sealed class FhirDocument : IDisposable
{
    readonly JsonDocument parsed;
    List<BundleEntry>? entries;
    DocumentIndex? index;

    internal FhirDocument(JsonDocument parsed, ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        this.parsed = parsed;
        Bytes = bytes;
        Work = new(cancellation);
    }

    /// <summary>What has been done with the document up to now.</summary>
    public FhirWork Work { get; }

    /// <summary>The source, byte for byte.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    DocumentIndex Index => index ??= new(this);

    public FhirNode Root => new(this, parsed.RootElement);

    /// <summary>The entries of a Bundle, in source order; empty for any other resource.</summary>
    public IReadOnlyList<BundleEntry> Entries => entries ??= ReadEntries();

    /// <summary>The first resource of this type: the root itself, or the first such entry of the Bundle.</summary>
    public FhirNode FirstOfType(string resourceType)
    {
        if (Root.ResourceType == resourceType)
            return Root;
        foreach (var entry in Entries)
            if (entry.ResourceType == resourceType)
                return entry.Resource;
        return default;
    }

    /// <summary>
    /// Follows a Reference (R4 §2.3 and §2.36.4): <c>#contained</c> within <paramref name="container"/>, then fullUrl
    /// (absolute or <c>urn:uuid</c>), then relative <c>Type/id</c> against the entries, then logical by identifier.
    /// </summary>
    /// <param name="reference">The Reference element.</param>
    /// <param name="container">The resource the Reference stands in; contained resources are looked for there.</param>
    /// <returns>The resource, or a node that does not exist when the target is not in this document.</returns>
    public FhirNode Resolve(FhirNode reference, FhirNode container)
    {
        if (reference["reference"].Text is { } target)
        {
            var found = target.StartsWith('#') ? Index.FindContained(container, target[1..]) : FindEntry(target);
            if (found.Exists)
                return found;
        }

        return reference["identifier"]["value"].Text is { } value
            ? Index.FindByIdentifier(value, reference["identifier"]["system"].Text, reference["type"].Text)
            : default;
    }

    /// <summary>
    /// Follows a Reference that stands in <paramref name="holder"/>, which may itself be contained in
    /// <paramref name="outer"/>: a contained resource points to its siblings, not into itself (R4 §2.28.3.8).
    /// </summary>
    public FhirNode Resolve(FhirNode reference, FhirNode holder, FhirNode outer)
    {
        var found = Resolve(reference, holder);
        return found.Exists ? found : Resolve(reference, outer);
    }

    /// <summary>Follows a literal reference that stands alone, as a uri or canonical does.</summary>
    internal FhirNode FindTarget(string target, FhirNode holder, FhirNode outer)
    {
        if (!target.StartsWith('#'))
            return FindEntry(target);
        var found = Index.FindContained(holder, target[1..]);
        return found.Exists ? found : Index.FindContained(outer, target[1..]);
    }

    internal bool HasContained(FhirNode container, string id) => Index.FindContained(container, id).Exists;

    public void Dispose() => parsed.Dispose();

    internal int OffsetOf(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        // The parsed form keeps our memory and does not copy it, so the distance between the two is the offset in the source.
        return (int)Unsafe.ByteOffset(ref MemoryMarshal.GetReference(Bytes.Span), ref MemoryMarshal.GetReference(raw));
    }

    List<BundleEntry> ReadEntries()
    {
        var list = new List<BundleEntry>();
        if (Root.ResourceType != "Bundle")
            return list;
        foreach (var entry in Root.Items("entry"))
        {
            var resource = entry["resource"];
            list.Add(new(entry["fullUrl"].Text, resource.ResourceType, resource["id"].Text, resource));
        }

        return list;
    }

    FhirNode FindEntry(string target)
    {
        Work.Step();
        if (Index.FindByUrl(target) is { Exists: true } found)
            return found;

        // A relative reference, or an absolute one to a server we are not: match on the last two segments, Type/id.
        var path = target.Split("/_history/", 2)[0];
        var slash = path.LastIndexOf('/');
        return slash <= 0 ? default : Index.FindByTypeAndId(path[(path.LastIndexOf('/', slash - 1) + 1)..slash], path[(slash + 1)..]);
    }
}

/// <summary>One entry of a Bundle.</summary>
public readonly record struct BundleEntry(string? FullUrl, string? ResourceType, string? Id, FhirNode Resource);
