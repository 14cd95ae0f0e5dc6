using ReferralHub.Commissioning.Calendars;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Pages.Months;

/// <summary>What is known of the months of the calendar.</summary>
/// <param name="Today">In England.</param>
/// <param name="Begins">First day of the first month to which money was posted; null while there is none.</param>
/// <param name="Closed">By first day.</param>
public sealed record MonthFacts(
    DateOnly Today,
    FinancialCalendar Calendar,
    DateOnly? Begins,
    IReadOnlyDictionary<DateOnly, ClosedMonth> Closed
)
{
    /// <summary>What providers have reported of open months, and what is missing. Empty where it was not asked for.</summary>
    public IReadOnlyList<ProviderReport> Reports { get; init; } = [];

    /// <summary>
    /// Of closed months, those whose figures have changed since, and by how much; null where that is not told on a board of many months.
    /// </summary>
    public IReadOnlyDictionary<DateOnly, Money?> Restated { get; init; } = new Dictionary<DateOnly, Money?>();

    /// <summary>The month to close next: after the last that is closed, else the first with money, else the last that has ended.</summary>
    public DateOnly NextToClose => Closed.Count > 0 ? Closed.Keys.Max().AddMonths(1) : Begins ?? Today.FirstOfMonth.AddMonths(-1);

    /// <summary>
    /// Months of the calendar that have begun, the newest last, this many at most; those before the first with money only where there is
    /// none.
    /// </summary>
    public IReadOnlyList<DateOnly> FindBegun(int most) =>
        [.. Calendar.Months.Select(m => m.Month).Where(m => m <= Today && !(m < Begins)).TakeLast(most)];

    /// <summary>Months that could have been closed and are not, with the day from which they could.</summary>
    public IEnumerable<(DateOnly Month, DateOnly Since)> FindLate() =>
        Calendar.Months.Where(m => m.Month >= Begins && m.Close < Today && !Closed.ContainsKey(m.Month)).Select(m => (m.Month, m.Close));

    /// <summary>Providers whose report of an open month has not come.</summary>
    public IReadOnlyList<string> FindWaiting(DateOnly month) =>
        [.. Reports.Where(r => r.Month == month && !r.HasArrived).Select(r => r.Provider).Order(StringComparer.Ordinal)];
}
