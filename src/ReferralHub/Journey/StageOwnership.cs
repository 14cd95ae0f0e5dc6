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
        var immediately = now.AddMinutes(clocks.ImmediateMinutes);
        return stage switch
        {
            Stage.Received => (OwnerKind.Hub, "triage", ReviewDue(journey, clocks, now)),
            Stage.InReview => (OwnerKind.TriageTeam, NameTeam(journey.Specialty), ReviewDue(journey, clocks, now)),
            Stage.AwaitingInformation => (OwnerKind.Practice, journey.Practice ?? journey.Sender, InformationDue(journey, clocks, now)),
            Stage.Accepted => (OwnerKind.Hub, "choice", immediately),
            // Choice does not apply to what may not wait; if one should stand here all the same, somebody hears of it at once.
            Stage.AwaitingChoice => (OwnerKind.Patient, "patient", journey.MayNotWait ? immediately : now.AddDays(clocks.ChoiceDays)),
            Stage.AwaitingCapacity => (OwnerKind.BookingTeam, NameTeam(journey.Specialty), CapacityDue(journey, clocks, now)),
            Stage.Chosen => (OwnerKind.Hub, "dispatch", immediately),
            Stage.Dispatched => (OwnerKind.Provider, provider ?? "provider", AcknowledgementDue(journey.Priority, clocks, now)),
            _ => null,
        };
    }

    /// <summary>The team that reviews or books a specialty; what names none goes to the general team.</summary>
    public static string NameTeam(string? specialty) => specialty is null ? "team-general" : $"team-{specialty}";

    /// <summary>As soon as the priority asks, or what triage found in it.</summary>
    static DateTime ReviewDue(ReferralJourney journey, ClockSettings clocks, DateTime now)
    {
        var due = journey.Priority switch
        {
            Priority.Asap or Priority.Stat => now.AddMinutes(clocks.ImmediateMinutes),
            Priority.Urgent => clocks.Deadline(now, clocks.ReviewUrgentWorkingDays),
            _ => clocks.Deadline(now, clocks.ReviewRoutineWorkingDays),
        };
        var first = journey.ReadFirst switch
        {
            ReadFirst.Emergency => WorkingDays.AddWorkingTime(now, TimeSpan.FromMinutes(clocks.EmergencyMinutes)),
            ReadFirst.SuspectedCancer => now.AddMinutes(clocks.ImmediateMinutes),
            ReadFirst.Attention => clocks.Deadline(now, 0),
            _ => due,
        };
        return first < due ? first : due;
    }

    /// <summary>
    /// Who has read something that may be cancer or an emergency and asks about it, asks for an answer the same working day. What was
    /// sent as such is not asked about; if one should stand here all the same, somebody hears of it at once.
    /// </summary>
    static DateTime InformationDue(ReferralJourney journey, ClockSettings clocks, DateTime now) =>
        journey.Priority >= Priority.Asap
            ? now.AddMinutes(clocks.ImmediateMinutes)
            : clocks.Deadline(now, journey.MayNotWait ? 0 : clocks.InformationWorkingDays);

    static DateTime CapacityDue(ReferralJourney journey, ClockSettings clocks, DateTime now) =>
        journey.Priority switch
        {
            Priority.Asap or Priority.Stat => now.AddMinutes(clocks.ImmediateMinutes),
            Priority.Urgent => clocks.Deadline(now, 1),
            _ => clocks.Deadline(now, clocks.InformationWorkingDays),
        };

    static DateTime AcknowledgementDue(Priority priority, ClockSettings clocks, DateTime now) =>
        priority switch
        {
            Priority.Asap or Priority.Stat => now.AddMinutes(clocks.AcknowledgeSuspectedCancerMinutes),
            Priority.Urgent => clocks.Deadline(now, clocks.AcknowledgeUrgentWorkingDays),
            _ => clocks.Deadline(now, clocks.AcknowledgeRoutineWorkingDays),
        };
}
