using System.Globalization;

namespace ReferralHub.Kernel;

/// <summary>Months, each named by its first day, and days and months as they are written in a sentence.</summary>
public static class CalendarDates
{
    /// <summary>Reads a month such as 2026-05, as its first day.</summary>
    public static bool TryReadMonth(string? text, out DateOnly first) =>
        DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out first);

    extension(DateOnly date)
    {
        public DateOnly FirstOfMonth => new(date.Year, date.Month, 1);

        /// <summary>As 2026-04: the month, for whoever reads it by machine.</summary>
        public string MonthCode => date.ToString("yyyy-MM", CultureInfo.InvariantCulture);

        /// <summary>As 28 April 2026.</summary>
        public string DayInWords => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

        /// <summary>As April 2026.</summary>
        public string MonthInWords => date.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
    }
}
