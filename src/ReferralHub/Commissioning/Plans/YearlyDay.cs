using System.Globalization;

namespace ReferralHub.Commissioning.Plans;

/// <summary>A day that comes every year, written MM-dd.</summary>
public readonly record struct YearlyDay(int Month, int Day)
{
    /// <summary>Any leap year: 29 February is a day, and in other years the last of the month stands for it.</summary>
    const string LeapYear = "2024-";

    /// <summary>Null when there is no such day.</summary>
    public static YearlyDay? TryParse(string? text) =>
        DateOnly.TryParseExact(LeapYear + text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new(date.Month, date.Day)
            : null;

    /// <summary>The one that lies nearest to a date, before or after it.</summary>
    public DateOnly FindNearest(DateOnly date)
    {
        var (month, day) = (Month, Day);
        return Enumerable
            .Range(date.Year - 1, 3)
            .Where(year => year >= DateOnly.MinValue.Year && year <= DateOnly.MaxValue.Year)
            .Select(year => new DateOnly(year, month, Math.Min(day, DateTime.DaysInMonth(year, month))))
            .MinBy(d => Math.Abs(d.DayNumber - date.DayNumber));
    }

    /// <summary>As in 1 May.</summary>
    public override string ToString() => new DateOnly(2024, Month, Day).ToString("d MMMM", CultureInfo.InvariantCulture);
}
