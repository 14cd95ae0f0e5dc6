using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Journey;

/// <summary>Whose turn a stage is, and until when. Pure.</summary>
public static class StageOwnership
{
    public static (OwnerKind Kind, string Owner, DateTime Due)? FindOwner(
        Stage stage,
        ReferralJourney journey,
        string? provider,
        ClockSettings clocks,
        DateTime now
    )
    {
        var priority = journey.Priority;
        return stage switch
        {
            Stage.Received => (OwnerKind.Hub, "triage", ReviewDue(priority, clocks, now)),
            Stage.InReview => (OwnerKind.TriageTeam, NameTeam(journey.Specialty), ReviewDue(priority, clocks, now)),
            Stage.AwaitingInformation => (
                OwnerKind.Practice,
                journey.Practice ?? journey.Sender,
                WorkingDays.Deadline(now, clocks.InformationWorkingDays)
            ),
            Stage.Accepted => (OwnerKind.Hub, "choice", now.AddMinutes(clocks.ImmediateMinutes)),
            Stage.AwaitingChoice => (OwnerKind.Patient, "patient", now.AddDays(clocks.ChoiceDays)),
            Stage.AwaitingCapacity => (OwnerKind.BookingTeam, NameTeam(journey.Specialty), CapacityDue(priority, clocks, now)),
            Stage.Chosen => (OwnerKind.Hub, "dispatch", now.AddMinutes(clocks.ImmediateMinutes)),
            Stage.Dispatched => (OwnerKind.Provider, provider ?? "provider", AcknowledgementDue(priority, clocks, now)),
            _ => null,
        };
    }

    /// <summary>The team that reviews or books a specialty; what names none goes to the general team.</summary>
    public static string NameTeam(string? specialty) => specialty is null ? "team-general" : $"team-{specialty}";

    static DateTime ReviewDue(Priority priority, ClockSettings clocks, DateTime now) =>
        priority switch
        {
            Priority.Asap or Priority.Stat => now.AddMinutes(clocks.ImmediateMinutes),
            Priority.Urgent => WorkingDays.Deadline(now, clocks.ReviewUrgentWorkingDays),
            _ => WorkingDays.Deadline(now, clocks.ReviewRoutineWorkingDays),
        };

    static DateTime CapacityDue(Priority priority, ClockSettings clocks, DateTime now) =>
        priority switch
        {
            Priority.Asap or Priority.Stat => now.AddMinutes(clocks.AcknowledgeSuspectedCancerMinutes),
            Priority.Urgent => WorkingDays.Deadline(now, 1),
            _ => WorkingDays.Deadline(now, clocks.InformationWorkingDays),
        };

    static DateTime AcknowledgementDue(Priority priority, ClockSettings clocks, DateTime now) =>
        priority switch
        {
            Priority.Asap or Priority.Stat => now.AddMinutes(clocks.AcknowledgeSuspectedCancerMinutes),
            Priority.Urgent => WorkingDays.Deadline(now, clocks.AcknowledgeUrgentWorkingDays),
            _ => WorkingDays.Deadline(now, clocks.AcknowledgeRoutineWorkingDays),
        };
}
