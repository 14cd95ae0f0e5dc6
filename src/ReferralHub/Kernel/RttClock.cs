namespace ReferralHub.Kernel;

/// <summary>
/// The referral-to-treatment clock. It starts on the day the referral management service receives the referral
/// (Rules Suite, rule 1(b); NHS England recording guidance, February 2025, §6.1) and runs through every stage here.
/// Standard: 18 weeks, 126 days.
/// </summary>
public readonly record struct RttClock(DateOnly Start)
{
    public const int StandardDays = 126;

    /// <summary>Days waited on this date; zero before the start.</summary>
    public int DaysOn(DateOnly date) => Math.Max(0, date.DayNumber - Start.DayNumber);

    /// <summary>The last day within the standard.</summary>
    public DateOnly LastDayWithinStandard => Start.AddDays(StandardDays);

    public bool IsBreachedOn(DateOnly date) => DaysOn(date) > StandardDays;

    /// <summary>
    /// The reporting band by its upper bound in weeks: days 0–7 are band 1 ("0–1"), 8–14 band 2, … 120–126 band 18;
    /// 729 days and more are band 105 ("104+") (recording guidance §10.1.7).
    /// </summary>
    public int WeekBandOn(DateOnly date)
    {
        var days = DaysOn(date);
        return days >= 729 ? 105 : Math.Max(1, (days + 6) / 7);
    }

    /// <summary>The band as the return prints it.</summary>
    public static string BandLabel(int band) => band >= 105 ? "104+" : $"{band - 1}–{band}";
}
