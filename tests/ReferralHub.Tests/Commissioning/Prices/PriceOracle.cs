using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Prices;
using ReferralHub.Kernel;

namespace ReferralHub.Tests.Commissioning.Prices;

/// <summary>The same rules without any order or index: every row is asked, and pairs are compared with one another.</summary>
static class PriceOracle
{
    public static PriceRow? Find(IReadOnlyList<PriceRow> rows, PriceQuestion question)
    {
        var fitting = rows.Where(r =>
                r.Pod == question.Pod
                && (r.Provider is null || r.Provider == question.Provider)
                && (r.Tfc is null || r.Tfc == question.Tfc)
                && (r.Hrg is null || r.Hrg == question.Hrg)
                && IsInForce(rows, r, question.Date)
            )
            .ToList();
        if (question.Basis is PriceBasis.National && fitting.Any(r => r.Kind != "local"))
            fitting.RemoveAll(r => r.Kind == "local");
        string[] order = ["provider hrg tfc", "provider hrg", "provider tfc", "provider", "hrg tfc", "hrg", "tfc", ""];
        return order.Select(form => fitting.Find(r => Form(r) == form)).FirstOrDefault(r => r is not null);
    }

    public static Money? Charge(IReadOnlyList<PriceRow> rows, IReadOnlyList<MarketForcesFactor> factors, PriceQuestion question)
    {
        if (Find(rows, question) is not { } row)
            return null;
        var factor = factors.LastOrDefault(f => row.IsScaled && f.Provider == question.Provider && f.Period.From <= question.Date);
        return factor is null ? row.Price : row.Price.Share(factor.FactorPpm, 1_000_000);
    }

    public static bool IsForTheSame(PriceRow one, PriceRow other) =>
        (one.Provider, one.Hrg, one.Tfc, one.Pod) == (other.Provider, other.Hrg, other.Tfc, other.Pod);

    /// <summary>No row of the same list for the same thing has begun since.</summary>
    public static bool IsInForce(IReadOnlyList<PriceRow> rows, PriceRow row, DateOnly day) =>
        row.Period.Covers(day)
        && !rows.Any(r => r.List == row.List && IsForTheSame(r, row) && r.Period.From > row.Period.From && r.Period.From <= day);

    /// <summary>Pairs that count on the day on which the second of them begins.</summary>
    public static List<(PriceRow First, PriceRow Second)> FindPairs(IReadOnlyList<PriceRow> rows) =>
        [
            .. from second in rows
            from first in rows
            where !ReferenceEquals(first, second) && IsForTheSame(first, second)
            where
                first.Period.From < second.Period.From || (first.Period.From == second.Period.From && first.Place.Line < second.Place.Line)
            where IsInForce(rows, first, second.Period.From) && IsInForce(rows, second, second.Period.From)
            select (first, second),
        ];

    public static PriceRow[] DropAmbiguous(PriceRow[] rows)
    {
        var kept = rows.ToList();
        while (FindPairs(kept) is [var (_, second), ..])
            kept.Remove(second);
        return [.. kept];
    }

    public static PriceRow[] Publish(IReadOnlyList<PriceRow> rows, IReadOnlyList<PriceRow> list) =>
        [.. rows.Where(r => !list.Any(l => l.List == r.List && IsForTheSame(l, r) && l.Period.From == r.Period.From)), .. list];

    static string Form(PriceRow row) =>
        string.Join(
            ' ',
            new[]
            {
                row.Provider is null ? null : "provider",
                row.Hrg is null ? null : "hrg",
                row.Tfc is null ? null : "tfc",
            }.OfType<string>()
        );
}
