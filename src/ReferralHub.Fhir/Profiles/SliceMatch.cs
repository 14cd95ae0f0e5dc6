using System.Text.Json;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Packages;

namespace ReferralHub.Fhir.Profiles;

/// <summary>Decides whether an item belongs to a slice (R4 §5.1.0.7): every discriminator must say so.</summary>
sealed class SliceMatch(ProfileWalk walk, BindingCheck bindings)
{
    static readonly Slicing ByUrl = new([new(DiscriminatorKind.Value, "url")], SlicingRules.Open, IsOrdered: false);
    static readonly Slicing ByType = new([new(DiscriminatorKind.Type, "$this")], SlicingRules.Open, IsOrdered: false);

    /// <summary>Extensions are sliced by url and choices by type even when a profile does not repeat it; null when nothing is implied.</summary>
    public static Slicing? Implied(ProfileElement element) =>
        element.Name is "extension" or "modifierExtension" ? ByUrl
        : element.Slices.TrueForAll(s => s.Types is not null) ? ByType
        : null;

    public bool IsIn(PathNode item, ProfileElement slice, Slicing slicing) =>
        slicing.Discriminators.Count > 0 && slicing.Discriminators.All(d => Matches(item, slice, d));

    bool Matches(PathNode item, ProfileElement slice, Discriminator discriminator)
    {
        switch (discriminator.Kind)
        {
            case DiscriminatorKind.Type:
                var types = Elements(slice, discriminator.Path).SelectMany(e => e.Types ?? []).Select(t => t.Code).ToList();
                return types.Count > 0 && Values(item, discriminator.Path).Any(v => v.Type is { } type && types.Exists(type.IsA));
            case DiscriminatorKind.Exists:
                var there = Values(item, discriminator.Path).Count > 0;
                return Elements(slice, discriminator.Path).Any(e => there ? e.Min > 0 : e.Max == 0);
            case DiscriminatorKind.Profile:
                var profiles = Elements(slice, discriminator.Path.Replace(".resolve()", "", StringComparison.Ordinal))
                    .SelectMany(e => e.Types ?? [])
                    .SelectMany(t => t.Profiles.Count > 0 ? t.Profiles : t.TargetProfiles)
                    .ToList();
                return Values(item, discriminator.Path).Any(v => profiles.Exists(p => walk.Conforms(v, p) == true));
            default:
                var wanted = Elements(slice, discriminator.Path)
                    .Where(e => e.Fixed is not null || e.Pattern is not null || e.Binding is { Strength: BindingStrength.Required })
                    .ToList();
                return wanted.Count > 0
                    && Values(item, discriminator.Path) is { Count: > 0 } values
                    && values.Exists(v => wanted.Exists(w => IsWanted(v, w)));
        }
    }

    bool IsWanted(PathNode value, ProfileElement wanted) =>
        wanted.Fixed is { } exact ? FixedValues.IsSame(value.Json, exact)
        : wanted.Pattern is { } pattern ? FixedValues.Holds(value.Json, pattern)
        : wanted.Binding is { } binding && bindings.IsMember(value, binding.ValueSet) == true;

    /// <summary>Values of an item at the path of a discriminator.</summary>
    List<PathNode> Values(PathNode item, string path)
    {
        var at = new List<PathNode> { item };
        foreach (var step in Steps(path))
        {
            var next = new List<PathNode>();
            foreach (var node in at)
            {
                if (step == "resolve()")
                {
                    if (walk.Resolve(node) is { } target)
                        next.Add(target);
                }
                else if (UrlOf(step) is { } url)
                {
                    next.AddRange(ProfileWalk.Children(node, "extension").Cast<PathNode>().Where(e => e.Node["url"].Is(url)));
                }
                else if (step.StartsWith("ofType(", StringComparison.Ordinal))
                {
                    if (node.Type?.IsA(step[7..^1]) == true)
                        next.Add(node);
                }
                else
                {
                    next.AddRange(ProfileWalk.Children(node, step).Cast<PathNode>());
                }
            }

            at = next;
        }

        return at;
    }

    /// <summary>What the slice says of the element at the path of a discriminator; slices of elements on the way are looked into too.</summary>
    IEnumerable<ProfileElement> Elements(ProfileElement slice, string path)
    {
        IEnumerable<ProfileElement> at = [slice];
        foreach (var step in Steps(path))
        {
            at =
                step == "resolve()" ? at.SelectMany(Targets)
                : UrlOf(step) is { } url
                    ? at.SelectMany(e => Children(e, "extension"))
                        .SelectMany(e => e.Slices)
                        .Where(s => Children(s, "url").Any(u => u.Fixed is { } f && f.ValueEquals(url)))
                : step.StartsWith("ofType(", StringComparison.Ordinal)
                    ? at.SelectMany(e => e.Slices.Where(s => s.Types?.Any(t => t.Code == step[7..^1]) == true).Prepend(e))
                : at.SelectMany(e => Children(e, step)).SelectMany(e => e.Slices.Prepend(e));
            at = [.. at];
        }

        return at;
    }

    /// <summary>The element of that name, in the slice itself and in the profiles of its types.</summary>
    IEnumerable<ProfileElement> Children(ProfileElement element, string name)
    {
        if (element.Child(name) is { } own)
            yield return own;
        foreach (var root in Profiles(element, t => t.Profiles))
            if (root.Child(name) is { } child)
                yield return child;
    }

    IEnumerable<ProfileElement> Targets(ProfileElement element) => Profiles(element, t => t.TargetProfiles);

    IEnumerable<ProfileElement> Profiles(ProfileElement element, Func<ProfileTypeUse, IReadOnlyList<string>> urls)
    {
        foreach (var url in (element.Types ?? []).SelectMany(urls))
        {
            Profile? profile = null;
            try
            {
                profile = walk.Definitions.FindProfile(url);
            }
            catch (DefinitionException)
            {
                // Told when an item is checked against it.
            }

            if (profile is not null)
                yield return profile.Root;
            // Of an extension that is not at hand, its url is known all the same.
            else if (element.Name is "extension" or "modifierExtension")
                yield return OfUrl(url);
        }
    }

    static ProfileElement OfUrl(string url)
    {
        var root = new ProfileElement("Extension", "Extension", null);
        root.Children.Add(new("Extension.url", "url", null) { Fixed = JsonSerializer.SerializeToElement(url) });
        return root;
    }

    static string? UrlOf(string step) =>
        step.StartsWith("extension('", StringComparison.Ordinal) && step.EndsWith("')", StringComparison.Ordinal) ? step[11..^2] : null;

    /// <summary>The steps of a path: names, <c>resolve()</c>, <c>ofType(T)</c> and <c>extension('url')</c>, whose url holds points.</summary>
    static IEnumerable<string> Steps(string path)
    {
        var from = 0;
        var isQuoted = false;
        for (var i = 0; i <= path.Length; i++)
        {
            if (i < path.Length && path[i] == '\'')
                isQuoted = !isQuoted;
            if (i < path.Length && (path[i] != '.' || isQuoted))
                continue;
            var step = path[from..i];
            from = i + 1;
            if (step.Length > 0 && step != "$this")
                yield return step;
        }
    }
}
