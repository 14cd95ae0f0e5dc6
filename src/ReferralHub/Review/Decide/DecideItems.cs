using ReferralHub.Journey;
using ReferralHub.Kernel;

namespace ReferralHub.Review.Decide;

/// <summary>What the decision form lists and shows.</summary>
static class DecideItems
{
    public static readonly IReadOnlyList<(string Value, string Words)> Reasons = [("", "Choose"), .. ReturnReasons.All];

    public static IEnumerable<(string Value, string Words)> ListSpecialties(ReferralJourney journey) =>
        TreatmentFunction
            .All.Select(f => (f.Code, $"{f.Name} ({f.Code})"))
            .Prepend(("", journey.Specialty is null ? "Choose" : $"As it is: {TreatmentFunction.FindName(journey.Specialty)}"));

    /// <summary>Lowering suspected cancer is not offered.</summary>
    public static IEnumerable<(string Value, string Words)> ListPriorities(ReferralJourney journey) =>
        Enum.GetValues<Priority>()
            .Where(p => !journey.Priority.IsSuspectedCancer() || p >= journey.Priority)
            .Select(p => (p.ToCode(), p.ToWords()))
            .Prepend(("", $"As it is: {journey.Priority.ToWords()}"));

    /// <summary>What the practice would read.</summary>
    public static string? PreviewText(DecisionForm form)
    {
        if (form.Act is not (FormActs.Ask or FormActs.Return))
            return "Nothing is sent to the practice.";
        return form.Act == FormActs.Return && form.ReasonCode is not null
            ? $"{ReturnReasons.Describe(form.ReasonCode)}: {form.Text}"
            : form.Text;
    }
}
