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

    /// <summary>A number of things that belong to so many patients; null when it is withheld with them.</summary>
    public int? Tell(int count, int patients) => Tell(patients) is null ? null : Tell(count);

    /// <summary>What so many patients' care costs. No money is told without saying how many are behind it.</summary>
    public long? TellPence(long pence, int patients) => IsExact ? pence : SmallNumbers.Disclose(pence, patients);

    /// <summary>The same as money.</summary>
    public Money? Tell(Money money, int patients) => TellPence(money.Pence, patients) is { } pence ? new Money(pence) : null;

    /// <summary>Days that so many patients waited, added up.</summary>
    public long? TellDays(int days, int patients) => IsExact ? days : SmallNumbers.Disclose(days, patients, to: 10);

    /// <summary>The count in words for a page.</summary>
    public string Show(int count) => Tell(count)?.ToString(CultureInfo.InvariantCulture) ?? SmallNumbers.Sign;

    public string Show(Money money, int patients) => SmallNumbers.Show(Tell(money, patients));
}
