using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;

namespace ReferralHub.Budgets.Books.Closing;

/// <summary>
/// A close is for everybody whose money is in the book, and it is never undone. So the centre closes, or a body whose money all of it is,
/// or one that the others have close for them: a decision <c>close</c> of the arrangements, with <c>agentFor</c>.
/// </summary>
static class WhoCloses
{
    /// <param name="own">ODS codes for which somebody acts; null for the centre.</param>
    public static bool May(Configuration configuration, IReadOnlyCollection<string>? own, DateOnly month)
    {
        if (own is null)
            return true;
        var memberships = new Memberships(configuration);
        var commissioners = configuration
            .PlanSets.Where(s => !s.IsExample && s.Period.From < month.AddMonths(1) && s.Period.To >= month)
            .Select(s => s.Commissioner)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var decision in configuration.Decisions.Where(d => d.What == "close" && IsOwn(d.Decides)))
            commissioners.ExceptWith(decision.AgentFor);
        return commissioners.Count > 0 && commissioners.All(IsOwn);

        bool IsOwn(string body) =>
            own.Contains(body, StringComparer.OrdinalIgnoreCase)
            || (memberships.FindBody(body, month)?.Ods is { } ods && own.Contains(ods, StringComparer.OrdinalIgnoreCase));
    }
}
