using ReferralHub.Kernel;
using ReferralHub.Web.Charts;
using ReferralHub.Web.Charts.BurnUps;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>What changed since the month before, in one sentence made from the figures.</summary>
static class MonthChange
{
    /// <summary>Null while there are no two months to compare.</summary>
    public static string? Write(IReadOnlyList<BurnUpMonth> months)
    {
        var known = months.Where(m => m.Spent is not null).OrderBy(m => m.Month).TakeLast(2).ToList();
        if (known.Count < 2)
            return null;
        var spent = (Int128)known[1].Spent!.Value.Pence - known[0].Spent!.Value.Pence;
        Int128? committed = known[1].Committed is { } now && known[0].Committed is { } before ? (Int128)now.Pence - before.Pence : null;
        var since = known[0].Month.AddMonths(1).AddDays(-1).DayInWords;
        return committed is { } change
            ? $"Since {since}: {Say(spent)} spent, {Say(change)} committed and not yet spent."
            : $"Since {since}: {Say(spent)} spent.";
    }

    static string Say(Int128 change) =>
        change == 0 ? "nothing more or less"
        : change > 0 ? $"{ChartWords.Say(change)} more"
        : $"{ChartWords.Say(-change)} less";
}
