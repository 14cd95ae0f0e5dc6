using ReferralHub.Kernel;
using ReferralHub.Server.Demo;
using ReferralHub.Server.Demo.Books;

namespace ReferralHub.Tests.Server.Demo;

/// <summary>
/// What the year will about cost each practice, by what referrals of their specialty cost on the whole: for tests of the arrangements,
/// which have no hub in which choices could be rehearsed.
/// </summary>
static class CountedDemand
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

    /// <summary>No factor scales its prices.</summary>
    const string AnyProvider = "";

    public static DemoDemand Count(DemoArea area, DemoDays days, IReadOnlyCollection<WrittenReferral> written)
    {
        var cost = DemoArea.Specialties.ToDictionary(
            s => s.Code,
            s => DemoTariff.FindCommitted(s.Code, AnyProvider),
            StringComparer.Ordinal
        );
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
            DemoDemand.FindOneIn(area, days, written.Count)
        );
    }

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
