using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;
using ReferralHub.Web.Charts.BurnUps;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>
/// The months of a line's year as they are told to whoever reads no small numbers. Figures of the months are sums from the first: whoever
/// knows those of two months knows what came between. So a month is told where few patients are neither behind it nor behind what has
/// changed until the next that is told.
/// </summary>
static class ToldMonths
{
    /// <param name="line">As it is told to the same reader.</param>
    /// <param name="patients">Behind the figures of the line.</param>
    public static IReadOnlyList<BurnUpMonth> Tell(
        ToldLine line,
        IReadOnlyList<BurnUpMonth> months,
        LineMonthPatients patients,
        FigureReader reader
    )
    {
        var spent = Tell(months, m => m.Spent, line.Spent is not null, patients.CountSpent, reader);
        var committed = Tell(months, m => m.Committed, line.Committed is not null, patients.CountCommitted, reader);
        return [.. months.Select((m, i) => m with { Spent = spent[i], Committed = committed[i] })];
    }

    /// <param name="isLineTold">The figure of the newest month is also that of the line.</param>
    /// <param name="count">Patients behind what changed after the end of a month, or from the beginning, until the end of another.</param>
    static Money?[] Tell(
        IReadOnlyList<BurnUpMonth> months,
        Func<BurnUpMonth, Money?> figure,
        bool isLineTold,
        Func<DateOnly?, DateOnly, int> count,
        FigureReader reader
    )
    {
        var told = new Money?[months.Count];
        var newest = months.Select(figure).LastOrDefault(m => m is not null);
        DateOnly? next = null;
        for (var i = months.Count - 1; i >= 0; i--)
        {
            // What the line itself has withheld stands in the newest month too, and in those before it since which nothing was added.
            if (figure(months[i]) is not { } amount || (!isLineTold && amount == newest))
                continue;
            var (month, behind) = (months[i].Month, count(null, months[i].Month));
            if (next is { } later && reader.Tell(count(month, later)) is null)
                continue;
            told[i] = reader.Tell(amount, SecondaryWithholding.CountBehind(amount, behind));
            if (told[i] is not null)
                next = month;
        }

        return told;
    }
}
