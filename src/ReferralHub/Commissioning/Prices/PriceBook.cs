using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Prices;

/// <summary>
/// All prices, and for each item of care the one that counts on its day: the most specific (<see cref="PriceKey"/>), whatever
/// the order of the files. Within one list, a row for the same thing that begins later ends the earlier one the day before.
/// Built once; a question costs at most eight look-ups. Never changed: what is published makes another book.
/// </summary>
public sealed class PriceBook
{
    const long Ppm = 1_000_000;

    readonly Dictionary<PriceKey, PriceSeries> prices;
    readonly Dictionary<string, Version<MarketForcesFactor>[]> factors;

    /// <summary>The specificities that some row has, the greatest first.</summary>
    readonly int[] specificities;

    /// <exception cref="ArgumentException">
    /// Two prices or two factors count for one thing on one day; whoever reads files looks for such before.
    /// </exception>
    public PriceBook(Configuration configuration)
        : this(PriceSeries.Group(configuration.Prices), MarketForces.Sort(configuration.Factors))
    {
        var places = MarketForces
            .FindAmbiguities(configuration.Factors)
            .Select(a => (a.First.Place, a.Second.Place))
            .Concat(prices.Values.SelectMany(s => s.FindAmbiguities()).Select(a => (a.First.Place, a.Second.Place)));
        if (places.FirstOrDefault() is ({ } first, { } second))
            throw new ArgumentException($"{first} and {second} count for one thing on one day.");
    }

    PriceBook(Dictionary<PriceKey, PriceSeries> prices, Dictionary<string, Version<MarketForcesFactor>[]> factors)
    {
        (this.prices, this.factors) = (prices, factors);
        specificities = [.. prices.Keys.Select(k => k.Specificity).Distinct().OrderDescending()];
    }

    /// <summary>The price that counts; null where there is none, which the asker has to show: no care costs nothing in silence.</summary>
    public PriceFound? Find(PriceQuestion question)
    {
        PriceRow? local = null;
        foreach (var specificity in specificities)
        {
            if (PriceKey.FromQuestion(question, specificity) is not { } key || !prices.TryGetValue(key, out var series))
                continue;
            if (series.Find(question.Date) is not { } row)
                continue;
            if (question.Basis is not PriceBasis.National || row.Kind != PriceKinds.Local)
                return Charge(row, question);
            local ??= row;
        }

        return local is null ? null : Charge(local, question);
    }

    /// <summary>
    /// The book after a list is published, also one for days long past. A row that has list, thing and first day of one that is there
    /// takes its place; any other is added, and of those for one thing in one list the later ends the earlier. What the list no
    /// longer names stays as it was.
    /// </summary>
    /// <returns>No book where two prices would count on one day.</returns>
    public PricePublication WithList(IReadOnlyList<PriceRow> published)
    {
        var after = new Dictionary<PriceKey, PriceSeries>(prices);
        var ambiguities = new List<PriceAmbiguity>();
        foreach (var group in published.GroupBy(PriceKey.FromRow))
        {
            var replaced = group.Select(r => (r.List, r.Period.From)).ToHashSet();
            var kept = prices.TryGetValue(group.Key, out var series)
                ? series.Rows.Where(r => !replaced.Contains((r.List, r.Period.From)))
                : [];
            after[group.Key] = new([.. kept, .. group]);
            ambiguities.AddRange(after[group.Key].FindAmbiguities());
        }

        return new(ambiguities.Count == 0 ? new PriceBook(after, factors) : null, ambiguities);
    }

    /// <summary>What a change of prices does to items that were priced before: the ones whose price is another, and the sum.</summary>
    public static PriceRestatement Difference(PriceBook before, PriceBook after, IEnumerable<PricedItem> items) =>
        new([
            .. items
                .Select(i => new PriceChange(i, before.Find(i.Question), after.Find(i.Question)))
                .Where(c => c.Before?.Payable != c.After?.Payable),
        ]);

    /// <summary>All prices that are for one thing on one day, in linear time but for the sorting.</summary>
    public static IReadOnlyList<PriceAmbiguity> FindAmbiguities(IEnumerable<PriceRow> prices) =>
        [.. PriceSeries.Group(prices).Values.SelectMany(s => s.FindAmbiguities())];

    PriceFound Charge(PriceRow row, PriceQuestion question)
    {
        var factor =
            row.IsScaled && factors.TryGetValue(question.Provider, out var versions) ? Versions.Find(versions, question.Date) : null;
        return new(row, factor, factor is null ? row.Price : row.Price.Share(factor.FactorPpm, Ppm));
    }
}

/// <summary>What comes of publishing a list.</summary>
/// <param name="Book">Null where it is ambiguous.</param>
public sealed record PricePublication(PriceBook? Book, IReadOnlyList<PriceAmbiguity> Ambiguities);
