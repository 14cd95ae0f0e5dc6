using System.Text.Json;
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
    readonly SliceMatch slices;
    readonly BindingCheck bindings;
    readonly PathEnvironment environment;
    readonly bool tellsGaps;
    readonly Dictionary<(int Offset, string Profile), bool> known = [];
    readonly List<Finding> found = [];
    int depth;

    public ProfileWalk(FhirDocument document, DefinitionSet definitions, bool tellsGaps = true)
    {
        (this.document, Definitions, this.tellsGaps) = (document, definitions, tellsGaps);
        bindings = new(this);
        slices = new(this, bindings);
        environment = new()
        {
            StepsMax = 200_000,
            ConformsTo = (node, url) => Conforms(node, url),
            MemberOf = (item, url) => bindings.IsMember(item, url),
        };
    }

    public DefinitionSet Definitions { get; }

    public IReadOnlyList<Finding> Found => found;

    /// <summary>Name of the profile that is being checked, for messages.</summary>
    string Asking { get; set; } = "";

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
        Inside(node, profile.Root);
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
        var (before, knownBefore) = (found.Count, known.Keys.ToHashSet());
        check();
        var errors = HasErrors(before);
        found.RemoveRange(before, found.Count - before);
        // What was only tried has not been told yet, so that it is checked again when it is meant.
        foreach (var key in known.Keys.Where(k => !knownBefore.Contains(k)).ToList())
            known.Remove(key);
        return !errors;
    }

    void Element(PathNode node, ProfileElement rules)
    {
        if (rules.Types is { } types)
            Types(node, rules, types);
        Inside(node, rules);
    }

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
        var target = document.Resolve(reference.Node, holder.Node, Container(holder).Node);
        return target.Exists ? PathNode.OfResource(document, target.Json, R4Schema.R4, null) : null;
    }

    /// <summary>The resource that a contained one stands in, else itself.</summary>
    static PathNode Container(PathNode resource)
    {
        for (var up = resource.Parent; up is not null; up = up.Parent)
            if (up.IsResource)
                return up.Type?.Name == "Bundle" ? resource : up;
        return resource;
    }

    void Inside(PathNode node, ProfileElement rules)
    {
        if (rules.Fixed is { } wanted && !FixedValues.IsSame(node.Json, wanted))
            Add(node, FhirSeverity.Error, "value", $"{rules.Path} must be exactly {Shown(wanted)}.");
        if (rules.Pattern is { } pattern && !FixedValues.Holds(node.Json, pattern))
            Add(node, FhirSeverity.Error, "value", $"{rules.Path} must hold {Shown(pattern)}.");
        if (rules.MinValue is { } least && FixedValues.Compare(node.Json, least) < 0)
            Add(node, FhirSeverity.Error, "value", $"{rules.Path} must be at least {Shown(least)}.");
        if (rules.MaxValue is { } most && FixedValues.Compare(node.Json, most) > 0)
            Add(node, FhirSeverity.Error, "value", $"{rules.Path} must be at most {Shown(most)}.");
        if (rules.LengthMax is { } length && node.Json.ValueKind == JsonValueKind.String && node.Json.GetString()!.Length > length)
            Add(node, FhirSeverity.Error, "too-long", $"{rules.Path} must have at most {length} characters.");
        if (rules.Binding is { } binding)
            bindings.Check(node, binding, rules.Path);
        foreach (var constraint in rules.Constraints)
            Constraint(node, constraint);
        foreach (var child in rules.Children)
            Group(node, Children(node, child.Name), child);
    }

    /// <summary>All items of one element, or of one slice of it.</summary>
    void Group(PathNode parent, ItemList items, ProfileElement rules)
    {
        if (rules.Min is { } min && items.Count < min)
            Add(
                parent,
                FhirSeverity.Error,
                "required",
                $"{rules.Path} must stand here at least {Times(min)}{Asked(rules)}; there {(items.Count == 1 ? "is" : "are")} {(items.Count == 0 ? "none" : items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))}."
            );
        if (rules.Max is { } max && items.Count > max)
            Add(
                (PathNode)items[max],
                FhirSeverity.Error,
                "structure",
                max == 0 ? $"{rules.Path} must not stand here." : $"{rules.Path} must stand here at most {Times(max)}."
            );
        foreach (PathNode item in items)
            Element(item, rules);
        if (rules.Slices.Count > 0)
            Sliced(parent, items, rules);
    }

    void Sliced(PathNode parent, ItemList items, ProfileElement rules)
    {
        var slicing = rules.Slicing ?? SliceMatch.Implied(rules);
        if (slicing is null)
        {
            if (items.Count > 0)
                NotChecked((PathNode)items[0], $"Not checked: {Asking} does not say what the slices of {rules.Path} are told apart by.");
            return;
        }

        var members = rules.Slices.ToDictionary(s => s, _ => new ItemList());
        var (last, isOutside) = (0, false);
        foreach (PathNode item in items)
        {
            var index = rules.Slices.FindIndex(slice => slices.IsIn(item, slice, slicing));
            if (index < 0)
            {
                isOutside = true;
                if (slicing.Rules == SlicingRules.Closed)
                    Add(
                        item,
                        FhirSeverity.Error,
                        "structure",
                        $"{rules.Path} may hold only {string.Join(", ", rules.Slices.Select(s => s.SliceName))}; this is none of them."
                    );
                continue;
            }

            if (isOutside && slicing.Rules == SlicingRules.OpenAtEnd)
                Add(
                    item,
                    FhirSeverity.Error,
                    "structure",
                    $"What is none of the slices of {rules.Path} must stand at the end, behind {rules.Slices[index].SliceName}."
                );
            if (slicing.IsOrdered && index < last)
                Add(
                    item,
                    FhirSeverity.Error,
                    "structure",
                    $"The slices of {rules.Path} must stand in the order {string.Join(", ", rules.Slices.Select(s => s.SliceName))}."
                );
            last = Math.Max(last, index);
            members[rules.Slices[index]].Add(item);
        }

        foreach (var slice in rules.Slices)
            Group(parent, members[slice], slice);
    }

    void Types(PathNode node, ProfileElement rules, IReadOnlyList<ProfileTypeUse> types)
    {
        if (node.Type is not { } type)
            return;
        var uses = types.Where(t => Fits(type, t.Code)).ToList();
        if (uses.Count == 0)
        {
            Add(
                node,
                FhirSeverity.Error,
                "structure",
                $"{rules.Path} must be of type {string.Join(" or ", types.Select(t => t.Code).Distinct())}, not {node.TypeName}."
            );
            return;
        }

        Profiled(node, [.. uses.SelectMany(u => u.Profiles)], uses.Exists(u => u.Profiles.Count == 0), rules);
        if (node.Type.Name == "Reference" && !uses.Exists(u => u.TargetProfiles.Count == 0))
            Target(node, [.. uses.SelectMany(u => u.TargetProfiles)], rules);
    }

    static bool Fits(SchemaType type, string code) =>
        type.IsA(code) || (code is "BackboneElement" or "Element" && type.Kind == SchemaKind.Backbone);

    /// <summary>The value must conform to one of these.</summary>
    void Profiled(PathNode node, List<string> urls, bool mayBePlain, ProfileElement rules)
    {
        if (urls.Count == 0 || mayBePlain)
            return;
        if (urls is [var only])
        {
            Check(node, only);
            return;
        }

        var answers = urls.ConvertAll(url => Conforms(node, url));
        if (answers.Contains(true))
            return;
        if (answers.Contains(null))
            NotChecked(node, $"Not checked: {rules.Path} may conform to a profile that is not at hand.");
        else
            Add(node, FhirSeverity.Error, "structure", $"{rules.Path} must conform to one of {string.Join(", ", urls)}.");
    }

    /// <summary>
    /// What a reference points to must be of a type that one of the profiles is about. Whether the target conforms is told
    /// where the target stands, against the profiles that it claims: a sender mends it there.
    /// </summary>
    void Target(PathNode node, List<string> urls, ProfileElement rules)
    {
        if (TargetType(node) is not { } named)
            return;
        var types = urls.ConvertAll(url => CanonicalUrl.TypeOfR4(url) ?? FindQuietly(url)?.Type);
        if (types.Contains(null) || types.Exists(t => named.IsA(t!.Name)))
            return;
        Add(
            node,
            FhirSeverity.Error,
            "structure",
            $"{rules.Path} points to a {named}; it may point to {string.Join(", ", types.Select(t => t!.Name).Distinct())}."
        );
    }

    SchemaType? TargetType(PathNode reference)
    {
        if (Resolve(reference)?.Type is { } type)
            return type;
        if (reference.Node["type"].Text is { } said)
            return R4Schema.R4.Find(said);
        var parts = (reference.Node["reference"].Text ?? "").Split("/_history/")[0].Split('/');
        return parts.Length >= 2 && R4Schema.R4.Find(parts[^2]) is { Kind: SchemaKind.Resource } named ? named : null;
    }

    void Constraint(PathNode node, SchemaConstraint constraint)
    {
        try
        {
            if (constraint.Compiled.IsTrue(node, environment) == false)
                Add(
                    node,
                    constraint.IsError ? FhirSeverity.Error : FhirSeverity.Warning,
                    "invariant",
                    $"{constraint.Key}: {constraint.Human.TrimEnd('.')}."
                );
        }
        catch (PathException e)
        {
            NotChecked(node, $"Not checked: {constraint.Key} of {Asking}: {e.Message}");
        }
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

    Profile? FindQuietly(string url)
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

    int OffsetOf(PathNode node) => document.OffsetOf(node.Place);

    static string Times(int count) =>
        count switch
        {
            1 => "once",
            2 => "twice",
            _ => $"{count} times",
        };

    /// <summary>What a slice asks of its items, so that a sender knows what is missing.</summary>
    static string Asked(ProfileElement rules)
    {
        var fixedValues = new List<string>();
        Collect(rules, "", fixedValues);
        return fixedValues.Count == 0 || rules.SliceName is null ? "" : $" with {string.Join(" and ", fixedValues.Take(3))}";

        static void Collect(ProfileElement at, string path, List<string> into)
        {
            if ((at.Fixed ?? at.Pattern) is { } value)
                into.Add(path.Length == 0 ? Shown(value) : $"{path} {Shown(value)}");
            foreach (var child in at.Children)
                Collect(child, path.Length == 0 ? child.Name : $"{path}.{child.Name}", into);
        }
    }

    /// <summary>A value of the profile, which is no secret.</summary>
    static string Shown(JsonElement value)
    {
        const int ShownMax = 120;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return text.Length <= ShownMax ? text : text[..ShownMax] + "…";
    }
}

/// <summary>Something found, and where.</summary>
readonly record struct Finding(int Offset, FhirSeverity Severity, string Code, string Text);
