namespace ReferralHub.Fhir.Prose;

/// <summary>
/// Finds what references in a Bundle point to (R4 §2.36.4.1): by fullUrl, and of one with several versions by the version.
/// </summary>
sealed class BundleTargets
{
    readonly Dictionary<string, List<BundleEntry>> byUrl = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, List<BundleEntry>> byId = new(StringComparer.Ordinal);

    public BundleTargets(FhirDocument document)
    {
        foreach (var entry in document.Entries)
        {
            if (entry.FullUrl is { } url)
                Add(byUrl, url, entry);
            if (entry.Id is { } id)
                Add(byId, $"{entry.ResourceType}/{id}", entry);
        }
    }

    /// <summary>Number of entries that a literal reference may mean.</summary>
    /// <param name="from">fullUrl of the entry that it stands in.</param>
    public int Count(string reference, string? from)
    {
        var parts = reference.Split("/_history/", 2);
        var (target, version) = (parts[0], parts.Length > 1 ? parts[1] : null);
        var found = AbsoluteUri.Is(target) ? Get(byUrl, target) : Relative(target, from);
        return version is null ? found.Count : found.Count(e => e.Resource["meta"]["versionId"].Is(version));
    }

    /// <summary>On the server of the entry it stands in when that has one, else by type and id.</summary>
    List<BundleEntry> Relative(string target, string? from)
    {
        if (from is not null && AbsoluteUri.IsAddress(from))
        {
            var id = from.LastIndexOf('/');
            var type = id > 0 ? from.LastIndexOf('/', id - 1) : -1;
            if (type > 0 && Get(byUrl, $"{from[..type]}/{target}") is { Count: > 0 } found)
                return found;
        }

        return Get(byId, target);
    }

    static void Add(Dictionary<string, List<BundleEntry>> to, string key, BundleEntry entry)
    {
        if (!to.TryGetValue(key, out var list))
            to[key] = list = [];
        list.Add(entry);
    }

    static List<BundleEntry> Get(Dictionary<string, List<BundleEntry>> from, string key) => from.GetValueOrDefault(key) ?? [];
}
