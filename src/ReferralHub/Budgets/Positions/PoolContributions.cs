using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Positions;

/// <summary>What each member pays into a pool.</summary>
public static class PoolContributions
{
    /// <param name="total">What they pay together.</param>
    /// <param name="weights">By plan line: needs, list sizes, or 1 for each. Lines that give nothing are left out.</param>
    public static IReadOnlyDictionary<string, Money> Calculate(Money total, IReadOnlyDictionary<string, long> weights) =>
        Money.Split(total, weights).Where(p => p.Value != Money.Zero).ToDictionary(StringComparer.Ordinal);
}
