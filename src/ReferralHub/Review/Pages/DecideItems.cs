using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Referrals;

namespace ReferralHub.Review.Pages;

/// <summary>What the lists of the decision form hold.</summary>
static class DecideItems
{
    public static readonly IReadOnlyList<(string Value, string Words)> Reasons = [("", "Choose"), .. ReturnReasons.All];

    public static IEnumerable<(string Value, string Words)> Specialties(ReferralJourney journey) =>
        TreatmentFunction
            .All.Select(f => (f.Code, $"{f.Name} ({f.Code})"))
            .Prepend(("", journey.Specialty is null ? "Choose" : $"As it is: {TreatmentFunction.FindName(journey.Specialty)}"));

    /// <summary>Lowering suspected cancer is not offered.</summary>
    public static IEnumerable<(string Value, string Words)> ListPriorities(ReferralJourney journey) =>
        Enum.GetValues<Priority>()
            .Where(p => !journey.Priority.IsSuspectedCancer() || p >= journey.Priority)
            .Select(p => (p.ToCode(), p.ToWords()))
            .Prepend(("", $"As it is: {journey.Priority.ToWords()}"));
}

/// <summary>Clinical content in the order in which a clinician reads: what is written about the patient, then conditions, medication, allergies, findings, the rest.</summary>
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
            .Select(c => (Place: Place(c.Label), Clinical: c))
            .GroupBy(c => c.Place)
            .OrderBy(g => g.Key.Index)
            .Select(g => (g.Key.Heading, (IReadOnlyList<string>)[.. g.Select(c => Text(c.Clinical)).Distinct()]));

    static (int Index, string Heading) Place(string label)
    {
        var index = Array.FindIndex(Order, o => o.Label == Plain(label));
        // Two labels under one heading stand where the first would.
        return index < 0
            ? (Order.Length, "What else was sent")
            : (Array.FindIndex(Order, o => o.Heading == Order[index].Heading), Order[index].Heading);
    }

    /// <summary>A label may end with a standing, as in "Medication (stopped)".</summary>
    static string Plain(string label) => label.IndexOf(" (", StringComparison.Ordinal) is > 0 and var at ? label[..at] : label;

    static string Text(ClinicalText clinical)
    {
        var standing = clinical.Label.Length > Plain(clinical.Label).Length ? clinical.Label[Plain(clinical.Label).Length..] : "";
        var label = Array.Exists(Order, o => o.Label == Plain(clinical.Label)) ? "" : $"{clinical.Label}: ";
        return label.Length > 0 ? label + clinical.Text : clinical.Text + standing;
    }
}

/// <summary>One line of a referral's history.</summary>
sealed record HistoryEntry(DateTime At, string What, string By)
{
    /// <summary>The log with what reviewers did besides, newest first.</summary>
    public static IEnumerable<HistoryEntry> FromSheet(ReferralSheet sheet) =>
        sheet
            .History.Select(e => new HistoryEntry(
                e.At,
                char.ToUpperInvariant(e.Type[0]) + e.Type[1..].Replace('-', ' '),
                e.Actor.Replace(":", ", ", StringComparison.Ordinal)
            ))
            .Concat(sheet.Acts.Select(FromAct).OfType<HistoryEntry>())
            .OrderByDescending(e => e.At);

    static HistoryEntry? FromAct(ReviewAct act) =>
        act.Kind switch
        {
            ReviewActKind.Defer => new(act.At, $"Deferred until {WorkingDays.LocalDate(act.Until!.Value):d MMMM yyyy}: {act.Text}", act.By),
            ReviewActKind.Refer => new(act.At, $"Referred to {act.Other}: {act.Text}", act.By),
            ReviewActKind.TakeOver => new(act.At, $"Taken over from {act.Other}: {act.Text}", act.By),
            ReviewActKind.Overturn => new(act.At, $"Decided otherwise than {act.Other}", act.By),
            _ => null,
        };
}
