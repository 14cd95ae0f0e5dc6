using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Referrals;

namespace ReferralHub.Practices.Referral;

/// <summary>What happens next with a referral, in words for its practice.</summary>
static class NextStep
{
    public static string Describe(ReferralJourney journey, ReferralDestination? destination) =>
        journey.Stage switch
        {
            Stage.Received => "The rules of triage read it next, within minutes.",
            Stage.InReview => "A clinician of the centre reads it and accepts it, asks you, or returns it with advice.",
            Stage.AwaitingInformation => "The centre waits for your answer. The 18-week clock runs on.",
            Stage.Accepted => "The centre works out which providers can take it.",
            Stage.AwaitingChoice => "The patient chooses a provider; the link is theirs. You can choose with them in the surgery.",
            Stage.AwaitingCapacity when journey.Has(Flags.NoSuitableService) =>
                "No service in the directory takes it. The booking team looks for one, or asks a clinician to change the specialty.",
            Stage.AwaitingCapacity => "Every provider that could take it is full. The centre looks again every ten minutes.",
            Stage.Chosen => $"It is being sent to {Name(destination)}.",
            Stage.Dispatched => $"{Name(destination)} has it and has not said yet that it takes it.",
            Stage.HandedOver when journey.Has(Flags.ProviderDone) => $"{Name(destination)} says that what you asked for is done.",
            Stage.HandedOver =>
                $"{Name(destination)} has accepted it and contacts the patient about an appointment; it is theirs until they say that "
                    + "it is done.",
            Stage.Returned => "Read the advice. If the referral should go on all the same, appeal: other clinicians decide.",
            _ => "Nothing more happens.",
        };

    /// <summary>How it stands at a provider, in words, with the day.</summary>
    public static string DescribeStanding(ReferralDestination destination)
    {
        var day = WorkingDays
            .LocalTime(destination.Since)
            .ToString("d MMMM yyyy, HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        return destination.Standing switch
        {
            DestinationStanding.Accepted => $"Accepted on {day}",
            DestinationStanding.Declined => $"Declined on {day}",
            DestinationStanding.Sent => $"Sent on {day}, not answered yet",
            DestinationStanding.Withdrawn => $"Taken back; the provider was told on {day}",
            _ => $"Chosen on {day}, being sent",
        };
    }

    static string Name(ReferralDestination? destination) => destination?.ProviderName ?? "The provider";
}
