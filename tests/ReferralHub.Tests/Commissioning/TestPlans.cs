using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Tests.Commissioning;

/// <summary>Plan sets and their steps, as short as a test can say them.</summary>
static class TestPlans
{
    public static readonly RowPlace At = new("plans.yaml", 7);
    public static readonly DateOnly Begins = new(2026, 4, 1);

    public static Money Pounds(string text) => Money.TryParse(text, out var money) ? money : throw new ArgumentException(text);

    public static PlanSet Set(string total, string[] holders, params SettingStep[] steps) =>
        new(At, "plan-2026", "QXX", "elective-opd", MoneyMode.Indicative, new(Begins, 1), holders, Pounds(total), steps);

    public static HistoricStep Historic(params (string Holder, string Amount)[] amounts) =>
        new(At with { Line = 8 }, "Test", "2025-26", amounts.ToDictionary(a => a.Holder, a => Pounds(a.Amount)));

    public static FairSharesStep FairShares(long weightPerMille, params (string Holder, long Need)[] need) =>
        new(At with { Line = 9 }, "Test", need.ToDictionary(n => n.Holder, n => n.Need), weightPerMille);

    public static CapitationStep Capitation(long heads, string perHead, params (string Holder, long Need)[] need) =>
        new(At with { Line = 8 }, "Test", heads, Pounds(perHead)) { Need = need.ToDictionary(n => n.Holder, n => n.Need) };

    public static ChangeStep Change(ChangeKind kind, long perMille) => new(At with { Line = 10 }, "Test", kind, perMille);

    public static LimitStep Limit(long perMille, string? leftTo = null, string reference = "historic") =>
        new(At with { Line = 11 }, "Test", perMille, reference) { LeftTo = leftTo };

    public static TopSliceStep TopSlice(long perMille, string pool) => new(At with { Line = 12 }, "Test", perMille, pool);

    public static RoundStep Round(long toPence) => new(At with { Line = 13 }, "Test", toPence);

    public static AdjustStep Adjust(string amount, string? holder = null) =>
        new(At with { Line = 14 }, "Test", Pounds(amount), "A ward that closed", "Demonstration Commissioner", holder);
}
