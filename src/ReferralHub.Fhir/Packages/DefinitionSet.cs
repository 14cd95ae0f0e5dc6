using System.Collections.Concurrent;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Terminology;

namespace ReferralHub.Fhir.Packages;

/// <summary>
/// The definitions at hand, by canonical URL: profiles, extensions, value sets and code systems, from packages and folders, and
/// beneath them those that HL7 publishes with R4.
/// For use from any thread once it is loaded; profiles and expansions are worked out when they are first needed, and kept.
/// </summary>
public sealed class DefinitionSet
{
    readonly Dictionary<(string Type, string Url), List<Definition>> definitions = [];
    readonly ConcurrentDictionary<Definition, Profile> profiles = [];
    readonly ConcurrentDictionary<Definition, ValueSetExpansion> expansions = [];
    readonly ConcurrentDictionary<Definition, CodeSystemConcepts> systems = [];
    readonly List<FhirPackage> packages = [];
    readonly Lazy<ILookup<string, string>> globals;

    DefinitionSet() => globals = new(ReadGlobals);

    /// <summary>Nothing at hand but R4 itself.</summary>
    public static DefinitionSet None { get; } = new();

    public IReadOnlyList<FhirPackage> Packages => packages;

    /// <summary>All definitions that were added, in their order; those of R4 are not among them.</summary>
    public IEnumerable<Definition> All => definitions.Values.SelectMany(d => d);

    /// <summary>
    /// Reads packages (<c>.tgz</c>), single definitions (<c>.json</c>) and folders of both. Of a folder, sub-folders are left
    /// alone: that is where examples stand.
    /// </summary>
    /// <exception cref="DefinitionException">One cannot be used; the message says which and why.</exception>
    public static DefinitionSet Load(IEnumerable<string> paths)
    {
        var set = new DefinitionSet();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                foreach (
                    var file in Directory
                        .EnumerateFiles(path)
                        .Where(f => f.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || IsPackage(f))
                        .Order(StringComparer.Ordinal)
                )
                    set.AddFile(file);
            }
            else if (File.Exists(path))
            {
                set.AddFile(path);
            }
            else
            {
                throw new DefinitionException($"{path} is neither a file nor a folder.");
            }
        }

        return set;
    }

    /// <summary>
    /// The definition with this canonical URL, which may end with <c>|version</c>; null when there is none. Without a version,
    /// the one added last.
    /// </summary>
    /// <param name="resourceType">StructureDefinition, ValueSet or CodeSystem.</param>
    public Definition? Find(string resourceType, string canonical)
    {
        var (url, version) = Split(canonical);
        // What was loaded comes before what R4 has of the same name: packages carry later versions of HL7's own definitions.
        return FindLoaded(resourceType, url, version) ?? CoreDefinitions.Find(resourceType, url);
    }

    /// <summary>The profile or extension with this canonical URL; null when it is not at hand.</summary>
    /// <exception cref="DefinitionException">It contradicts itself or names elements that R4 does not have.</exception>
    public Profile? FindProfile(string canonical) =>
        Find("StructureDefinition", canonical) is { } definition ? Get(definition) : R4Profiles.Find(canonical);

    /// <summary>
    /// Canonical URLs of the profiles that a guide at hand asks of every resource of a type (ImplementationGuide.global).
    /// </summary>
    public IEnumerable<string> GlobalProfiles(string resourceType) => globals.Value[resourceType];

    /// <summary>What this value set holds as far as it can be listed here; null when it is not at hand.</summary>
    public ValueSetExpansion? Expand(string canonical) =>
        FindValueSet(canonical) is { } definition ? expansions.GetOrAdd(definition, d => ValueSetExpander.Expand(d, this))
        : ValueSetExpander.FindOfR4(canonical) is { } known ? known
        : CoreDefinitions.Find("ValueSet", Split(canonical).Url) is { } core
            ? expansions.GetOrAdd(core, d => ValueSetExpander.Expand(d, this))
        : null;

    Definition? FindValueSet(string canonical)
    {
        var (url, version) = Split(canonical);
        return FindLoaded("ValueSet", url, version);
    }

    /// <summary>The concepts of this code system; null when it is not at hand.</summary>
    internal CodeSystemConcepts? FindSystem(string url) =>
        Find("CodeSystem", url) is { } definition ? systems.GetOrAdd(definition, d => new(d.Resource)) : null;

    ILookup<string, string> ReadGlobals()
    {
        var found = new List<(string Type, string Profile)>();
        foreach (var guide in All.Where(d => d.ResourceType == "ImplementationGuide"))
        foreach (var global in guide.Resource.Items("global"))
            if (global["type"].Text is { } type && global["profile"].Text is { } profile)
                found.Add((type, profile));
        return found.ToLookup(g => g.Type, g => g.Profile, StringComparer.Ordinal);
    }

    Definition? FindLoaded(string resourceType, string url, string? version) =>
        // Another version says more than nothing does; packages are seldom all of one date.
        definitions.TryGetValue((resourceType, url), out var found)
            ? found.FindLast(d => version is null || d.Version == version) ?? found[^1]
            : null;

    static (string Url, string? Version) Split(string canonical)
    {
        var bar = canonical.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? (canonical, null) : (canonical[..bar], canonical[(bar + 1)..]);
    }

    Profile Get(Definition definition) =>
        profiles.TryGetValue(definition, out var known) ? known : profiles.GetOrAdd(definition, d => ProfileReader.Read(d, this));

    static bool IsPackage(string file) =>
        file.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase);

    void AddFile(string file)
    {
        if (IsPackage(file))
        {
            var package = FhirPackage.Load(file);
            packages.Add(package);
            foreach (var definition in package.Definitions)
                Add(definition);
            return;
        }

        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DefinitionException($"{file} cannot be read: {e.Message}");
        }

        if (Definition.Read(file, bytes) is { } single)
            Add(single);
    }

    void Add(Definition definition)
    {
        if (!definitions.TryGetValue((definition.ResourceType, definition.Url), out var list))
            definitions[(definition.ResourceType, definition.Url)] = list = [];
        list.Add(definition);
    }
}
