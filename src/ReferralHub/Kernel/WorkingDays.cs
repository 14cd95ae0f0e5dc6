using System.Collections.Frozen;
using System.Globalization;

namespace ReferralHub.Kernel;

/// <summary>
/// England's working days: Monday to Friday without bank holidays, which are data (<c>Data/BankHolidaysEngland.csv</c>).
/// Asking about a date outside the list's range throws, because a guess would move a deadline.
/// A working day is 08:00 to 18:00 London time; no clock changes between the two.
/// </summary>
public static class WorkingDays
{
    public static readonly DateOnly FirstKnown = new(2023, 1, 1);
    public static readonly DateOnly LastKnown = new(2028, 12, 31);
    static readonly TimeOnly DayBegins = new(8, 0);
    static readonly TimeOnly DayEnds = new(18, 0);

    /// <summary>Working time that a deadline leaves at the least, where nothing else is said.</summary>
    public static readonly TimeSpan LeastWorkingTime = TimeSpan.FromHours(2);

    /// <summary>Working time of a whole working day.</summary>
    public static readonly TimeSpan WholeDay = DayEnds - DayBegins;

    static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    static readonly FrozenSet<DateOnly> BankHolidays = KernelData
        .Lines("BankHolidaysEngland.csv")
        .Select(line => DateOnly.ParseExact(line, "yyyy-MM-dd", CultureInfo.InvariantCulture))
        .ToFrozenSet();

    public static bool IsWorkingDay(DateOnly date)
    {
        if (date < FirstKnown || date > LastKnown)
            throw new ArgumentOutOfRangeException(
                nameof(date),
                date,
                $"Bank holidays are known from {FirstKnown:yyyy-MM-dd} to {LastKnown:yyyy-MM-dd} only; extend Data/BankHolidaysEngland.csv."
            );
        return date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !BankHolidays.Contains(date);
    }

    /// <summary>The date itself when it is a working day, otherwise the next one.</summary>
    public static DateOnly OnOrAfter(DateOnly date)
    {
        while (!IsWorkingDay(date))
            date = date.AddDays(1);
        return date;
    }

    /// <summary>The date that lies this many working days after <paramref name="date"/>; 0 gives <see cref="OnOrAfter"/>.</summary>
    public static DateOnly Add(DateOnly date, int workingDays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workingDays);
        date = OnOrAfter(date);
        for (; workingDays > 0; workingDays--)
            date = OnOrAfter(date.AddDays(1));
        return date;
    }

    /// <summary>
    /// Working days after <paramref name="from"/> up to and including <paramref name="to"/>; negative when to lies before.
    /// </summary>
    public static int Between(DateOnly from, DateOnly to)
    {
        if (to < from)
            return -Between(to, from);
        var count = 0;
        for (var date = from.AddDays(1); date <= to; date = date.AddDays(1))
            if (IsWorkingDay(date))
                count++;
        return count;
    }

    /// <summary>
    /// The instant at which something due within this many working days of <paramref name="from"/> is overdue. Zero means
    /// by the end of the same working day; what arrives after that end counts from the next working day. What arrives so late in the
    /// day that less than <paramref name="atLeast"/> of it is left has that much of the next working day. A later start never gives
    /// an earlier deadline.
    /// </summary>
    /// <param name="from">UTC.</param>
    /// <param name="atLeast">At the most <see cref="WholeDay"/>; <see cref="LeastWorkingTime"/> when null.</param>
    public static DateTime Deadline(DateTime from, int workingDays, TimeSpan? atLeast = null)
    {
        var least = atLeast ?? LeastWorkingTime;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(least, WholeDay);
        var (date, start) = FindWorkingStart(from);
        if (workingDays > 0 || DayEnds - start >= least)
            return ToEndOfDay(Add(date, workingDays));
        return ToUtc(Add(date, 1), DayBegins.Add(least));
    }

    /// <summary>The instant at which this much working time has passed; time outside working days and hours does not count.</summary>
    /// <param name="from">UTC.</param>
    public static DateTime AddWorkingTime(DateTime from, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var (date, start) = FindWorkingStart(from);
        for (; DayEnds - start < time; start = DayBegins)
        {
            time -= DayEnds - start;
            date = Add(date, 1);
        }

        return ToUtc(date, start.Add(time));
    }

    /// <summary>The first working moment that is not before this instant.</summary>
    static (DateOnly Date, TimeOnly Time) FindWorkingStart(DateTime from)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(from, London);
        var (date, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        if (!IsWorkingDay(date) || time >= DayEnds)
            return (OnOrAfter(date.AddDays(1)), DayBegins);
        return (date, time < DayBegins ? DayBegins : time);
    }

    /// <summary>The day after, or the last day of the calendar itself.</summary>
    public static DateOnly NextDay(DateOnly date) => date == DateOnly.MaxValue ? date : date.AddDays(1);

    /// <summary>The calendar date in England at this instant.</summary>
    public static DateOnly LocalDate(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, London));

    /// <summary>This instant as London's clocks show it, for pages.</summary>
    public static DateTime LocalTime(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, London);

    /// <summary>Midnight in London at which this date begins, in UTC.</summary>
    public static DateTime ToStartOfDay(DateOnly date) => TimeZoneInfo.ConvertTimeToUtc(date.ToDateTime(TimeOnly.MinValue), London);

    /// <summary>18:00 London time of this date, in UTC.</summary>
    public static DateTime ToEndOfDay(DateOnly date) => ToUtc(date, DayEnds);

    static DateTime ToUtc(DateOnly date, TimeOnly time) => TimeZoneInfo.ConvertTimeToUtc(date.ToDateTime(time), London);
}
