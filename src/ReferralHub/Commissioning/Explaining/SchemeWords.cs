using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Explaining;

/// <summary>What a scheme pays, as a sentence.</summary>
static class SchemeWords
{
    public static string Describe(Scheme scheme)
    {
        var combine =
            scheme.Parts.Count < 2 ? ""
            : scheme.Combine == "largest" ? "; the largest counts"
            : "; added up";
        var scale = scheme.ScalePerList is { } patients ? $"for each {patients:N0} patients: " : "";
        var chance = scheme.BeyondChance switch
        {
            "none" => "",
            "flag" => "; a saving that chance alone explains is flagged",
            "withhold" => "; a saving that chance alone explains is not paid",
            var other => $"; beyond chance: {other}",
        };
        return $"{scale}{string.Join("; ", scheme.Parts.Select(Describe))}{combine}{chance}.";
    }

    static string Describe(SchemePart part)
    {
        var basis = string.Join(", ", part.Parts);
        var words = part.Pay switch
        {
            "share" => $"{StepWords.FormatPerMille(part.PerMille ?? 0)} of the {basis}",
            "per-patient" => $"{new Money(part.Pence ?? 0)} for each patient",
            "markers" => $"what is due for {basis}",
            "flat" => $"{new Money(part.Pence ?? 0)}",
            var other => $"{other} {basis}".TrimEnd(),
        };
        if (part.Most is { } most)
            words += $", at most {most}";
        if (part.OnlyIfAllMarkers)
            words += ", only if all markers are met";
        else if (part.OnlyIfAnyMarker)
            words += ", only if a marker is met";
        if (part.Use is { } use)
            words += $", for {use}";
        if (part.ApprovedBy is { } approver)
            words += $", approved by {approver}";
        return $"{part.Id}: {words}";
    }
}
