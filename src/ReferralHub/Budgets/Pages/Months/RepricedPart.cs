using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Positions;

namespace ReferralHub.Budgets.Pages.Months;

/// <summary>What a new price changed of one part of one referral's care.</summary>
/// <param name="ActivityMonth">First day of the month in whose figures it is.</param>
/// <param name="Detail">The version of the price list.</param>
/// <param name="PatientKey">Null or empty where nobody knows it; it leaves the hub nowhere.</param>
sealed record RepricedPart(
    string Line,
    DateOnly ActivityMonth,
    DateOnly ChosenOn,
    string? Detail,
    LedgerAccount From,
    long Pence,
    Guid Referral,
    string? PatientKey
)
{
    /// <summary>Id of the price list.</summary>
    public string List => Detail?.Split('@')[0] ?? "";

    /// <summary>A price that rose takes more out of what is free.</summary>
    public long More => From == LedgerAccount.Free ? Pence : -Pence;

    /// <summary>For how many patients it comes to something: several parts, and several referrals, may be of one.</summary>
    public static int CountPatients(IEnumerable<RepricedPart> parts) =>
        parts.GroupBy(p => PatientKeys.FormatKey(p.Referral, p.PatientKey), StringComparer.Ordinal).Count(g => g.Sum(p => p.More) != 0);
}
