using ReferralHub.Commissioning.Model;
using ReferralHub.Platform.Access;

namespace ReferralHub.Budgets.Positions;

/// <summary>
/// Whose lines a reader may see. The centre sees all. A practice sees those that it holds itself: what its locality has is also what others
/// have. A commissioner, or a reader registered for figures, sees those of its practices, and those of a body of which every practice is
/// one of its own.
/// </summary>
/// <param name="day">Whose bodies belonged to whom counts on this day.</param>
sealed class ReadableLines(Configuration configuration, AccessScope scope, DateOnly day)
{
    readonly BodyPractices? bodies = scope.Kind == ScopeKind.Figures ? BodyPractices.GetOrCreate(configuration, day) : null;

    /// <param name="holder">Id of a body, or ODS code of a practice.</param>
    public bool Includes(string holder) =>
        scope.IsAll
        || (
            scope.Kind is ScopeKind.Practices or ScopeKind.Figures
            && holder.Length > 0
            && (IsOwn(holder) || bodies?.FindBelow(holder)?.All(IsOwn) == true)
        );

    bool IsOwn(string id) => scope.Practices.Contains(bodies?.FindCode(id) ?? id, StringComparer.OrdinalIgnoreCase);
}
