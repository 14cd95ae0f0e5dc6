using System.Text.Json;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Schema;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Profiles;

/// <summary>Holds one element against what a profile says of it: values, types, what references point to, invariants.</summary>
sealed class ElementCheck(ProfileWalk walk, BindingCheck bindings, PathEnvironment environment)
{
    public void Check(PathNode node, ProfileElement rules)
    {
        if (rules.Types is { } types)
            CheckTypes(node, rules, types);
        CheckValues(node, rules);
    }

    /// <summary>All that is said of the element but for its types, and what is said of its children.</summary>
    public void CheckValues(PathNode node, ProfileElement rules)
    {
        if (rules.Fixed is { } wanted && !FixedValues.IsSame(node.Json, wanted))
            Error(node, "value", $"{rules.Path} must be exactly {ProfileText.Show(wanted)}.");
        if (rules.Pattern is { } pattern && !FixedValues.Holds(node.Json, pattern))
            Error(node, "value", $"{rules.Path} must hold {ProfileText.Show(pattern)}.");
        if (rules.MinValue is { } least && ValueBounds.Compare(node.Json, least, environment.Now, isLeast: true) < 0)
            Error(node, "value", $"{rules.Path} must be at least {ProfileText.Show(least)}.");
        if (rules.MaxValue is { } most && ValueBounds.Compare(node.Json, most, environment.Now, isLeast: false) > 0)
            Error(node, "value", $"{rules.Path} must be at most {ProfileText.Show(most)}.");
        if (rules.LengthMax is { } length && node.Json.ValueKind == JsonValueKind.String && node.Json.GetString()!.Length > length)
            Error(node, "too-long", $"{rules.Path} must have at most {length} characters.");
        if (rules.Binding is { } binding)
            bindings.Check(node, binding, rules.Path);
        foreach (var constraint in rules.Constraints)
            CheckConstraint(node, constraint, rules);
        foreach (var child in rules.Children)
            walk.CheckGroup(node, ProfileWalk.Children(node, child.Name), child);
    }

    void CheckTypes(PathNode node, ProfileElement rules, IReadOnlyList<ProfileTypeUse> types)
    {
        if (node.Type is not { } type)
            return;
        var uses = types.Where(t => IsOf(type, t.Code)).ToList();
        if (uses.Count == 0)
        {
            var wanted = string.Join(" or ", types.Select(t => t.Code).Distinct());
            Error(node, "structure", $"{rules.Path} must be of type {wanted}, not {node.TypeName}.");
            return;
        }

        CheckProfiles(node, [.. uses.SelectMany(u => u.Profiles)], uses.Exists(u => u.Profiles.Count == 0), rules);
        if (node.Type.Name == "Reference" && !uses.Exists(u => u.TargetProfiles.Count == 0))
            CheckTarget(node, [.. uses.SelectMany(u => u.TargetProfiles)], rules);
    }

    static bool IsOf(SchemaType type, string code) =>
        type.IsA(code) || (code is "BackboneElement" or "Element" && type.Kind == SchemaKind.Backbone);

    /// <summary>The value must conform to one of these.</summary>
    void CheckProfiles(PathNode node, List<string> urls, bool mayBePlain, ProfileElement rules)
    {
        if (urls.Count == 0 || mayBePlain)
            return;
        if (urls is [var only])
        {
            walk.Check(node, only);
            return;
        }

        var answers = urls.ConvertAll(url => walk.Conforms(node, url));
        if (answers.Contains(true))
            return;
        if (answers.Contains(null))
            walk.NotChecked(node, $"Not checked: {rules.Path} may conform to a profile that is not at hand.");
        else
            Error(node, "structure", $"{rules.Path} must conform to one of {string.Join(", ", urls)}.");
    }

    /// <summary>
    /// What a reference points to must be of a type that one of the profiles is about. Whether the target conforms is told
    /// where the target stands, against the profiles that it claims: a sender mends it there.
    /// </summary>
    void CheckTarget(PathNode node, List<string> urls, ProfileElement rules)
    {
        if (TargetType(node) is not { } named)
            return;
        var types = urls.ConvertAll(url => CanonicalUrl.TypeOfR4(url) ?? walk.FindQuietly(url)?.Type);
        if (types.Contains(null) || types.Exists(t => named.IsA(t!.Name)))
            return;
        var allowed = string.Join(", ", types.Select(t => t!.Name).Distinct());
        Error(node, "structure", $"{rules.Path} points to a {named}; it may point to {allowed}.");
    }

    SchemaType? TargetType(PathNode reference)
    {
        if (walk.Resolve(reference)?.Type is { } type)
            return type;
        if (reference.Node["type"].Text is { } said)
            return R4Schema.R4.Find(said);
        var parts = (reference.Node["reference"].Text ?? "").Split("/_history/")[0].Split('/');
        return parts.Length >= 2 && R4Schema.R4.Find(parts[^2]) is { Kind: SchemaKind.Resource } named ? named : null;
    }

    void CheckConstraint(PathNode node, SchemaConstraint constraint, ProfileElement rules)
    {
        try
        {
            if (Invariants.IsTrue(constraint, node, EnvironmentFor(node, rules)) == false)
                walk.Add(
                    node,
                    constraint.IsError ? FhirSeverity.Error : FhirSeverity.Warning,
                    "invariant",
                    $"{constraint.Key}: {constraint.Human.TrimEnd('.')}."
                );
        }
        catch (PathException e)
        {
            walk.NotChecked(node, $"Not checked: {constraint.Key} of {walk.Asking}: {e.Message}");
        }
    }

    /// <summary>
    /// <c>%resource</c> is the resource that the profile is about. So where a profile on a Bundle says something of
    /// <c>Bundle.entry.resource</c> it is the Bundle, and in the resource's own profile it is the resource.
    /// </summary>
    PathEnvironment EnvironmentFor(PathNode node, ProfileElement rules) =>
        node.IsResource && !rules.IsRoot && node.Parent?.Resource() is { } holder ? environment with { Resource = holder } : environment;

    void Error(PathNode at, string code, string text) => walk.Add(at, FhirSeverity.Error, code, text);
}
