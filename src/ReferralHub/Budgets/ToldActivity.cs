using ReferralHub.Activity;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets;

/// <summary>
/// Counts of a practice's activity by month, specialty and provider, as they are told to one reader. They are also read added up, by month
/// and by specialty and provider: so beside each that is withheld another of its month and another of its provider is.
/// </summary>
public sealed class ToldActivity
{
    readonly IReadOnlyList<ActivityMonth> rows;
    readonly FigureReader reader;
    readonly List<FigureSum> sums;
    readonly Dictionary<string, IReadOnlyList<bool>> known = new(StringComparer.Ordinal);

    /// <param name="rows">Of one practice.</param>
    public ToldActivity(IReadOnlyList<ActivityMonth> rows, FigureReader reader)
    {
        (this.rows, this.reader) = (rows, reader);
        var places = Enumerable.Range(0, rows.Count).ToList();
        sums =
        [
            .. places.GroupBy(i => rows[i].Month).Select(g => new FigureSum([.. g])),
            .. places.GroupBy(i => (rows[i].Specialty, rows[i].Provider)).Select(g => new FigureSum([.. g])),
        ];
    }

    /// <summary>A count of one row; null when it is withheld.</summary>
    /// <param name="column">What is counted: the same name with the same count always.</param>
    public int? Tell(string column, int row, Func<ActivityMonth, int> count) =>
        IsWithheld(column, row, count) ? null : reader.Tell(count(rows[row]));

    /// <summary>Whether a count is withheld, and with it what belongs to those whom it counts.</summary>
    public bool IsWithheld(string column, int row, Func<ActivityMonth, int> count)
    {
        if (reader.IsExact)
            return false;
        if (!known.TryGetValue(column, out var withheld))
            known[column] = withheld = SecondaryWithholding.Choose([.. rows.Select(count)], sums);
        return withheld[row];
    }
}
