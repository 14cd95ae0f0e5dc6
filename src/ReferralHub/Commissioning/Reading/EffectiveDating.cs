using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Reading;

/// <summary>What rows with the same id mean.</summary>
static class EffectiveDating
{
    /// <summary>
    /// Ends each row the day before the next one with the same id begins. Two that begin on one day are a fault: which of them is
    /// meant cannot be known.
    /// </summary>
    /// <returns>The rows in the order in which they came.</returns>
    public static List<T> EndEarlier<T>(
        IReadOnlyList<T> rows,
        Func<T, string> id,
        Func<T, EffectivePeriod> period,
        Func<T, RowPlace> place,
        Func<T, EffectivePeriod, T> end,
        List<ConfigurationFault> faults
    )
    {
        var ended = rows.ToList();
        foreach (var same in Enumerable.Range(0, rows.Count).GroupBy(i => id(rows[i]), StringComparer.Ordinal))
        {
            var byDay = same.OrderBy(i => period(rows[i]).From).ToList();
            foreach (var (earlier, later) in byDay.Zip(byDay.Skip(1)))
            {
                var (was, from) = (period(rows[earlier]), period(rows[later]).From);
                if (was.From == from)
                {
                    var (first, second) = earlier < later ? (earlier, later) : (later, earlier);
                    faults.AddError(
                        place(rows[second]),
                        same.Key,
                        $"{same.Key} begins on {from:yyyy-MM-dd} twice, also at {place(rows[first])}; take one out, or give it a later from"
                    );
                }
                else if (was.To is not { } to || to >= from)
                    ended[earlier] = end(rows[earlier], was with { To = from.AddDays(-1) });
            }
        }

        return ended;
    }

    /// <summary>Makes a fault of every row whose id another one has already.</summary>
    public static void RefuseTwice<T>(IEnumerable<T> rows, Func<T, string> id, Func<T, RowPlace> place, List<ConfigurationFault> faults)
    {
        var first = new Dictionary<string, RowPlace>(StringComparer.Ordinal);
        foreach (var row in rows)
            if (!first.TryAdd(id(row), place(row)))
                faults.AddError(
                    place(row),
                    id(row),
                    $"the id {id(row)} stands at {first[id(row)]} already; give one of the two another id"
                );
    }
}
