using ReferralHub.Kernel;

namespace ReferralHub.Server.Demo.Books;

/// <summary>
/// The days of a demonstration: from when referrals came in, which financial years its plans are for, and when the centre loaded which
/// arrangements. Everything follows from the day on which it is made.
/// </summary>
sealed record DemoDays(DateOnly Today)
{
    const int WeeksMin = 26;

    /// <summary>Plans of a year are loaded so many days before it begins.</summary>
    const int DaysBeforeTheYear = 14;
    const int CalendarYears = 2;

    public FinancialYear Year => FinancialYear.FromDate(Today);

    /// <summary>
    /// The first day of referrals: half a year back at least, and the beginning of the financial year, by whose budgets they are judged.
    /// </summary>
    public DateOnly First => Today.AddDays(-7 * WeeksMin) is var weeks && weeks < Year.Start ? weeks : Year.Start;

    /// <summary>Days on which referrals came in, today included.</summary>
    public int Count => Today.DayNumber - First.DayNumber + 1;

    /// <summary>The financial years that have referrals, earliest first.</summary>
    public IEnumerable<FinancialYear> Years
    {
        get
        {
            var first = FinancialYear.FromDate(First).Starting;
            return Enumerable.Range(first, Year.Starting - first + 1).Select(y => new FinancialYear(y));
        }
    }

    /// <summary>The months of the calendar: this financial year and the one before, so that every plan has its twelve.</summary>
    public IEnumerable<DateOnly> Months =>
        Enumerable.Range(1 - CalendarYears, CalendarYears).SelectMany(back => new FinancialYear(Year.Starting + back).Months);

    /// <summary>When other arrangements were loaded, earliest first: before each year, and when the late agreement came.</summary>
    public IReadOnlyList<DateOnly> Loads =>
        [.. Years.SelectMany(y => new[] { FindPlanning(y), FindLateAgreement(y) }).Where(day => day < Today).Order()];

    /// <summary>The day on which the plans of a year are known.</summary>
    public static DateOnly FindPlanning(FinancialYear year) => year.Start.AddDays(-DaysBeforeTheYear);

    /// <summary>Planted: the southern practices agreed to their budgets forty days after they were to.</summary>
    public static DateOnly FindLateAgreement(FinancialYear year) => new(year.Starting, 6, 10);
}
