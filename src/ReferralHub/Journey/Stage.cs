namespace ReferralHub.Journey;

/// <summary>Where a referral is. The set is closed; <see cref="Transitions"/> says what leads where.</summary>
public enum Stage
{
    Received,
    InReview,
    AwaitingInformation,
    Accepted,
    AwaitingChoice,
    AwaitingCapacity,
    Chosen,
    Dispatched,
    HandedOver,
    Returned,
    Cancelled,
    EnteredInError,
}

/// <summary>Whose turn it is.</summary>
public enum OwnerKind
{
    Hub,
    TriageTeam,
    Clinician,
    Practice,
    Patient,
    BookingTeam,
    Provider,
}

public static class Stages
{
    public static bool IsTerminal(this Stage stage) =>
        stage is Stage.HandedOver or Stage.Returned or Stage.Cancelled or Stage.EnteredInError;

    /// <summary>Stages in which a worker of the hub must act, and the watchdog wakes it when it does not.</summary>
    public static bool IsAutomated(this Stage stage) => stage is Stage.Received or Stage.Accepted or Stage.Chosen;

    /// <summary>
    /// ServiceRequest.status as others see it (R4 request-status). A provider that accepted a referral has it to do still: it is active
    /// until the provider says that it is done.
    /// </summary>
    public static string RequestStatus(this Stage stage, bool isDone = false) =>
        stage switch
        {
            Stage.AwaitingInformation => "on-hold",
            Stage.HandedOver when isDone => "completed",
            Stage.Returned or Stage.Cancelled => "revoked",
            Stage.EnteredInError => "entered-in-error",
            _ => "active",
        };

    /// <summary>
    /// Task.status as others see it (R4 task-status): with the provider it is accepted, until the provider says that it is done.
    /// </summary>
    public static string TaskStatus(this Stage stage, bool isDone = false) =>
        stage switch
        {
            Stage.Received => "received",
            Stage.AwaitingInformation => "on-hold",
            Stage.HandedOver when isDone => "completed",
            Stage.Accepted or Stage.AwaitingChoice or Stage.AwaitingCapacity or Stage.HandedOver => "accepted",
            Stage.Returned => "rejected",
            Stage.Cancelled => "cancelled",
            Stage.EnteredInError => "entered-in-error",
            _ => "in-progress",
        };

    /// <summary>In words for pages, of one journey: no service for it is another thing than no room at any.</summary>
    public static string DescribeStage(this ReferralJourney journey) =>
        journey.Stage == Stage.AwaitingCapacity && journey.Has(Flags.NoSuitableService) ? "No service found yet" : journey.Stage.ToWords();

    /// <summary>In words for pages.</summary>
    public static string ToWords(this Stage stage) =>
        stage switch
        {
            Stage.InReview => "In clinical review",
            Stage.AwaitingInformation => "Waiting for the practice",
            Stage.AwaitingChoice => "Waiting for the patient's choice",
            Stage.AwaitingCapacity => "Waiting for capacity",
            Stage.Dispatched => "Sent to provider",
            Stage.HandedOver => "Accepted by provider",
            Stage.Returned => "Returned with advice",
            Stage.EnteredInError => "Entered in error",
            _ => stage.ToString(),
        };
}
