using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger;

/// <summary>Which commitments nobody should wait for any longer.</summary>
public static class CommitmentExpiry
{
    /// <summary>After so long without activity, where nothing else is said.</summary>
    public const int ExpireDays = 365;

    /// <summary>Whether a referral has money open and nothing of it was chosen or reported for so many days.</summary>
    public static bool IsDue(IReadOnlyCollection<ComponentState> referral, DateOnly today, int expireDays = ExpireDays) =>
        referral.Any(c => c.Open > Money.Zero) && today.DayNumber - referral.Max(FindLast).DayNumber > expireDays;

    static DateOnly FindLast(ComponentState part) => part.SeenOn > part.ChosenOn ? part.SeenOn.Value : part.ChosenOn;
}
