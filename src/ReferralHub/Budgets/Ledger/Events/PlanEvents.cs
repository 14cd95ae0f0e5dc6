using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Events;

/// <summary>A line's budget for one financial year was agreed, or agreed again with another amount.</summary>
/// <param name="From">First day of the plan in that year; of a plan for several years each year is agreed by itself.</param>
/// <param name="Authority">All of it, not the difference; not below zero.</param>
public sealed record PlanAgreed(long Position, DateOnly On, string Line, DateOnly From, Money Authority) : LedgerEvent(Position, On);

/// <summary>Another plan took the place of the line's budget for a financial year.</summary>
/// <param name="From">First day of the line's plan in that year.</param>
/// <param name="EffectiveFrom">The day from which the other holds: its month shows the difference.</param>
/// <param name="Authority">What the line has for the whole year now; zero where another line has it all.</param>
public sealed record PlanSuperseded(long Position, DateOnly On, string Line, DateOnly From, DateOnly EffectiveFrom, Money Authority)
    : LedgerEvent(Position, On);

/// <summary>Lines gave a part of their budgets to a pool.</summary>
/// <param name="Contributions">By line; see <see cref="Positions.PoolContributions"/>.</param>
public sealed record PoolContributed(
    long Position,
    DateOnly On,
    string PoolLine,
    DateOnly From,
    IReadOnlyDictionary<string, Money> Contributions
) : LedgerEvent(Position, On);

/// <summary>A share of what was saved may be paid.</summary>
/// <param name="Line">The commissioner's, from which it is paid.</param>
/// <param name="Scheme">Id.</param>
public sealed record AwardApproved(long Position, DateOnly On, string Line, string Scheme, Money Amount) : LedgerEvent(Position, On);
