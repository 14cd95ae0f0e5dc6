using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Events;

/// <summary>A row of a provider's return.</summary>
/// <param name="Row">Id, unique over all providers.</param>
/// <param name="Line">Id of the plan line that pays for it.</param>
/// <param name="Date">Day of the care.</param>
/// <param name="Pod">A code of <see cref="PointsOfDelivery"/>.</param>
/// <param name="Charged">Not below zero.</param>
public sealed record ReportedRow(string Row, string Line, DateOnly Date, CareKey Care, string Pod, Money Charged)
{
    /// <summary>What our prices say, as they stood when it was reported; null where they say nothing.</summary>
    public Money? ListPrice { get; init; }

    public string? PriceVersion { get; init; }

    /// <summary>The referral that it was matched with; null where there is none.</summary>
    public Guid? Referral { get; init; }

    /// <summary>The hub's key of the patient; null where the provider gave none.</summary>
    public string? Patient { get; init; }

    /// <summary>First day of its month.</summary>
    public DateOnly Month => Date.FirstOfMonth;
}

/// <summary>A provider reported a row. The same id again replaces the row; the same content again changes nothing.</summary>
public sealed record ActivityReported(long Position, DateOnly On, ReportedRow Row) : LedgerEvent(Position, On);

/// <summary>A later return has the row with other content, or has it no more.</summary>
/// <param name="Replacement">Null where it was withdrawn.</param>
public sealed record RowReplaced(long Position, DateOnly On, string Row, ReportedRow? Replacement) : LedgerEvent(Position, On);

/// <summary>Who pays questions a row, or questions another amount of it for the same reason.</summary>
/// <param name="Code">Why; a row has at most one challenge of each code open.</param>
/// <param name="Amount">Zero where only a fact is questioned.</param>
public sealed record ChallengeRaised(long Position, DateOnly On, string Row, string Code, Money Amount) : LedgerEvent(Position, On);

/// <summary>The provider gives up an amount.</summary>
/// <param name="Accepted">All of the challenge or a part of it; the rest counts as refused.</param>
public sealed record ChallengeAccepted(long Position, DateOnly On, string Row, string Code, Money Accepted) : LedgerEvent(Position, On);

/// <summary>The provider showed that the charge is right, or who pays withdrew the challenge.</summary>
public sealed record ChallengeRefused(long Position, DateOnly On, string Row, string Code) : LedgerEvent(Position, On);

/// <summary>What one patient cost in a year has passed the sum above which a pool pays, or has come back.</summary>
/// <param name="Moves">See <see cref="PatientCap"/>.</param>
public sealed record PatientCapPassed(long Position, DateOnly On, string PoolLine, IReadOnlyList<PoolMove> Moves)
    : LedgerEvent(Position, On);

/// <param name="Amount">Above zero: from the row's line to the pool; below zero: back.</param>
public sealed record PoolMove(string Row, Money Amount);
