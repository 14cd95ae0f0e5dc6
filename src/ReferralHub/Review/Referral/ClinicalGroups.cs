using ReferralHub.Referrals;

namespace ReferralHub.Review.Referral;

/// <summary>One text as a reader sees it.</summary>
/// <param name="Label">What it is, when its heading does not say so.</param>
/// <param name="Aside">When it was so, and why it does not hold now: "refuted", "3 May 2024, stopped"; null for neither.</param>
public sealed record ClinicalLine(string? Label, string Text, string? Aside);

/// <summary>
/// Clinical content in the order in which a clinician reads: what is written about the patient, then conditions,
/// medication, allergies, findings, the rest. Nothing is left out: what has no heading of its own stands under the last.
/// </summary>
static class ClinicalGroups
{
    const string Reason = "Reason for referral";
    const string Other = "What else was sent";
    const string InError = "Entered in error by the sender";

    static readonly string[] Headings =
    [
        "Letter",
        "Clinical summary",
        "Plan",
        "Notes",
        "Questionnaire",
        "Conditions",
        "Medication",
        "Allergies",
        "Observations",
        "Reports and images",
        "Procedures",
        "Family history",
        "Flags of the sender",
        Other,
        InError,
    ];

    /// <summary>Labels that their heading says already.</summary>
    static readonly Dictionary<string, string> ByLabel = new()
    {
        ["Summary"] = "Clinical summary",
        ["Assessment"] = "Clinical summary",
        ["Impression"] = "Clinical summary",
        ["Plan"] = "Plan",
        ["Note"] = "Notes",
        ["Message"] = "Notes",
        ["Letter"] = "Letter",
        ["Questionnaire"] = "Questionnaire",
        ["Condition"] = "Conditions",
        ["Condition note"] = "Conditions",
        ["Medication"] = "Medication",
        ["Allergy"] = "Allergies",
        ["Observation"] = "Observations",
        ["Report"] = "Reports and images",
        ["Procedure"] = "Procedures",
        ["Family history"] = "Family history",
        ["Flag"] = "Flags of the sender",
    };

    static readonly Dictionary<string, string> ByType = new()
    {
        ["Composition"] = "Letter",
        ["ClinicalImpression"] = "Clinical summary",
        ["RiskAssessment"] = "Clinical summary",
        ["CarePlan"] = "Plan",
        ["Goal"] = "Plan",
        ["Communication"] = "Notes",
        ["CommunicationRequest"] = "Notes",
        ["QuestionnaireResponse"] = "Questionnaire",
        ["Condition"] = "Conditions",
        ["Medication"] = "Medication",
        ["MedicationStatement"] = "Medication",
        ["MedicationRequest"] = "Medication",
        ["MedicationAdministration"] = "Medication",
        ["MedicationDispense"] = "Medication",
        ["Immunization"] = "Medication",
        ["AllergyIntolerance"] = "Allergies",
        ["AdverseEvent"] = "Allergies",
        ["Observation"] = "Observations",
        ["DiagnosticReport"] = "Reports and images",
        ["ImagingStudy"] = "Reports and images",
        ["Media"] = "Reports and images",
        ["Specimen"] = "Reports and images",
        ["Procedure"] = "Procedures",
        ["FamilyMemberHistory"] = "Family history",
        ["Flag"] = "Flags of the sender",
    };

    /// <summary>All that is given as the reason, the first of them being the one that lists show.</summary>
    public static IReadOnlyList<ClinicalLine> ListReasons(ReferralFacts facts)
    {
        var reasons = facts.Clinical.Where(c => c.Label == Reason).Select(c => new ClinicalLine(null, c.Text, null)).Distinct().ToList();
        if (facts.Request.Reason is { } first && !reasons.Exists(r => r.Text.Contains(first.Trim(), StringComparison.Ordinal)))
            reasons.Insert(0, new(null, first, null));
        return reasons;
    }

    /// <summary>Everything else by heading; the texts of attachments stand with the attachments.</summary>
    public static IEnumerable<(string Heading, IReadOnlyList<ClinicalLine> Lines)> GroupByHeading(ReferralFacts facts) =>
        facts
            .Clinical.Where(c => c.Label is not (Reason or AttachmentLabels.Title) && c.Attachment is null)
            .GroupBy(FindHeading)
            .OrderBy(g => Array.IndexOf(Headings, g.Key))
            .Select(g => (g.Key, (IReadOnlyList<ClinicalLine>)[.. g.Select(WriteLine).Distinct()]));

    static string FindHeading(ClinicalText clinical)
    {
        if (clinical.Standing == Standings.InError)
            return InError;
        return ByLabel.GetValueOrDefault(CutStanding(clinical.Label))
            ?? (clinical.Element is { } element ? ByType.GetValueOrDefault(element.Split('.')[0]) : null)
            ?? Other;
    }

    /// <summary>In facts that earlier builds stored a label may end with a standing, as in "Medication (stopped)".</summary>
    static string CutStanding(string label) => label.IndexOf(" (", StringComparison.Ordinal) is > 0 and var at ? label[..at] : label;

    static ClinicalLine WriteLine(ClinicalText clinical)
    {
        var label = CutStanding(clinical.Label);
        var standing = clinical.Standing ?? (label.Length < clinical.Label.Length ? clinical.Label[(label.Length + 2)..^1] : null);
        var aside = string.Join(", ", new[] { clinical.When, standing == Standings.InError ? null : standing }.Where(a => a is not null));
        return new(ByLabel.ContainsKey(label) ? null : label, clinical.Text, aside.Length == 0 ? null : aside);
    }
}
