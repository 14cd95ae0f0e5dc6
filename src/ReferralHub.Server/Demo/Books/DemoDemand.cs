using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;

namespace ReferralHub.Server.Demo.Books;

/// <summary>
/// What the year will probably cost each practice, by the referrals that the demonstration has written: so its budgets are of a size with
/// what is spent, however many referrals it was asked for.
/// </summary>
/// <param name="Yearly">By ODS code.</param>
/// <param name="OneIn">One referral in so many of those that such lists make is in the demonstration.</param>
sealed record DemoDemand(int Referrals, IReadOnlyDictionary<string, Money> Yearly, long OneIn)
{
    /// <summary>Of a thousand patients so many are referred in a year: assumed, so that lists and budgets can be compared.</summary>
    const long ReferralsPerThousandPatients = 200;
    const long DaysOfYear = 365;

    /// <summary>The low end of what it may come to by chance, by ODS code; empty where nobody has rehearsed it.</summary>
    public IReadOnlyDictionary<string, Money> Low { get; init; } = new Dictionary<string, Money>();

    /// <summary>By the choices that patients will have made, and the hub's own way to forecast.</summary>
    public static DemoDemand Rehearse(DemoArea area, DemoDays days, int referrals, IEnumerable<DemoChoice> choices)
    {
        var byPractice = choices.Where(c => c.On >= days.Year.Start).ToLookup(c => c.Practice, StringComparer.Ordinal);
        var forecasts = area.Practices.ToDictionary(p => p.Ods, p => Forecast(days, [.. byPractice[p.Ods]]), StringComparer.Ordinal);
        return new(
            referrals,
            forecasts.ToDictionary(f => f.Key, f => f.Value.Expected, StringComparer.Ordinal),
            FindOneIn(area, days, referrals)
        )
        {
            Low = forecasts.ToDictionary(f => f.Key, f => f.Value.Low, StringComparer.Ordinal),
        };
    }

    static Forecast Forecast(DemoDays days, IReadOnlyList<DemoChoice> choices)
    {
        var due = choices
            .Where(c => c.On.AddDays(c.WaitDays) <= days.Year.End)
            .Aggregate(Money.Zero, (sum, c) => sum + DemoTariff.FindCommitted(c.Tfc, c.Provider));
        var flows = choices
            .Where(c => c.On > days.Today.AddDays(-ReferralHub.Budgets.Positions.Forecast.RateDays))
            .GroupBy(c => c.Provider, StringComparer.Ordinal)
            .Select(g => new ProviderFlow(
                g.Key,
                (int)Math.Round(g.Average(c => c.WaitDays)),
                g.Aggregate(default(RecentCommitments), (sum, c) => sum.Add(DemoTariff.FindCommitted(c.Tfc, c.Provider)))
            ));
        return ReferralHub.Budgets.Positions.Forecast.Calculate(days.Today, Money.Zero, due, [.. flows]);
    }

    internal static long FindOneIn(DemoArea area, DemoDays days, int referrals) =>
        Math.Max(
            1,
            area.Practices.Sum(p => (long)p.ListSize)
                * ReferralsPerThousandPatients
                * days.Count
                / (1_000 * DaysOfYear * Math.Max(1, referrals))
        );
}
