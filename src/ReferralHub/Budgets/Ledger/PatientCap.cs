using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger;

/// <summary>
/// What one patient's care costs a line in a financial year above a sum, a pool bears, or a share of it. Only what nobody questions
/// counts, and of two rows the later one is above the cap, whichever was reported first: so the same rows give the same shares in
/// whatever order they arrived.
/// </summary>
/// <param name="Cap">A patient's cost in a year up to which the line pays alone.</param>
/// <param name="SharePerMille">Of what lies above, at most 1,000.</param>
public sealed record PatientCap(string PoolLine, Money Cap, long SharePerMille)
{
    /// <summary>How one sum is borne: the holder's part and the pool's.</summary>
    public (Money Holder, Money Pool) Split(Money cost)
    {
        var pool = FindShare(cost);
        return (cost - pool, pool);
    }

    /// <summary>
    /// What must move after a row of the patient has changed; null where nothing must.
    /// </summary>
    /// <param name="rows">All rows of the patient in the year that the line pays for and the pool covers.</param>
    public PatientCapPassed? FindMoves(long position, DateOnly on, IEnumerable<RowState> rows)
    {
        var moves = new List<PoolMove>();
        var (cost, borne) = (Money.Zero, Money.Zero);
        foreach (var row in rows.Where(r => r.IsInForce).OrderBy(r => r.Reported.Date).ThenBy(r => r.Row, StringComparer.Ordinal))
        {
            cost += row.Undisputed + row.Pooled;
            var share = FindShare(cost) - borne;
            borne += share;
            if (share != row.Pooled)
                moves.Add(new(row.Row, share - row.Pooled));
        }

        return moves.Count == 0 ? null : new(position, on, PoolLine, moves);
    }

    Money FindShare(Money cost) => cost > Cap ? (cost - Cap).Share(SharePerMille, 1000) : Money.Zero;
}
