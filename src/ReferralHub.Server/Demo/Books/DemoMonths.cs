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

    /// <summary>From when a month may be closed.</summary>
    public static DateOnly FindClose(DateOnly month) => Add(FindFlex(month), CloseWorkingDays);

    static DateOnly FindFlex(DateOnly month) => Add(new DateOnly(month.Year, month.Month, FlexDay).AddMonths(1), 0);

    static string Write(DateOnly month)
    {
        var (next, flex) = (month.AddMonths(1), FindFlex(month));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{month:yyyy-MM},{flex:yyyy-MM-dd},{Add(next, FreezeWorkingDays):yyyy-MM-dd},{FindClose(month):yyyy-MM-dd},"
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
