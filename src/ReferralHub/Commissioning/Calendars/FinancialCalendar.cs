using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Calendars;

/// <summary>
/// The days on which each month's figures are due, may be corrected and may be closed. They differ from year to year, so they are
/// rows and never calculated. A month is named by its first day.
/// </summary>
public sealed class FinancialCalendar
{
    readonly Dictionary<DateOnly, CalendarMonth> byMonth;

    public FinancialCalendar(Configuration configuration)
    {
        Months = [.. configuration.Calendar.OrderBy(m => m.Month)];
        byMonth = Months.ToDictionary(m => m.Month);
    }

    /// <summary>In their order.</summary>
    public IReadOnlyList<CalendarMonth> Months { get; }

    /// <summary>
    /// The month to which an instant belongs by London's clocks: in summer, the last hour of a month in UTC is of the next month.
    /// </summary>
    public static DateOnly FindMonth(DateTime utc) => WorkingDays.LocalDate(utc).FirstOfMonth;

    /// <summary>The row of the month to which the day belongs; null where there is none.</summary>
    public CalendarMonth? Find(DateOnly day) => byMonth.GetValueOrDefault(day.FirstOfMonth);

    /// <summary>Months between the first and the last that have no row, each with the row that stands before the gap.</summary>
    public static IEnumerable<(DateOnly Month, CalendarMonth Before)> FindMissing(IEnumerable<CalendarMonth> months)
    {
        CalendarMonth? before = null;
        foreach (var month in months.OrderBy(m => m.Month))
        {
            for (var missing = before?.Month.AddMonths(1); missing < month.Month; missing = missing.Value.AddMonths(1))
                yield return (missing.Value, before!);
            before = month;
        }
    }

    /// <summary>
    /// The month in which something that belongs to <paramref name="month"/> is entered: itself while it is open, otherwise the next one
    /// that is. What is closed never changes; corrections of it stand in a later month.
    /// </summary>
    /// <param name="closed">First days of the months that are closed.</param>
    public static DateOnly FindFirstOpen(DateOnly month, IReadOnlySet<DateOnly> closed)
    {
        var open = month.FirstOfMonth;
        while (closed.Contains(open))
            open = open.AddMonths(1);
        return open;
    }

    /// <summary>How far the month of the day has come; null where the calendar does not have it.</summary>
    public MonthStage? FindStage(DateOnly day, DateOnly today) =>
        Find(day) is not { } row ? null
        : today < row.Month.AddMonths(1) ? MonthStage.Running
        : today <= row.Flex ? MonthStage.Reporting
        : today <= row.Freeze ? MonthStage.Correcting
        : MonthStage.Frozen;

    /// <summary>Why the month of the day may not be closed today, as a sentence; null where it may.</summary>
    public string? FindWhyNotToClose(DateOnly day, DateOnly today)
    {
        if (Find(day) is not { } row)
            return FormattableString.Invariant($"The calendar has no row for {day:yyyy-MM}; add it with its flex, freeze and close.");
        if (today <= row.Flex)
            return FormattableString.Invariant($"{day:yyyy-MM} may be reported until {row.Flex:yyyy-MM-dd}; close it after that.");
        return today < row.Close ? FormattableString.Invariant($"{day:yyyy-MM} may be closed from {row.Close:yyyy-MM-dd} on.") : null;
    }
}

/// <summary>How far a month's figures have come.</summary>
public enum MonthStage
{
    /// <summary>It is not over.</summary>
    Running,

    /// <summary>Providers report, until the day of flex.</summary>
    Reporting,

    /// <summary>Providers may correct, until the day of freeze.</summary>
    Correcting,

    /// <summary>Only challenges are settled.</summary>
    Frozen,
}
