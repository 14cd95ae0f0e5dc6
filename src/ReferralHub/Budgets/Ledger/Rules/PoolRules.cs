using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger.Rules;

/// <summary>Money between a line and a pool: always two postings of one amount, one in each line, opposite ways, with one id.</summary>
static class PoolRules
{
    public static void Contribute(LedgerDraft draft, PoolContributed e)
    {
        foreach (var (line, amount) in e.Contributions.OrderBy(c => c.Key, StringComparer.Ordinal))
            if (amount < Money.Zero || line == e.PoolLine)
                draft.Remark(RemarkKind.NotPosted, $"{line} cannot give {amount} to {e.PoolLine}.");
            else
                draft.PostPair(
                    new(
                        0,
                        line,
                        LedgerAccount.Free,
                        LedgerAccount.Plan,
                        amount,
                        e.From.FirstOfMonth,
                        default,
                        0,
                        new(PostingReason.PoolContributed, e.PoolLine)
                    ),
                    e.PoolLine
                );
    }

    public static void Share(LedgerDraft draft, PatientCapPassed e)
    {
        foreach (var move in e.Moves)
            if (draft.FindRow(move.Row) is { } row)
                Share(draft, e.PoolLine, row, move.Amount);
    }

    /// <summary>Whatever a pool bears of a row goes back to the row's line, before the row changes.</summary>
    public static RowState BringBack(LedgerDraft draft, RowState row) =>
        row.PoolLine is { } pool ? Move(draft, pool, row, -row.Pooled) : row;

    static void Share(LedgerDraft draft, string pool, RowState row, Money amount)
    {
        var isPossible = pool != row.Line && (row.PoolLine ?? pool) == pool && amount <= row.Undisputed && -amount <= row.Pooled;
        if (isPossible)
            Move(draft, pool, row, amount);
        else
            draft.Remark(RemarkKind.NotPosted, $"{pool} cannot bear {amount} more of this row.", row: row.Row);
    }

    static RowState Move(LedgerDraft draft, string pool, RowState row, Money amount)
    {
        var why = new PostingWhy(PostingReason.CapPassed, pool);
        draft.PostPair(
            amount < Money.Zero
                ? LedgerDraft.Describe(row, row.Line, LedgerAccount.Free, row.Account, -amount, why)
                : LedgerDraft.Describe(row, row.Line, row.Account, LedgerAccount.Free, amount, why),
            pool
        );
        var pooled = row.Pooled + amount;
        return draft.Keep(
            row with
            {
                Undisputed = row.Undisputed - amount,
                Pooled = pooled,
                PoolLine = pooled == Money.Zero ? null : pool,
            }
        );
    }
}
