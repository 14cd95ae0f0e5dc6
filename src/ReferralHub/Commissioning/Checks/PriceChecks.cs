using ReferralHub.Commissioning.Figures;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Prices;

namespace ReferralHub.Commissioning.Checks;

/// <summary>Prices of which two count, that are old, that cost nothing, or that lack their factor.</summary>
static class PriceChecks
{
    /// <summary>A tariff is for a year; some weeks more are how late it comes.</summary>
    const int ListDaysMax = 400;

    /// <summary>Faults of one sort that are named; more of them have mostly one cause.</summary>
    const int NamedMax = 50;

    public static IEnumerable<ConfigurationFault> Check(Configuration configuration, DateOnly today) =>
        [
            .. Shorten(PriceBook.FindAmbiguities(configuration.Prices).Select(Describe)),
            .. Shorten(MarketForces.FindAmbiguities(configuration.Factors).Select(Describe)),
            .. Shorten(FindOldLists([.. PriceSeries.Group(configuration.Prices).Values.SelectMany(s => s.InForce)], today)),
            .. Shorten(configuration.Prices.Where(p => p.Price.Pence == 0).Select(DescribeFree)),
            .. FindMissingFactors(configuration),
        ];

    static ConfigurationFault Describe(PriceAmbiguity ambiguity)
    {
        var (first, second, day) = ambiguity;
        var rest =
            first.List == second.List
                ? "in one list and from one day; keep one"
                : $"in the lists {first.List} and {second.List}; end one the day before with its column to";
        return new(
            true,
            second.Place,
            DescribeRow(second),
            $"{PriceKey.FromRow(second)} costs {second.Price} here and {first.Price} by {first.Place} on {FigureDate.Write(day)}, {rest}"
        );
    }

    static ConfigurationFault Describe((MarketForcesFactor First, MarketForcesFactor Second, DateOnly Day) ambiguity) =>
        new(
            true,
            ambiguity.Second.Place,
            ambiguity.Second.Provider,
            $"{ambiguity.Second.Provider} has another factor from {FigureDate.Write(ambiguity.Day)}, by {ambiguity.First.Place}; keep one"
        );

    static ConfigurationFault DescribeFree(PriceRow price) =>
        new(
            false,
            price.Place,
            DescribeRow(price),
            "the price is £0.00, so this care seems to cost nothing; if it is paid for in another way, say so in source"
        );

    /// <summary>Lists of which some row is in force today and none has begun for long.</summary>
    static IEnumerable<ConfigurationFault> FindOldLists(IReadOnlyList<Version<PriceRow>> prices, DateOnly today)
    {
        foreach (var list in prices.GroupBy(p => p.Row.List, StringComparer.Ordinal))
        {
            var newest = list.MaxBy(p => p.Period.From).Row;
            var days = today.DayNumber - newest.Period.From.DayNumber;
            if (days > ListDaysMax && list.Any(p => p.Period.Covers(today)))
                yield return new(
                    false,
                    newest.Place,
                    list.Key,
                    $"the newest price of this list is from {FigureDate.Write(newest.Period.From)}, {days} days ago; is there a later one?"
                );
        }

        if (prices.Count > 0 && !prices.Any(p => p.Period.Covers(today)))
            yield return new(
                false,
                prices[^1].Row.Place,
                null,
                FormattableString.Invariant($"no price is in force on {today:yyyy-MM-dd}; whatever is chosen is unpriced")
            );
    }

    /// <summary>Prices that a provider's factor is to scale and that begin when it has none; once for each provider.</summary>
    static IEnumerable<ConfigurationFault> FindMissingFactors(Configuration configuration)
    {
        var factors = MarketForces.Sort(configuration.Factors);
        return configuration
            .Prices.Where(p => p is { IsScaled: true, Provider: not null })
            .Where(p => !factors.TryGetValue(p.Provider!, out var versions) || Versions.Find(versions, p.Period.From) is null)
            .DistinctBy(p => p.Provider, StringComparer.Ordinal)
            .Select(p => new ConfigurationFault(
                false,
                p.Place,
                DescribeRow(p),
                $"mff is y, and {p.Provider} has no factor on {FigureDate.Write(p.Period.From)}; the price counts as it is written"
            ));
    }

    static string DescribeRow(PriceRow price) => $"{price.List}: {PriceKey.FromRow(price)}";

    static IEnumerable<ConfigurationFault> Shorten(IEnumerable<ConfigurationFault> faults)
    {
        var all = faults.ToList();
        return all.Count <= NamedMax
            ? all
            :
            [
                .. all.Take(NamedMax),
                all[NamedMax] with
                {
                    Row = null,
                    Text = FormattableString.Invariant($"{all.Count - NamedMax} more such rows, from this one on, are not listed"),
                },
            ];
    }
}
