using System.Collections.Concurrent;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Terminology;

/// <summary>
/// Lists value sets from what is at hand (R4 §4.9.7, ValueSet.compose): includes less excludes; within one include the codes
/// of its system that pass all filters and are in all of its value sets.
/// </summary>
static class ValueSetExpander
{
    const int DepthMax = 16;
    const string Any = "*";
    static readonly ConcurrentDictionary<string, ValueSetExpansion> OfR4 = new(StringComparer.Ordinal);

    public static ValueSetExpansion Expand(Definition definition, DefinitionSet set)
    {
        var listing = new Listing();
        Add(definition.Resource, set, listing, 0);
        return new(definition.Url, listing.Codes, listing.Unlisted, listing.WithoutCase);
    }

    /// <summary>
    /// A value set of R4 itself to which some element is bound by a required binding; null for any other, and for those that
    /// cannot be listed.
    /// </summary>
    public static ValueSetExpansion? FindOfR4(string canonical) =>
        R4Schema.R4.FindSet(canonical.Split('|')[0]) is { IsOpen: false } known
            ? OfR4.GetOrAdd(known.Url, _ => new(known.Url, known.Codes, new Dictionary<string, string>(), []))
            : null;

    static void Add(FhirNode valueSet, DefinitionSet set, Listing into, int depth)
    {
        var compose = valueSet["compose"];
        var listing = new Listing();
        foreach (var include in compose.Items("include"))
            listing.AddAll(Part(include, set, depth));
        foreach (var exclude in compose.Items("exclude"))
        {
            var part = Part(exclude, set, depth);
            listing.Codes.ExceptWith(part.Codes);
            // What is taken out cannot be listed: then nobody knows of the others of that system whether they are still in.
            foreach (var (system, why) in part.Unlisted)
            {
                listing.Codes.RemoveWhere(c => system == Any || c.System == system);
                listing.Unlisted.TryAdd(system, why);
            }
        }

        if ((listing.Unlisted.Count > 0 || !compose.Exists) && Stored(valueSet) is { } stored)
            listing = stored;
        else if (!compose.Exists)
            listing.Unlisted.TryAdd(Any, "it says neither what it is composed of nor what it expands to");
        into.AddAll(listing);
    }

    /// <summary>An expansion that came with the value set, when it is whole.</summary>
    static Listing? Stored(FhirNode valueSet)
    {
        var expansion = valueSet["expansion"];
        if (!expansion["contains"].Exists || expansion["offset"].Exists && !expansion["offset"].RawIs("0"))
            return null;
        var listing = new Listing();
        AddStored(expansion, listing);
        if (
            expansion["total"].Exists
            && !expansion["total"].RawIs(listing.Codes.Count.ToString(System.Globalization.CultureInfo.InvariantCulture))
        )
            return null;
        return listing;
    }

    static void AddStored(FhirNode holder, Listing listing)
    {
        foreach (var entry in holder.Items("contains"))
        {
            if (entry["code"].Text is { } code && entry["system"].Text is { } system && !entry["abstract"].RawIs("true"))
                listing.Codes.Add((system, code));
            AddStored(entry, listing);
        }
    }

    static Listing Part(FhirNode include, DefinitionSet set, int depth)
    {
        Listing? part = null;
        if (include["system"].Text is { } system)
            part = OfSystem(include, system, set);
        foreach (var canonical in include.Items("valueSet"))
        {
            var other = OfValueSet(canonical.Text ?? "", set, depth);
            part = part is null ? other : part.And(other);
        }

        return part ?? new();
    }

    static Listing OfValueSet(string canonical, DefinitionSet set, int depth)
    {
        var listing = new Listing();
        if (depth >= DepthMax)
            listing.Unlisted[Any] = $"its value sets include one another more than {DepthMax} deep";
        else if (set.Find("ValueSet", canonical) is { } definition)
            Add(definition.Resource, set, listing, depth + 1);
        else if (FindOfR4(canonical) is { } known)
            listing.Codes.UnionWith(known.Codes);
        else
            listing.Unlisted[Any] = $"it includes the value set {canonical}, which is not here";
        return listing;
    }

    static Listing OfSystem(FhirNode include, string system, DefinitionSet set)
    {
        var listing = new Listing();
        var known = set.FindSystem(system);
        if (known is { IsCaseSensitive: false })
            listing.WithoutCase.Add(system);
        if (include["concept"].Exists)
        {
            foreach (var concept in include.Items("concept"))
                if (concept["code"].Text is { } code)
                    listing.Codes.Add((system, code));
            return listing;
        }

        if (known is null || (!known.IsComplete && !known.Codes.Any()))
        {
            listing.Unlisted[system] = $"the code system {system} is not here";
            return listing;
        }

        var codes = known.Codes;
        foreach (var filter in include.Items("filter"))
        {
            if (known.Filter(filter["property"].Text ?? "", filter["op"].Text ?? "", filter["value"].Text ?? "") is not { } passed)
            {
                listing.Unlisted[system] = $"its filter {filter["property"].Text} {filter["op"].Text} cannot be answered here";
                return listing;
            }

            codes = codes.Intersect(passed);
        }

        listing.Codes.UnionWith(codes.Select(code => (system, code)));
        if (!known.IsComplete)
            listing.Unlisted[system] = $"only a part of the code system {system} is here";
        return listing;
    }

    /// <summary>Codes, and the systems of which not all could be listed.</summary>
    sealed class Listing
    {
        public HashSet<(string System, string Code)> Codes { get; } = [];

        public Dictionary<string, string> Unlisted { get; } = new(StringComparer.Ordinal);

        /// <summary>Systems whose codes are the same in upper and lower case.</summary>
        public HashSet<string> WithoutCase { get; } = new(StringComparer.Ordinal);

        public void AddAll(Listing other)
        {
            Codes.UnionWith(other.Codes);
            WithoutCase.UnionWith(other.WithoutCase);
            foreach (var (system, why) in other.Unlisted)
                Unlisted.TryAdd(system, why);
        }

        /// <summary>What is in both. Where one of them does not know, the whole does not, unless the other surely lacks it.</summary>
        public Listing And(Listing other)
        {
            var both = new Listing();
            both.WithoutCase.UnionWith(WithoutCase);
            both.WithoutCase.UnionWith(other.WithoutCase);
            both.Codes.UnionWith(Codes.Intersect(other.Codes));
            foreach (var (system, why) in Unlisted.Concat(other.Unlisted))
                both.Unlisted.TryAdd(system, why);
            return both;
        }
    }
}
