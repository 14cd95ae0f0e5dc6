using System.Globalization;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;

namespace ReferralHub.Budgets;

/// <summary>
/// How a reader is told the figures of practices: the practice itself and the centre exactly, anybody else without small numbers and
/// rounded.
/// </summary>
/// <param name="scope">The reader's.</param>
public sealed class FigureReader(AccessScope scope)
{
    public AccessScope Scope => scope;

    public bool IsExact => scope.Kind is ScopeKind.All or ScopeKind.Practices;

    /// <summary>Whether a practice is one of theirs; another practice is to them like one that does not exist.</summary>
    public bool Knows(string practice) => scope.IsAll || scope.Practices.Contains(practice, StringComparer.OrdinalIgnoreCase);

    /// <summary>The count as they may read it; null when it is withheld.</summary>
    public int? Tell(int count) => IsExact ? count : SmallNumbers.Disclose(count);

    /// <summary>A total of many patients' prices.</summary>
    public Money Tell(Money total) => IsExact ? total : SmallNumbers.Disclose(total);

    /// <summary>What so many patients' care costs.</summary>
    public long? TellPence(long pence, int patients) => IsExact ? pence : SmallNumbers.Disclose(pence, patients);

    /// <summary>Days that so many patients waited, added up.</summary>
    public long? TellDays(int days, int patients) => IsExact ? days : SmallNumbers.Disclose(days, patients, to: 10);

    public BudgetPosition Tell(BudgetPosition position) =>
        IsExact
            ? position
            : position with
            {
                Committed = Tell(position.Committed),
                Last13Weeks = Tell(position.Last13Weeks),
                Forecast = Tell(position.Forecast),
            };

    /// <summary>The count in words for a page.</summary>
    public string Show(int count) => Tell(count)?.ToString(CultureInfo.InvariantCulture) ?? SmallNumbers.Sign;

    public string Show(Money money, int patients) =>
        TellPence(money.Pence, patients) is { } pence ? new Money(pence).ToString() : SmallNumbers.Sign;
}
