using ReferralHub.Kernel;
using ReferralHub.Web.Charts.BurnUps;

namespace ReferralHub.Budgets.Pages.Bodies;

/// <summary>What was spent and committed in some of a year's months. Figures of the months are sums from the first.</summary>
static class MonthsUsed
{
    /// <summary>Null where the figure of a month is needed that is withheld.</summary>
    /// <param name="today">Later months have no figures yet.</param>
    /// <param name="counts">Whether a month counts, by its first day.</param>
    public static Money? Add(IReadOnlyList<BurnUpMonth> months, DateOnly today, Func<DateOnly, bool> counts)
    {
        var passed = months.Where(m => m.Month <= today).OrderBy(m => m.Month).ToList();
        Money? sum = Money.Zero;
        for (var i = 0; i < passed.Count; i++)
        {
            var (now, next) = (counts(passed[i].Month), i + 1 < passed.Count && counts(passed[i + 1].Month));
            // Of months that count one after the other, those within cancel out.
            if (now && !next)
                sum += FindUsed(passed[i]);
            else if (!now && next)
                sum -= FindUsed(passed[i]);
        }

        return sum;
    }

    static Money? FindUsed(BurnUpMonth month) => month.Spent + month.Committed;
}
