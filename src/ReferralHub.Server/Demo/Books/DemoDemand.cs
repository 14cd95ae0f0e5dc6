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

    /// <summary>
    /// Of a thousand pounds of referrals so many are committed in the end: others are returned, cancelled or on their way, and factors add
    /// a little.
    /// </summary>
    const long CommittedPerMille = 870;

    /// <summary>From the referral to the choice, and from the choice to the care, on the whole.</summary>
    const int DaysToChoice = 9;
    const int DaysToCare = 50;

    /// <summary>The rate of so many days is what a forecast goes by.</summary>
    const int RateDays = 91;

    public static DemoDemand Count(DemoArea area, DemoDays days, IReadOnlyCollection<WrittenReferral> written)
    {
        var cost = DemoArea.Specialties.ToDictionary(s => s.Code, s => DemoTariff.FindExpected(s.Code), StringComparer.Ordinal);
        // A letter that names no specialty costs what letters cost on average.
        var average = DemoArea.Specialties.Aggregate(
            Money.Zero,
            (sum, s) => sum + cost[s.Code].Share((long)Math.Round(s.Share * 1_000), 1_000)
        );
        var byPractice = written.ToLookup(
            w => w.Plan.Practice.Ods,
            w => (Day: WorkingDays.LocalDate(w.Plan.Written), Cost: w.Plan.Specialty is { } tfc ? cost[tfc] : average),
            StringComparer.Ordinal
        );
        return new(
            written.Count,
            area.Practices.ToDictionary(p => p.Ods, p => Estimate(days, byPractice[p.Ods]), StringComparer.Ordinal),
            FindOneIn(area, days, written.Count)
        );
    }

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
        var due = choices.Aggregate(
            Money.Zero,
            (sum, c) =>
                sum
                + DemoTariff.FindCommitted(c.Tfc, c.Provider)
                - (c.On.AddDays(c.WaitDays) > days.Year.End ? DemoTariff.FindFirst(c.Tfc, c.Provider) : Money.Zero)
        );
        var flows = choices
            .Where(c => c.On > days.Today.AddDays(-RateDays))
            .GroupBy(c => c.Provider, StringComparer.Ordinal)
            .Select(g => new ProviderFlow(
                g.Key,
                (int)Math.Round(g.Average(c => c.WaitDays)),
                g.Aggregate(default(RecentCommitments), (sum, c) => sum.Add(DemoTariff.FindCommitted(c.Tfc, c.Provider)))
            ));
        return ReferralHub.Budgets.Positions.Forecast.Calculate(days.Today, Money.Zero, due, [.. flows]);
    }

    static long FindOneIn(DemoArea area, DemoDays days, int referrals) =>
        Math.Max(
            1,
            area.Practices.Sum(p => (long)p.ListSize)
                * ReferralsPerThousandPatients
                * days.Count
                / (1_000 * DaysOfYear * Math.Max(1, referrals))
        );

    /// <summary>What has come to a choice this year, and what will by the rate of late where its care still falls into the year.</summary>
    static Money Estimate(DemoDays days, IEnumerable<(DateOnly Day, Money Cost)> drawn)
    {
        var chosen = drawn.Where(d => d.Day <= days.Today.AddDays(-DaysToChoice)).ToList();
        var since = days.Today.AddDays(-DaysToChoice - RateDays);
        var left = Math.Max(0, days.Year.End.DayNumber - days.Today.DayNumber - DaysToCare);
        var known = Sum(chosen.Where(d => d.Day.AddDays(DaysToChoice) >= days.Year.Start));
        return (known + Sum(chosen.Where(d => d.Day > since)).Share(left, RateDays)).Share(CommittedPerMille, 1_000);
    }

    static Money Sum(IEnumerable<(DateOnly Day, Money Cost)> drawn) => drawn.Aggregate(Money.Zero, (sum, d) => sum + d.Cost);
}
