using System.Text.Json;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Packages;

namespace ReferralHub.Fhir.Profiles;

/// <summary>Decides whether an item belongs to a slice (R4 §5.1.0.7): every discriminator must say so.</summary>
sealed class SliceMatch(ProfileWalk walk, BindingCheck bindings)
{
    static readonly Slicing ByUrl = new([new(DiscriminatorKind.Value, "url")], SlicingRules.Open, IsOrdered: false);
    static readonly Slicing ByType = new([new(DiscriminatorKind.Type, "$this")], SlicingRules.Open, IsOrdered: false);

    /// <summary>
    /// Extensions are sliced by url and choices by type even when a profile does not repeat it; null when nothing is implied.
    /// </summary>
    public static Slicing? Implied(ProfileElement element) =>
        element.Name is "extension" or "modifierExtension" ? ByUrl
        : element.Slices.TrueForAll(s => s.Types is not null) ? ByType
        : null;

    /// <summary>
    /// Whether an item belongs to a slice. A discriminator of which the slice says nothing tells nothing of it; one at least
    /// must tell that it does.
    /// </summary>
    public bool IsIn(PathNode item, ProfileElement slice, Slicing slicing)
    {
        var isTold = false;
        foreach (var discriminator in slicing.Discriminators)
        {
            var answer = Matches(item, slice, discriminator);
            if (answer == false)
                return false;
            isTold |= answer == true;
        }

        return isTold;
    }

    bool? Matches(PathNode item, ProfileElement slice, Discriminator discriminator) =>
        discriminator.Kind switch
        {
            DiscriminatorKind.Type => MatchesType(item, slice, discriminator.Path),
            DiscriminatorKind.Exists => MatchesPresence(item, slice, discriminator.Path),
            DiscriminatorKind.Profile => MatchesProfile(item, slice, discriminator.Path),
            _ => MatchesValue(item, slice, discriminator.Path),
        };

    bool? MatchesType(PathNode item, ProfileElement slice, string path)
    {
        var types = Elements(slice, path).SelectMany(e => e.Types ?? []).Select(t => t.Code).ToList();
        return types.Count == 0 ? null : Values(item, path).Exists(v => v.Type is { } type && types.Exists(type.IsA));
    }

    bool? MatchesPresence(PathNode item, ProfileElement slice, string path)
    {
        var told = Elements(slice, path).Where(e => e.Min > 0 || e.Max == 0).ToList();
        if (told.Count == 0)
            return null;
        var there = Values(item, path).Count > 0;
        return told.Exists(e => there ? e.Min > 0 : e.Max == 0);
    }

    bool? MatchesProfile(PathNode item, ProfileElement slice, string path)
    {
        var profiles = Elements(slice, path.Replace(".resolve()", "", StringComparison.Ordinal))
            .SelectMany(e => e.Types ?? [])
            .SelectMany(t => t.Profiles.Count > 0 ? t.Profiles : t.TargetProfiles)
            .ToList();
        return profiles.Count == 0 ? null : Values(item, path).Exists(v => profiles.Exists(p => walk.Conforms(v, p) == true));
    }

    bool? MatchesValue(PathNode item, ProfileElement slice, string path)
    {
        var wanted = Elements(slice, path)
            .Where(e => e.Fixed is not null || e.Pattern is not null || e.Binding is { Strength: BindingStrength.Required })
            .ToList();
        return wanted.Count == 0 ? null : Values(item, path).Exists(v => wanted.Exists(w => IsWanted(v, w)));
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

    /// <summary>
    /// What the slice says of the element at the path of a discriminator; slices of elements on the way are looked into too.
    /// </summary>
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
        foreach (var implied in ImpliedBy(element, name))
            yield return implied;
        foreach (var root in Profiles(element, t => t.Profiles))
            if (root.Child(name) is { } child)
                yield return child;
    }

    /// <summary>What a value that is fixed for the whole says of one of its children.</summary>
    static IEnumerable<ProfileElement> ImpliedBy(ProfileElement element, string name)
    {
        if (
            (element.Fixed ?? element.Pattern) is not { ValueKind: JsonValueKind.Object } whole
            || !whole.TryGetProperty(name, out var part)
        )
            yield break;
        var isFixed = element.Fixed is not null;
        foreach (var value in part.ValueKind == JsonValueKind.Array ? [.. part.EnumerateArray()] : new[] { part })
            yield return new($"{element.Path}.{name}", name, null) { Fixed = isFixed ? value : null, Pattern = isFixed ? null : value };
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

    /// <summary>
    /// The steps of a path: names, <c>resolve()</c>, <c>ofType(T)</c> and <c>extension('url')</c>, whose url holds points.
    /// </summary>
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
