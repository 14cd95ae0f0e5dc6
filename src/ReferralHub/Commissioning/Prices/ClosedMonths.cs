using ReferralHub.Commissioning.Figures;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Prices;

/// <summary>
/// Prices and factors that reach back into months that are closed. What is closed never changes, so they are only taken from somebody who
/// says what they correct; then it is a restatement, entered in the first month that is open.
/// </summary>
static class ClosedMonths
{
    static readonly RowPlace Anywhere = new("", 0);

    /// <summary>One fault for each row that changes what a closed month cost and does not say why, with the first such month.</summary>
    /// <param name="before">The last load.</param>
    /// <param name="closed">First days of the months that are closed.</param>
    public static IEnumerable<ConfigurationFault> FindChanged(Configuration before, Configuration after, IEnumerable<DateOnly> closed)
    {
        DateOnly[] months = [.. closed.Order()];
        if (months.Length == 0)
            return [];
        var end = months[^1].AddMonths(1).AddDays(-1);
        return Find(
                [.. before.Prices.Select(FromPrice).Select(r => Cut(r, end)).OfType<PricedRow>()],
                [.. after.Prices.Select(FromPrice).Select(r => Cut(r, end)).OfType<PricedRow>()],
                months
            )
            .Concat(
                Find(
                    [.. before.Factors.Select(FromFactor).Select(r => Cut(r, end)).OfType<PricedRow>()],
                    [.. after.Factors.Select(FromFactor).Select(r => Cut(r, end)).OfType<PricedRow>()],
                    months
                )
            );
    }

    /// <param name="before">As far as it says something of the time that is closed.</param>
    static IEnumerable<ConfigurationFault> Find(List<PricedRow> before, List<PricedRow> after, DateOnly[] months)
    {
        var (was, now) = (before.Select(r => r.Text).ToHashSet(), after.Select(r => r.Text).ToHashSet());
        var earlier = before.ToLookup(r => (r.Name, r.Period.From));
        var named = after.Select(r => (r.Name, r.Period.From)).ToHashSet();
        foreach (var row in after.Where(r => !was.Contains(r.Text)))
            if (FindMonth(row.Period, months) is { } month)
                if (row.Corrects is null)
                    yield return new(
                        true,
                        row.Place,
                        row.Name,
                        $"{Say(row, month)}; let it begin later, or say what it corrects and who says so"
                    );
                // A correction stays in the file, and is no reason for the next change.
                else if (earlier[(row.Name, row.Period.From)].Any(r => r.Corrects == row.Corrects))
                    yield return new(
                        true,
                        row.Place,
                        row.Name,
                        $"{Say(row, month)}, and its correction ({row.Corrects.Reason}) was for the change before; say why"
                    );
        foreach (var row in before.Where(r => !now.Contains(r.Text) && !named.Contains((r.Name, r.Period.From))))
            if (FindMonth(row.Period, months) is { } month)
                yield return new(true, null, row.Name, $"{Say(row, month)}, and it is not there any more; bring the row back");
    }

    static string Say(PricedRow row, DateOnly month) =>
        $"the {row.What} is in force from {FigureDate.Write(row.Period.From)}, and {FigureDate.Write(month)[..7]} is closed";

    /// <summary>The first closed month on a day of which the row is in force; months are in order.</summary>
    static DateOnly? FindMonth(EffectivePeriod period, DateOnly[] months)
    {
        // The month of the first day counts, and every one that begins later.
        var first = Array.BinarySearch(months, period.From.FirstOfMonth);
        first = first < 0 ? ~first : first;
        return first < months.Length && !(period.To < months[first]) ? months[first] : null;
    }

    /// <summary>What it says of the days until then; null where it says nothing of them.</summary>
    static PricedRow? Cut(PricedRow row, DateOnly end) =>
        row.Period.From > end ? null
        : row.Period.To is { } to && to <= end ? row
        : row with { Period = new(row.Period.From, end) };

    static PricedRow FromPrice(PriceRow row) =>
        new(
            "price",
            row.Place,
            $"{row.List}: {PriceKey.FromRow(row)}",
            row.Period,
            row.Corrects,
            row with
            {
                Place = Anywhere,
                Period = default,
                Source = "",
                Corrects = null,
            }
        );

    static PricedRow FromFactor(MarketForcesFactor row) =>
        new(
            "factor",
            row.Place,
            row.Provider,
            row.Period,
            row.Corrects,
            row with
            {
                Place = Anywhere,
                Period = default,
                Source = "",
                Corrects = null,
            }
        );

    /// <param name="Content">All but place, days, source and correction.</param>
    sealed record PricedRow(string What, RowPlace Place, string Name, EffectivePeriod Period, RowCorrection? Corrects, object Content)
    {
        public (object, EffectivePeriod) Text => (Content, Period);
    }
}
