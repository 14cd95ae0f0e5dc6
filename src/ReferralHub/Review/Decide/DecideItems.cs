using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Triage;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Decide;

/// <summary>What the decision form lists and shows.</summary>
static class DecideItems
{
    public static readonly IReadOnlyList<(string Value, string Words)> Reasons = [("", "Choose"), .. ReturnReasons.All];

    /// <summary>Specialties under which a service takes the referral, each with who provides it; what has none is no way on.</summary>
    public static IEnumerable<(string Value, string Words)> ListSpecialties(DecideView view)
    {
        var journey = view.Sheet.Journey;
        return view
            .Specialties.Select(s => (s.Specialty.Code, $"{s.Specialty.Name} ({s.Specialty.Code}): {DescribeProviders(s.Providers)}"))
            .Prepend(("", journey.Specialty is null ? "Choose" : $"As it is: {TreatmentFunction.FindName(journey.Specialty)}"));
    }

    /// <summary>The first of them by name, and how many there are besides.</summary>
    public static string DescribeProviders(IReadOnlyList<SuitableProvider> providers)
    {
        const int named = 2;
        var names = string.Join(", ", providers.Take(named).Select(p => p.Name + (p.HasCapacity ? "" : " (no room now)")));
        return providers.Count > named ? $"{names} and {providers.Count - named} more" : names;
    }

    public static IEnumerable<(string Value, string Words)> ListColleagues(IEnumerable<HubUser> colleagues) =>
        colleagues.Select(c => (c.Name, $"{c.Name}, {c.Role}{DescribeWork(c)}")).Prepend(("", "Choose"));

    static string DescribeWork(HubUser user) =>
        user.Specialties.Count == 0 ? "" : $" ({string.Join(", ", user.Specialties.Select(s => TreatmentFunction.FindName(s)))})";

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
