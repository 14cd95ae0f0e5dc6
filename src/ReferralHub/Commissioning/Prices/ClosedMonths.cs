using ReferralHub.Commissioning.Figures;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Prices;

/// <summary>
/// Prices that reach back into months that are closed. What is closed never changes, so such a list is published only by somebody
/// who says what it corrects; then it is a restatement, entered in a later month.
/// </summary>
static class ClosedMonths
{
    /// <summary>One fault for each row that is in force in a closed month, with the first such month.</summary>
    /// <param name="closed">First days of the months that are closed.</param>
    public static IEnumerable<ConfigurationFault> FindReached(IEnumerable<PriceRow> published, IEnumerable<DateOnly> closed)
    {
        DateOnly[] months = [.. closed.Order()];
        foreach (var row in published)
        {
            // The month of the first day counts, and every one that begins later.
            var first = Array.BinarySearch(months, new DateOnly(row.Period.From.Year, row.Period.From.Month, 1));
            first = first < 0 ? ~first : first;
            if (first < months.Length && !(row.Period.To < months[first]))
                yield return new(
                    true,
                    row.Place,
                    $"{row.List}: {PriceKey.FromRow(row)}",
                    $"the price is in force from {FigureDate.Write(row.Period.From)}, and {FigureDate.Write(months[first])[..7]} "
                        + "is closed; let it begin later, or say what it corrects and who says so"
                );
        }
    }
}
