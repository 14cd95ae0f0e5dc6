namespace ReferralHub.Fhir;

/// <summary>
/// Finds the targets of references by name instead of looking through all entries for each. The first in the order of the
/// source counts, as when they are looked through.
/// </summary>
sealed class DocumentIndex
{
    readonly FhirDocument document;
    readonly Dictionary<string, int> byUrl = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, int> byTypeAndId = new(StringComparer.Ordinal);
    readonly Dictionary<int, Dictionary<string, FhirNode>> contained = [];
    Dictionary<string, List<int>>? byIdentifier;

    public DocumentIndex(FhirDocument document)
    {
        this.document = document;
        for (var i = 0; i < document.Entries.Count; i++)
        {
            var entry = document.Entries[i];
            document.Work.Step();
            if (entry.FullUrl is { } url)
                byUrl.TryAdd(url, i);
            if (entry.ResourceType is not { } type)
                continue;
            if (entry.Id is { } id)
                byTypeAndId.TryAdd($"{type}/{id}", i);
            if (IdInUrl(entry.FullUrl, type) is { } idOfUrl)
                byTypeAndId.TryAdd($"{type}/{idOfUrl}", i);
        }
    }

    public FhirNode FindByUrl(string url) => byUrl.TryGetValue(url, out var at) ? document.Entries[at].Resource : default;

    /// <summary>The entry of this type that has the id, or whose fullUrl ends with type and id.</summary>
    public FhirNode FindByTypeAndId(string type, string id) =>
        byTypeAndId.TryGetValue($"{type}/{id}", out var at) ? document.Entries[at].Resource : default;

    public FhirNode FindContained(FhirNode container, string id)
    {
        if (container["contained"].Count == 0)
            return default;
        var at = document.OffsetOf(container.Json);
        if (!contained.TryGetValue(at, out var known))
        {
            contained[at] = known = new(StringComparer.Ordinal);
            foreach (var resource in container.Items("contained"))
            {
                document.Work.Step();
                if (resource["id"].Text is { } name)
                    known.TryAdd(name, resource);
            }
        }

        return known.GetValueOrDefault(id);
    }

    /// <summary>The first entry, of this type when one is given, with an identifier of the same system and value.</summary>
    public FhirNode FindByIdentifier(string value, string? system, string? type)
    {
        byIdentifier ??= ReadIdentifiers();
        if (!byIdentifier.TryGetValue(value, out var entries))
            return default;
        foreach (var i in entries)
        {
            var entry = document.Entries[i];
            document.Work.Step();
            if (type is not null && entry.ResourceType != type)
                continue;
            foreach (var candidate in entry.Resource.Items("identifier"))
            {
                document.Work.Step();
                if (candidate["value"].Is(value) && IdentifierSystem.Same(candidate["system"].Text, system))
                    return entry.Resource;
            }
        }

        return default;
    }

    Dictionary<string, List<int>> ReadIdentifiers()
    {
        var read = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < document.Entries.Count; i++)
            foreach (var identifier in document.Entries[i].Resource.Items("identifier"))
            {
                document.Work.Step();
                if (identifier["value"].Text is not { } value)
                    continue;
                if (!read.TryGetValue(value, out var entries))
                    read[value] = entries = [];
                if (entries.Count == 0 || entries[^1] != i)
                    entries.Add(i);
            }

        return read;
    }

    /// <summary>The id in <c>http://server/Patient/1</c> for the type Patient; null for a URL of another form.</summary>
    static string? IdInUrl(string? url, string type)
    {
        if (url is null)
            return null;
        var slash = url.LastIndexOf('/');
        return slash > type.Length && url.AsSpan(0, slash).EndsWith(type, StringComparison.Ordinal) && url[slash - type.Length - 1] == '/'
            ? url[(slash + 1)..]
            : null;
    }
}
