using System.Globalization;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning;

/// <summary>
/// Ids by which the log knows what its events of the books are about. The same name has the same id, so that everything about one line
/// of a plan stands under one subject whoever appends it. They are of another version of UUID than ids of referrals and never meet one.
/// </summary>
public static class BookSubjects
{
    /// <param name="set">Id of the plan set.</param>
    /// <param name="holder">Id of a body, or ODS code of a practice.</param>
    public static Guid FindPlanLine(string set, string holder) => EntityId.FromName($"referralhub plan {set}/{holder}");

    /// <param name="list">Id of the price list.</param>
    public static Guid FindPriceList(string list) => EntityId.FromName($"referralhub prices {list}");

    /// <param name="month">Any day of it.</param>
    public static Guid FindMonth(DateOnly month) =>
        EntityId.FromName(string.Create(CultureInfo.InvariantCulture, $"referralhub month {month:yyyy-MM}"));
}
