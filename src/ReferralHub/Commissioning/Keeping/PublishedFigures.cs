using ReferralHub.Commissioning.Figures;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Keeping;

/// <summary>
/// What a load says anew of prices and patients. Each price list that changes has an event of its own with the first day that changes, so
/// that the ledger knows at which place in the log a day that has passed got another price.
/// </summary>
static class PublishedFigures
{
    static readonly RowPlace Anywhere = new("", 0);

    public static IEnumerable<(Guid Subject, string Type, BookEventData Data)> List(Configuration before, Configuration after, Guid load)
    {
        var (was, now) = (ByList(before), ByList(after));
        foreach (var list in was.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            var (old, rows) = (was.GetValueOrDefault(list, []), now.GetValueOrDefault(list, []));
            if (old.SetEquals(rows))
                continue;
            // From the first row that was not there before, or is there no more; a set keeps no order, and needs none.
            var changed = rows.Where(r => !old.Contains(r)).Concat(old.Where(r => !rows.Contains(r)));
            yield return (
                BookSubjects.FindPriceList(list),
                BookEventTypes.PricesPublished,
                new()
                {
                    Load = load,
                    List = list,
                    Hash = FindHash(after, FigureFiles.Prices),
                    Rows = rows.Count,
                    EffectiveFrom = changed.Min(r => r.Period.From),
                }
            );
        }

        if (FindHash(after, FigureFiles.Population) is { } hash && hash != FindHash(before, FigureFiles.Population))
            yield return (
                load,
                BookEventTypes.PopulationLoaded,
                new()
                {
                    Hash = hash,
                    Rows = after.Population.Count,
                    AsOf = after.Population.Count == 0 ? null : after.Population.Max(b => b.AsOf),
                }
            );
    }

    /// <summary>Rows by their list, wherever they stand in the file.</summary>
    static Dictionary<string, HashSet<PriceRow>> ByList(Configuration configuration) =>
        configuration
            .Prices.GroupBy(p => p.List, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(p => p with { Place = Anywhere, Corrects = null }).ToHashSet(), StringComparer.Ordinal);

    static string? FindHash(Configuration configuration, string file) => configuration.Files.FirstOrDefault(f => f.Name == file)?.Sha256;
}
