using ReferralHub.Journey;

namespace ReferralHub.Practices.OurReferrals;

/// <summary>Whose turn a referral is, as its practice sees it.</summary>
/// <param name="Code">As the page's address says it.</param>
public sealed record Turn(string Code, string Words, IReadOnlyList<Stage> Stages);

static class Turns
{
    public static readonly Turn Ours = new("practice", "Ours", [Stage.AwaitingInformation]);

    /// <summary>In the order in which the page shows them.</summary>
    public static readonly IReadOnlyList<Turn> All =
    [
        Ours,
        new("centre", "The centre's", [Stage.Received, Stage.InReview, Stage.Accepted, Stage.AwaitingCapacity, Stage.Chosen]),
        new("patient", "The patient's", [Stage.AwaitingChoice]),
        new("provider", "The provider's", [Stage.Dispatched]),
        new("returned", "Returned to us", [Stage.Returned]),
        new("done", "Done", [Stage.HandedOver, Stage.Cancelled, Stage.EnteredInError]),
    ];

    /// <summary>The turn with this code; the practice's own when there is none.</summary>
    public static Turn Find(string? code) => All.FirstOrDefault(t => t.Code == code) ?? Ours;
}
