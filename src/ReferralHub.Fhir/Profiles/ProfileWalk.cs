using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Schema;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Profiles;

/// <summary>One check of one document against profiles. What it finds is in the order of the walk.</summary>
sealed class ProfileWalk
{
    const int DepthMax = 40;
    readonly FhirDocument document;
    readonly ElementCheck elements;
    readonly GroupCheck groups;
    readonly bool tellsGaps;
    readonly Dictionary<(int Offset, string Profile), bool> known = [];
    readonly List<(int Offset, string Profile)> order = [];
    readonly List<Finding> found = [];
    int depth;

    /// <param name="tellsGaps">Whether what cannot be checked is told.</param>
    /// <param name="now">What invariants and bounds relative to the present go by; null when it is not known.</param>
    public ProfileWalk(FhirDocument document, DefinitionSet definitions, bool tellsGaps = true, DateTimeOffset? now = null)
    {
        (this.document, Definitions, this.tellsGaps) = (document, definitions, tellsGaps);
        var bindings = new BindingCheck(this);
        var environment = new PathEnvironment
        {
            Now = now,
            StepsMax = 200_000,
            ConformsTo = (node, url) => Conforms(node, url),
            MemberOf = (item, url) => bindings.IsMember(item, url),
        };
        elements = new(this, bindings, environment);
        groups = new(this, new(this, bindings), elements);
    }

    public DefinitionSet Definitions { get; }

    public IReadOnlyList<Finding> Found => found;

    /// <summary>Name of the profile that is being checked, for messages.</summary>
    public string Asking { get; private set; } = "";

    /// <summary>The resource against a profile, by its URL.</summary>
    public void Check(PathNode node, string url)
    {
        if (Find(node, url) is { } profile)
            Check(node, profile);
    }

    public void Check(PathNode node, Profile profile)
    {
        var key = (OffsetOf(node), profile.Url);
        // A resource that is reached again, by a reference in a circle as may be, was told of already.
        if (!known.TryAdd(key, true))
            return;
        order.Add(key);
        if (node.Type is { } type && !type.IsA(profile.Type.Name))
        {
            Add(node, FhirSeverity.Error, "structure", $"{profile.Name} is about {profile.Type}, and this is a {type}.");
            known[key] = false;
            return;
        }

        if (depth >= DepthMax)
        {
            NotChecked(node, $"Not checked against {profile.Name}: profiles lead to one another more than {DepthMax} deep.");
            return;
        }

        var (before, asking) = (found.Count, Asking);
        Asking = profile.Name;
        depth++;
        if (profile.MissingBase is { } missing)
            NotChecked(
                node,
                $"Not checked: {profile.Name} is derived from {missing}, which is not at hand; only its own rules are checked."
            );
        elements.CheckValues(node, profile.Root);
        depth--;
        Asking = asking;
        known[key] = !HasErrors(before);
    }

    /// <summary>Whether it conforms, without telling what is wrong; null when the profile is not at hand.</summary>
    public bool? Conforms(PathNode node, string url)
    {
        if (CanonicalUrl.TypeOfR4(url) is { } type)
            return node.Type?.IsA(type.Name) ?? false;
        if (FindQuietly(url) is not { } profile)
            return null;
        if (known.TryGetValue((OffsetOf(node), profile.Url), out var answer))
            return answer;
        return Try(() => Check(node, profile));
    }

    /// <summary>Runs a check and takes back what it found; true when there was no error.</summary>
    bool Try(Action check)
    {
        var (before, knownBefore) = (found.Count, order.Count);
        check();
        var errors = HasErrors(before);
        found.RemoveRange(before, found.Count - before);
        // What was only tried has not been told yet, so that it is checked again when it is meant.
        foreach (var key in order[knownBefore..])
            known.Remove(key);
        order.RemoveRange(knownBefore, order.Count - knownBefore);
        return !errors;
    }

    /// <summary>All items of one element below a node.</summary>
    public void CheckGroup(PathNode parent, ItemList items, ProfileElement rules) => groups.Check(parent, items, rules);

    public void Add(PathNode at, FhirSeverity severity, string code, string text) =>
        found.Add(new(OffsetOf(at), severity, code, Asking.Length == 0 ? text : $"{text.TrimEnd('.')} ({Asking})."));

    /// <summary>Tells what cannot be checked here, so that it does not pass for right.</summary>
    public void NotChecked(PathNode at, string text)
    {
        if (tellsGaps)
            found.Add(new(OffsetOf(at), FhirSeverity.Information, "incomplete", text));
    }

    /// <summary>Children of a node by the name of their element, choices included.</summary>
    public static ItemList Children(PathNode node, string name)
    {
        var items = new ItemList();
        node.AddChildren(name, items, R4Schema.R4, anyName: false);
        return items;
    }

    /// <summary>What a reference points to within the document; null when it is not there.</summary>
    public PathNode? Resolve(PathNode reference)
    {
        if (reference.Resource() is not { } holder)
            return null;
        var container = Container(holder);
        var target = document.Resolve(reference.Node, holder.Node, container.Node);
        if (!target.Exists)
            return null;
        // A contained resource stays in its container, which its invariants may ask for (%rootResource).
        var isContained = reference.Node["reference"].Text is ['#', ..];
        return PathNode.OfResource(document, target.Json, R4Schema.R4, isContained ? container : null);
    }

    /// <summary>The resource that a contained one stands in, else itself.</summary>
    static PathNode Container(PathNode resource)
    {
        for (var up = resource.Parent; up is not null; up = up.Parent)
            if (up.IsResource)
                return up.Type?.Name == "Bundle" ? resource : up;
        return resource;
    }

    Profile? Find(PathNode node, string url)
    {
        if (CanonicalUrl.TypeOfR4(url) is not null)
            return null;
        try
        {
            if (Definitions.FindProfile(url) is { } profile)
                return profile;
            NotChecked(node, $"Not checked against {url}: this profile is not at hand.");
        }
        catch (DefinitionException e)
        {
            NotChecked(node, $"Not checked against {url}: {e.Message}");
        }

        return null;
    }

    /// <summary>The profile, without telling when it is not at hand.</summary>
    public Profile? FindQuietly(string url)
    {
        try
        {
            return Definitions.FindProfile(url);
        }
        catch (DefinitionException)
        {
            // Told where somebody asks for it by name (Find); here it only means that nothing can be said.
            return null;
        }
    }

    bool HasErrors(int from) => found.FindIndex(from, f => f.Severity == FhirSeverity.Error) >= 0;

    /// <summary>Byte at which an element begins.</summary>
    public int OffsetOf(PathNode node) => document.OffsetOf(node.Place);
}

/// <summary>Something found, and where.</summary>
readonly record struct Finding(int Offset, FhirSeverity Severity, string Code, string Text);
