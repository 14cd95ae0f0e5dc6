using System.ComponentModel.DataAnnotations;

namespace ReferralHub.Platform;

/// <summary>How long each turn may take. Working days are England's.</summary>
public sealed class ClockSettings
{
    [Range(1, 60)]
    public int ImmediateMinutes { get; set; } = 5;

    /// <summary>
    /// Hours of working time (08:00 to 18:00) that whatever is due the same working day has at the least: what comes shortly before
    /// the end of a day has them from the next morning on. Default 2.
    /// </summary>
    [Range(0d, 10d)]
    public double LeastWorkingHours { get; set; } = 2;

    /// <summary>
    /// Minutes of working time within which somebody reads what a rule took for an emergency; that the telephone is to ring is said
    /// at once. Default 60.
    /// </summary>
    [Range(1, 600)]
    public int EmergencyMinutes { get; set; } = 60;

    [Range(0, 30)]
    public int ReviewUrgentWorkingDays { get; set; }

    [Range(0, 60)]
    public int ReviewRoutineWorkingDays { get; set; } = 2;

    [Range(1, 60)]
    public int InformationWorkingDays { get; set; } = 5;

    /// <summary>For an answer of a practice, or its appeal: what has waited before does not start from the end of the queue.</summary>
    [Range(0, 30)]
    public int AppealWorkingDays { get; set; } = 1;

    [Range(1, 180)]
    public int ChoiceDays { get; set; } = 14;

    [Range(1, 1_440)]
    public int AcknowledgeSuspectedCancerMinutes { get; set; } = 60;

    [Range(0, 30)]
    public int AcknowledgeUrgentWorkingDays { get; set; } = 1;

    [Range(0, 60)]
    public int AcknowledgeRoutineWorkingDays { get; set; } = 2;

    /// <summary>The end of the working day that lies so many working days ahead, or later when that leaves too little time.</summary>
    /// <param name="now">UTC.</param>
    public DateTime Deadline(DateTime now, int workingDays) =>
        Kernel.WorkingDays.Deadline(now, workingDays, TimeSpan.FromHours(LeastWorkingHours));
}
