using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Structure;
using ReferralHub.Fhir.Terminology;

namespace ReferralHub.Fhir.Profiles;

/// <summary>Holds coded values against value sets. What cannot be listed here is told as not checked, never passed in silence.</summary>
sealed class BindingCheck(ProfileWalk walk)
{
    const string UnitsOfMeasure = "http://unitsofmeasure.org";

    public void Check(PathNode node, ProfileBinding binding, string path)
    {
        if (walk.Definitions.Expand(binding.ValueSet) is not { } expansion)
        {
            walk.NotChecked(node, $"Not checked: {path} is bound to {binding.ValueSet}, which is not at hand.");
            return;
        }

        var codes = Codes(node);
        var isConcept = node.Type?.IsA("CodeableConcept") == true;
        if (codes.Count == 0)
        {
            // Words alone, or a reason why there is no code, are allowed only where the binding may be left (R4 §4.1.5).
            if ((isConcept || node.Type?.Name is "code" or "Coding") && binding.Strength == BindingStrength.Required)
                walk.Add(node, FhirSeverity.Error, "code-invalid", $"{path} must have a code from {expansion.Url}.");
            return;
        }

        var answers = codes.ConvertAll(c => expansion.Holds(c.System, c.Code));
        if (answers.Contains(Membership.In))
            return;
        if (answers.Contains(Membership.NotKnown))
        {
            var system = codes[answers.IndexOf(Membership.NotKnown)].System;
            walk.NotChecked(
                node,
                $"Not checked: {path} is bound to {expansion.Url}, which cannot be listed whole here: {expansion.WhyNotKnown(system)}."
            );
            return;
        }

        var where = isConcept ? "has no coding that is in" : "is not in";
        if (binding.Strength == BindingStrength.Required)
            walk.Add(node, FhirSeverity.Error, "code-invalid", $"{path} {where} {expansion.Url}{Listed(expansion)}.");
        else
            walk.Add(
                node,
                FhirSeverity.Warning,
                "code-invalid",
                $"{path} {where} {expansion.Url}{Listed(expansion)}; another code is right only when none of these fits."
            );
    }

    /// <summary>Whether a value is in a value set; null when that cannot be said here.</summary>
    public bool? IsMember(object item, string valueSet)
    {
        if (walk.Definitions.Expand(valueSet) is not { } expansion)
            return null;
        var codes =
            item is PathNode node ? Codes(node)
            : item is string text ? [(null, text)]
            : [];
        var answers = codes.ConvertAll(c => expansion.Holds(c.System, c.Code));
        return answers.Contains(Membership.In) ? true
            : answers.Contains(Membership.NotKnown) ? null
            : false;
    }

    static List<(string? System, string Code)> Codes(PathNode node)
    {
        var found = new List<(string?, string)>();
        var plain = node.Node;
        switch (node.Type?.Name)
        {
            case "CodeableConcept":
                foreach (var coding in plain.Items("coding"))
                    AddCoding(coding, found);
                break;
            case "Coding":
                AddCoding(plain, found);
                break;
            case "Quantity" or "SimpleQuantity" or "Age" or "Duration" or "Distance" or "Count" or "Money":
                if (plain["code"].Text is { } unit)
                    found.Add((plain["system"].Text ?? UnitsOfMeasure, unit));
                break;
            default:
                if (plain.Text is { } code)
                    found.Add((null, code));
                break;
        }

        return found;
    }

    /// <summary>A coding without a system is of no code system, and so in no value set (R4 §4.1.8).</summary>
    static void AddCoding(FhirNode coding, List<(string?, string)> into)
    {
        if (coding["code"].Text is { } code)
            into.Add((coding["system"].Text ?? "", code));
    }

    static string Listed(ValueSetExpansion expansion)
    {
        const int ShownMax = 8;
        if (expansion.Codes.Count is 0 or > 40)
            return "";
        var codes = expansion.Codes.Select(c => c.Code).Distinct().Order(StringComparer.Ordinal).ToList();
        return ", whose codes are "
            + $"{string.Join(", ", codes.Take(ShownMax))}{(codes.Count > ShownMax ? $" and {codes.Count - ShownMax} more" : "")}";
    }
}
