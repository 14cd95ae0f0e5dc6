using ReferralHub.Kernel;

namespace ReferralHub.Server.Demo.Books;

/// <summary>
/// What the year will probably cost each practice, by the referrals that the demonstration has written: so its budgets are of a size with
/// what is spent, however many referrals it was asked for.
/// </summary>
/// <param name="Yearly">By ODS code.</param>
sealed record DemoDemand(int Referrals, IReadOnlyDictionary<string, Money> Yearly)
{
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
        return new(written.Count, area.Practices.ToDictionary(p => p.Ods, p => Forecast(days, byPractice[p.Ods]), StringComparer.Ordinal));
    }

    /// <summary>What has come to a choice this year, and what will by the rate of late where its care still falls into the year.</summary>
    static Money Forecast(DemoDays days, IEnumerable<(DateOnly Day, Money Cost)> drawn)
    {
        var chosen = drawn.Where(d => d.Day <= days.Today.AddDays(-DaysToChoice)).ToList();
        var since = days.Today.AddDays(-DaysToChoice - RateDays);
        var left = Math.Max(0, days.Year.End.DayNumber - days.Today.DayNumber - DaysToCare);
        var known = Sum(chosen.Where(d => d.Day.AddDays(DaysToChoice) >= days.Year.Start));
        return (known + Sum(chosen.Where(d => d.Day > since)).Share(left, RateDays)).Share(CommittedPerMille, 1_000);
    }

    static Money Sum(IEnumerable<(DateOnly Day, Money Cost)> drawn) => drawn.Aggregate(Money.Zero, (sum, d) => sum + d.Cost);
}
