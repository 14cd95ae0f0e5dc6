using ReferralHub.Kernel;

namespace ReferralHub.Journey;

/// <summary>Who is told that a deadline passed, one after the other, for as long as nobody acts.</summary>
public enum EscalationRung
{
    TeamLead,
    DutyContact,
    HubOperator,
}

/// <summary>
/// When each rung is told. Pure. The deadline itself is never moved: how late it is stays visible.
/// </summary>
public static class EscalationLadder
{
    static readonly TimeSpan SuspectedCancerStep = TimeSpan.FromMinutes(15);
    static readonly TimeSpan UrgentStep = TimeSpan.FromHours(2);

    /// <summary>The rung that is told next, or null when all have been told.</summary>
    /// <param name="escalations">How many have been told.</param>
    public static EscalationRung? FindNext(int escalations) =>
        escalations <= (int)EscalationRung.HubOperator ? (EscalationRung)escalations : null;

    /// <summary>When the rung after this one is told; null after the last.</summary>
    public static DateTime? ScheduleNext(EscalationRung rung, Priority priority, DateTime now) =>
        rung == EscalationRung.HubOperator
            ? null
            : priority switch
            {
                Priority.Asap or Priority.Stat => now + SuspectedCancerStep,
                Priority.Urgent => now + UrgentStep,
                _ => WorkingDays.Deadline(now, 1),
            };
}
