using System.Globalization;
using ReferralHub.Kernel;

namespace ReferralHub.Server.Demo.Books;

/// <summary>
/// The days of each month's figures, in the rhythm that English hospitals know: first reported about the 19th of the next month, corrected
/// for forty working days. Made up; the days of a real area are its own.
/// </summary>
static class DemoMonths
{
    const int FlexDay = 19;
    const int FreezeWorkingDays = 40;
    const int CloseWorkingDays = 4;
    const int PackWorkingDays = 8;

    public static void Write(string folder, IEnumerable<DateOnly> months) =>
        File.WriteAllLines(Path.Combine(folder, "calendar.csv"), months.Select(Write).Prepend("month,flex,freeze,close,packDue"));

    static string Write(DateOnly month)
    {
        var next = month.AddMonths(1);
        var flex = Add(new(next.Year, next.Month, FlexDay), 0);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{month:yyyy-MM},{flex:yyyy-MM-dd},{Add(next, FreezeWorkingDays):yyyy-MM-dd},{Add(flex, CloseWorkingDays):yyyy-MM-dd},"
                + $"{Add(flex, PackWorkingDays):yyyy-MM-dd}"
        );
    }

    /// <summary>So many working days later; beyond the bank holidays that are known, days of the week alone decide.</summary>
    static DateOnly Add(DateOnly date, int workingDays)
    {
        for (date = FindWorkingDay(date); workingDays > 0; workingDays--)
            date = FindWorkingDay(date.AddDays(1));
        return date;
    }

    static DateOnly FindWorkingDay(DateOnly date)
    {
        while (!IsWorkingDay(date))
            date = date.AddDays(1);
        return date;
    }

    static bool IsWorkingDay(DateOnly date) =>
        date > WorkingDays.LastKnown ? date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) : WorkingDays.IsWorkingDay(date);
}
