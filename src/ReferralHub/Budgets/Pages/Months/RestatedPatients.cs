using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Positions;

namespace ReferralHub.Budgets.Pages.Months;

/// <summary>How many patients are behind the figures of a closed month: entries and parts of care of one patient may be many.</summary>
/// <param name="AsClosed">Behind what it was closed at.</param>
/// <param name="AsRestated">Behind what it comes to now.</param>
/// <param name="Change">Behind the difference: those of whom something else is counted now.</param>
/// <param name="Causes">By cause.</param>
public sealed record RestatedPatients(int AsClosed, int AsRestated, int Change, IReadOnlyDictionary<PostingWhy, int> Causes)
{
    /// <summary>Nobody: then nothing is told but what is nought.</summary>
    public static readonly RestatedPatients Nobody = new(0, 0, 0, new Dictionary<PostingWhy, int>());

    /// <param name="parts">Of the month, of all lines that the reader may see.</param>
    internal static RestatedPatients Count(IReadOnlyList<PatientPart> parts)
    {
        var later = parts.Where(p => p.PostedMonth > p.ActivityMonth).ToList();
        return new(
            PatientPart.Count(parts.Where(p => p.PostedMonth == p.ActivityMonth), b => b.Spent),
            PatientPart.Count(parts, b => b.Spent),
            PatientPart.Count(later, b => b.Spent),
            later.GroupBy(p => p.Why).ToDictionary(g => g.Key, g => PatientPart.Count(g, b => b.Spent))
        );
    }
}
