namespace ReferralHub.Kernel;

/// <summary>Minutes of working time: 08:00 to 18:30 London time on working days, the core hours of a GP practice's contract.</summary>
public static class WorkingTime
{
    static readonly TimeOnly Opens = new(8, 0);
    static readonly TimeOnly Closes = new(18, 30);

    public static readonly double MinutesPerDay = (Closes - Opens).TotalMinutes;

    /// <summary>Working minutes from one instant to a later one; 0 when the later is not later.</summary>
    public static double MinutesBetween(DateTime from, DateTime to)
    {
        if (to <= from)
            return 0;
        var (start, end) = (WorkingDays.LocalTime(from), WorkingDays.LocalTime(to));
        var (first, last) = (DateOnly.FromDateTime(start), DateOnly.FromDateTime(end));
        if (first == last)
            return WorkingDays.IsWorkingDay(first) ? Within(start, end) : 0;
        var whole = WorkingDays.Between(first, last.AddDays(-1)) * MinutesPerDay;
        var head = WorkingDays.IsWorkingDay(first) ? Within(start, first.ToDateTime(Closes)) : 0;
        var tail = WorkingDays.IsWorkingDay(last) ? Within(last.ToDateTime(Opens), end) : 0;
        return head + whole + tail;
    }

    static double Within(DateTime start, DateTime end)
    {
        var date = DateOnly.FromDateTime(start);
        var from = start < date.ToDateTime(Opens) ? date.ToDateTime(Opens) : start;
        var to = end > date.ToDateTime(Closes) ? date.ToDateTime(Closes) : end;
        return Math.Max(0, (to - from).TotalMinutes);
    }
}
