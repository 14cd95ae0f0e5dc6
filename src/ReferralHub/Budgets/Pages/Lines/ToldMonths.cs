using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;
using ReferralHub.Web.Charts.BurnUps;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>The months of a line's year as they are told to whoever reads no small numbers.</summary>
static class ToldMonths
{
    /// <param name="line">As it is told to the same reader.</param>
    /// <param name="patients">Behind each month, by its first day.</param>
    public static IReadOnlyList<BurnUpMonth> Tell(
        ToldLine line,
        IReadOnlyList<BurnUpMonth> months,
        IReadOnlyDictionary<DateOnly, MonthPatients> patients,
        FigureReader reader
    )
    {
        // What the line itself has stands in the newest month too, and in those before it since which nothing was added.
        var newest = months.LastOrDefault(m => m.Spent is not null);
        return
        [
            .. months.Select(m =>
            {
                var behind = patients.GetValueOrDefault(m.Month) ?? new(0, 0);
                return m with
                {
                    Spent = line.Spent is null && m.Spent == newest?.Spent ? null : Tell(m.Spent, behind.Spent, reader),
                    Committed =
                        line.Committed is null && m.Committed == newest?.Committed ? null : Tell(m.Committed, behind.Committed, reader),
                };
            }),
        ];
    }

    static Money? Tell(Money? amount, int patients, FigureReader reader) => amount is { } known ? reader.Tell(known, patients) : null;
}
