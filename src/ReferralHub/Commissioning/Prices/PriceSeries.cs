using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Prices;

/// <summary>All prices of one thing, of any list, by the days they are in force.</summary>
sealed class PriceSeries
{
    public PriceSeries(IReadOnlyList<PriceRow> rows)
    {
        Rows = rows;
        InForce =
            rows.Count == 1
                ? [new(rows[0], rows[0].Period)]
                :
                [
                    .. rows.GroupBy(r => r.List, StringComparer.Ordinal)
                        .SelectMany(list => Versions.EndEarlier(list, r => r.Period))
                        .OrderBy(v => v.Period.From)
                        .ThenBy(v => v.Row.Place.Line),
                ];
    }

    /// <summary>As they were written.</summary>
    public IReadOnlyList<PriceRow> Rows { get; }

    /// <summary>By the days on which they are really in force, the earliest first.</summary>
    public Version<PriceRow>[] InForce { get; }

    public PriceRow? Find(DateOnly day) => Versions.Find(InForce, day);

    public IEnumerable<PriceAmbiguity> FindAmbiguities() =>
        Versions.FindOverlaps(InForce).Select(o => new PriceAmbiguity(o.First, o.Second, o.Day));

    /// <summary>One series for each thing that is priced.</summary>
    public static Dictionary<PriceKey, PriceSeries> Group(IEnumerable<PriceRow> rows) =>
        rows.GroupBy(PriceKey.FromRow).ToDictionary(g => g.Key, g => new PriceSeries([.. g]));
}
