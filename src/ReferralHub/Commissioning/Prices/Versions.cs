using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Prices;

/// <summary>A row with the days on which it is really in force, after later rows have ended it.</summary>
readonly record struct Version<T>(T Row, EffectivePeriod Period);

/// <summary>
/// Rows that stand for one thing, one after the other: of two, the one that begins later ends the other the day before.
/// All are sorted by the day they begin, so that the one in force on a day is found by halving.
/// </summary>
static class Versions
{
    /// <summary>Ends each row before the next that begins later. Rows that begin on one day stay side by side, in their order.</summary>
    public static List<Version<T>> EndEarlier<T>(IEnumerable<T> rows, Func<T, EffectivePeriod> period)
    {
        var versions = rows.Select(r => new Version<T>(r, period(r))).OrderBy(v => v.Period.From).ToList();
        DateOnly? next = null;
        DateOnly? later = null;
        for (var i = versions.Count - 1; i >= 0; i--)
        {
            var (row, days) = versions[i];
            if (days.From != next)
                (later, next) = (next, days.From);
            if (later is { } begins && !(days.To < begins))
                versions[i] = new(row, days with { To = begins.AddDays(-1) });
        }

        return versions;
    }

    /// <summary>
    /// Pairs that are in force on one day, with the first such day, in one sweep: each row is held against the one that lasts longest
    /// among those that began before. That names every row that begins while another is in force, once.
    /// </summary>
    /// <param name="sorted">By the day they begin.</param>
    public static IEnumerable<(T First, T Second, DateOnly Day)> FindOverlaps<T>(IReadOnlyList<Version<T>> sorted)
    {
        if (sorted.Count == 0)
            yield break;
        var longest = sorted[0];
        foreach (var version in sorted.Skip(1))
        {
            if (longest.Period.Covers(version.Period.From))
                yield return (longest.Row, version.Row, version.Period.From);
            if (longest.Period.To is { } end && !(version.Period.To <= end))
                longest = version;
        }
    }

    /// <summary>The days on which some row is in force, as periods without overlaps that each stand for one of their rows.</summary>
    public static Version<T>[] Unite<T>(IEnumerable<Version<T>> versions)
    {
        var united = new List<Version<T>>();
        foreach (var version in versions.OrderBy(v => v.Period.From))
            if (united.Count == 0 || !united[^1].Period.Covers(version.Period.From))
                united.Add(version);
            else if (united[^1].Period.To is { } end && !(version.Period.To <= end))
                united[^1] = united[^1] with { Period = united[^1].Period with { To = version.Period.To } };
        return [.. united];
    }

    /// <summary>The row in force on a day.</summary>
    /// <param name="sorted">By the day they begin, without overlaps.</param>
    public static T? Find<T>(Version<T>[] sorted, DateOnly day)
        where T : class
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle].Period.From <= day)
                low = middle + 1;
            else
                high = middle;
        }

        return low > 0 && sorted[low - 1].Period.Covers(day) ? sorted[low - 1].Row : null;
    }
}
