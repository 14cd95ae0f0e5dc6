using ReferralHub.Referrals;

namespace ReferralHub.Review.Referral;

/// <summary>
/// Clinical content in the order in which a clinician reads: what is written about the patient, then conditions,
/// medication, allergies, findings, the rest.
/// </summary>
static class ClinicalGroups
{
    static readonly (string Label, string Heading)[] Order =
    [
        ("Summary", "Clinical summary"),
        ("Assessment", "Clinical summary"),
        ("Plan", "Plan"),
        ("Note", "Notes"),
        ("Message", "Notes"),
        ("Condition", "Conditions"),
        ("Condition note", "Conditions"),
        ("Medication", "Medication"),
        ("Allergy", "Allergies"),
        ("Observation", "Observations"),
        ("Procedure", "Procedures"),
        ("Flag", "Flags of the sender"),
    ];

    public static IEnumerable<(string Heading, IReadOnlyList<string> Texts)> GroupByHeading(IEnumerable<ClinicalText> clinical) =>
        clinical
            .Where(c => c.Label != "Reason for referral")
            .Select(c => (Place: FindPlace(c.Label), Clinical: c))
            .GroupBy(c => c.Place)
            .OrderBy(g => g.Key.Index)
            .Select(g => (g.Key.Heading, (IReadOnlyList<string>)[.. g.Select(c => WriteText(c.Clinical)).Distinct()]));

    static (int Index, string Heading) FindPlace(string label)
    {
        var index = Array.FindIndex(Order, o => o.Label == CutStanding(label));
        // Two labels under one heading stand where the first would.
        return index < 0
            ? (Order.Length, "What else was sent")
            : (Array.FindIndex(Order, o => o.Heading == Order[index].Heading), Order[index].Heading);
    }

    /// <summary>A label may end with a standing, as in "Medication (stopped)".</summary>
    static string CutStanding(string label) => label.IndexOf(" (", StringComparison.Ordinal) is > 0 and var at ? label[..at] : label;

    static string WriteText(ClinicalText clinical)
    {
        var label = CutStanding(clinical.Label);
        var standing = clinical.Label[label.Length..];
        return Array.Exists(Order, o => o.Label == label) ? clinical.Text + standing : $"{clinical.Label}: {clinical.Text}";
    }
}
