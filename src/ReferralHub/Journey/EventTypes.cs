namespace ReferralHub.Journey;

/// <summary>Types of events in the log. Feeds publish them as <c>referralhub.referral.{type}.v1</c>; they are never renamed.</summary>
public static class EventTypes
{
    public const string Received = "received";
    public const string Amended = "amended";
    public const string InformationReceived = "information-received";
    public const string SentToReview = "sent-to-review";
    public const string InformationRequested = "information-requested";
    public const string Accepted = "accepted";
    public const string Returned = "returned";
    public const string ChoiceOffered = "choice-offered";
    public const string CapacityAwaited = "capacity-awaited";
    public const string Chosen = "chosen";
    public const string Sending = "sending";
    public const string Dispatched = "dispatched";
    public const string HandedOver = "handed-over";
    public const string Declined = "declined";
    public const string Cancelled = "cancelled";
    public const string EnteredInError = "entered-in-error";
    public const string Escalated = "escalated";
    public const string Claimed = "claimed";
    public const string Released = "released";
    public const string DecisionRecorded = "decision-recorded";
    public const string DecisionUndone = "decision-undone";
    public const string SecondOpinionAsked = "second-opinion-asked";
    public const string Appealed = "appealed";
    public const string Stuck = "stuck";
    public const string Retried = "retried";
    public const string Parked = "parked";
    public const string Reclassified = "reclassified";
    public const string Flagged = "flagged";
    public const string Conflict = "message-conflict";
    public const string OtherPatient = "other-patient";
}
