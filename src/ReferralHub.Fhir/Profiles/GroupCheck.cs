using System.Globalization;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Profiles;

/// <summary>Holds all items of one element together against a profile: how many there are, and which slice each is in.</summary>
sealed class GroupCheck(ProfileWalk walk, SliceMatch slices, ElementCheck elements)
{
    /// <summary>All items of one element, or of one slice of it.</summary>
    public void Check(PathNode parent, ItemList items, ProfileElement rules)
    {
        if (rules.Min is { } min && items.Count < min)
        {
            var number = items.Count == 0 ? "none" : items.Count.ToString(CultureInfo.InvariantCulture);
            Error(
                parent,
                "required",
                $"{rules.Path} must stand here at least {Times(min)}{Asked(rules)}; there {(items.Count == 1 ? "is" : "are")} {number}."
            );
        }

        if (rules.Max is { } max && items.Count > max)
            Error(
                (PathNode)items[max],
                "structure",
                max == 0 ? $"{rules.Path} must not stand here." : $"{rules.Path} must stand here at most {Times(max)}."
            );
        foreach (PathNode item in items)
            elements.Check(item, rules);
        if (rules.Slices.Count > 0)
            CheckSlices(parent, items, rules);
    }

    void CheckSlices(PathNode parent, ItemList items, ProfileElement rules)
    {
        var slicing = rules.Slicing ?? SliceMatch.Implied(rules);
        if (slicing is null)
        {
            if (items.Count > 0)
                walk.NotChecked(
                    (PathNode)items[0],
                    $"Not checked: {walk.Asking} does not say what the slices of {rules.Path} are told apart by."
                );
            return;
        }

        var members = Sort(items, rules, slicing);
        foreach (var slice in rules.Slices)
            Check(parent, members[slice], slice);
    }

    /// <summary>The items of each slice; what stands in none, or out of order, is told where the slicing forbids it.</summary>
    Dictionary<ProfileElement, ItemList> Sort(ItemList items, ProfileElement rules, Slicing slicing)
    {
        var members = rules.Slices.ToDictionary(s => s, _ => new ItemList());
        var (last, isOutside) = (0, false);
        foreach (PathNode item in items)
        {
            var index = rules.Slices.FindIndex(slice => slices.IsIn(item, slice, slicing));
            if (index < 0)
            {
                isOutside = true;
                if (slicing.Rules == SlicingRules.Closed)
                    Error(item, "structure", $"{rules.Path} may hold only {Names(rules)}; this is none of them.");
                continue;
            }

            if (isOutside && slicing.Rules == SlicingRules.OpenAtEnd)
                Error(
                    item,
                    "structure",
                    $"What is none of the slices of {rules.Path} must stand at the end, behind {rules.Slices[index].SliceName}."
                );
            if (slicing.IsOrdered && index < last)
                Error(item, "structure", $"The slices of {rules.Path} must stand in the order {Names(rules)}.");
            last = Math.Max(last, index);
            members[rules.Slices[index]].Add(item);
        }

        return members;
    }

    void Error(PathNode at, string code, string text) => walk.Add(at, FhirSeverity.Error, code, text);

    static string Names(ProfileElement rules) => string.Join(", ", rules.Slices.Select(s => s.SliceName));

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
                into.Add(path.Length == 0 ? ProfileText.Show(value) : $"{path} {ProfileText.Show(value)}");
            foreach (var child in at.Children)
                Collect(child, path.Length == 0 ? child.Name : $"{path}.{child.Name}", into);
        }
    }
}
