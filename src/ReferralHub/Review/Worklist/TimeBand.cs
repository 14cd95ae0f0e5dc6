using ReferralHub.Kernel;

namespace ReferralHub.Review.Worklist;

/// <summary>How much time is left, in working days.</summary>
public enum TimeBand
{
    Overdue,
    Today,
    Soon,
    Later,
}

static class TimeBandWords
{
    public static string ToWords(this TimeBand band) =>
        band switch
        {
            TimeBand.Overdue => "Overdue",
            TimeBand.Today => "Due today",
            TimeBand.Soon => "Due within 2 working days",
            _ => "Later",
        };
}

/// <summary>Where the bands end, as instants.</summary>
/// <param name="Tomorrow">Where today ends.</param>
/// <param name="Later">Where two working days end.</param>
readonly record struct TimeBands(DateTime Now, DateTime Tomorrow, DateTime Later)
{
    const int SoonWorkingDays = 2;

    public static TimeBands FromNow(DateTime now)
    {
        var today = WorkingDays.LocalDate(now);
        return new(
            now,
            WorkingDays.ToStartOfDay(today.AddDays(1)),
            WorkingDays.ToStartOfDay(WorkingDays.Add(today, SoonWorkingDays).AddDays(1))
        );
    }

    public TimeBand FindBand(DateTime due) =>
        due < Now ? TimeBand.Overdue
        : due < Tomorrow ? TimeBand.Today
        : due < Later ? TimeBand.Soon
        : TimeBand.Later;
}

/// <summary>How much time is left, in words.</summary>
static class TimeLeft
{
    /// <summary>Text first: "Overdue by 1 working day", "Due today by 10:04", "Due in 2 working days".</summary>
    public static string Describe(DateTime due, DateTime now)
    {
        var (dueDate, today) = (WorkingDays.LocalDate(due), WorkingDays.LocalDate(now));
        if (due < now)
        {
            var late = WorkingDays.Between(dueDate, today);
            return late == 0 ? "Overdue today" : $"Overdue by {late} working {(late == 1 ? "day" : "days")}";
        }

        var left = WorkingDays.Between(today, dueDate);
        if (dueDate == today)
            return due == WorkingDays.ToEndOfDay(dueDate) ? "Due today" : $"Due today by {WorkingDays.LocalTime(due):HH:mm}";
        return $"Due in {Math.Max(1, left)} working {(left <= 1 ? "day" : "days")}";
    }
}
