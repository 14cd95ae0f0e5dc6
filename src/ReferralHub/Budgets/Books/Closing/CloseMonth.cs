using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Books.Verifying;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Positions;
using ReferralHub.Commissioning;
using ReferralHub.Commissioning.Calendars;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Books.Closing;

/// <summary>Somebody wants to close a month.</summary>
/// <param name="Month">Any day of it.</param>
/// <param name="Missing">Providers whose return is declared missing, by name: ODS codes. What was expected of them is estimated.</param>
/// <param name="By">Id or ODS code of the body that closes; null for the centre.</param>
public sealed record CloseRequest(DateOnly Month, IReadOnlyList<string> Missing, Actor Actor, string? By = null)
{
    /// <summary>ODS codes for which whoever closes acts; null for the centre.</summary>
    public IReadOnlyCollection<string>? Organisations { get; init; }
}

/// <summary>What came of it.</summary>
/// <param name="Reasons">Why it was not closed; empty when it was.</param>
/// <param name="Position">Of the close in the log.</param>
/// <param name="Hash">Of the month as it was closed.</param>
/// <param name="IsOthers">It is not for them to close it, whatever its state.</param>
public sealed record CloseResult(DateOnly Month, IReadOnlyList<string> Reasons, long? Position, string? Hash, bool IsOthers = false)
{
    /// <summary>What somebody is told whose business it is not.</summary>
    public const string Others =
        "A close counts for everybody whose money is in the books, so the centre closes, or a body that closes for all the others: a "
        + "decision “close” in the commissioning arrangements says which.";
}

/// <summary>
/// Closes a month: from then on nothing is posted into it. The event carries the hash of the month with its estimates, so it must have the
/// very next place in the log after what the hash was made of. That is why it is not left to the sequencer, which waits meanwhile.
/// </summary>
public sealed class CloseMonth(HubDatabase database, CommissioningStore store, TimeProvider time)
{
    /// <summary>Whether it is theirs to close a month of the book.</summary>
    /// <param name="own">ODS codes for which somebody acts; null for the centre.</param>
    public bool IsFor(IReadOnlyCollection<string>? own, DateOnly month) => WhoCloses.May(store.Current, own, month.FirstOfMonth);

    /// <summary>Whether the month may be closed now, but for what only the whole book shows; no return is declared missing.</summary>
    public async Task<CloseConditions> ReadConditionsAsync(DateOnly month, CancellationToken cancellationToken)
    {
        await store.RefreshAsync(cancellationToken);
        await using var db = Open();
        return await FindConditionsAsync(db, month.FirstOfMonth, cancellationToken);
    }

    /// <summary>Closes the month, or says why not; then nothing has changed.</summary>
    public async Task<CloseResult> CloseAsync(CloseRequest request, CancellationToken cancellationToken)
    {
        await store.RefreshAsync(cancellationToken, isForced: true);
        var month = request.Month.FirstOfMonth;
        if (!WhoCloses.May(store.Current, request.Organisations, month))
            return new(month, [CloseResult.Others], null, null, IsOthers: true);
        IReadOnlyList<string> faults;
        await using (var db = Open())
        {
            // What can be seen at once is said before the whole book is looked through.
            var reasons = (await FindConditionsAsync(db, month, cancellationToken)).DeclareMissing(request.Missing).FindReasons();
            if (reasons.Count > 0)
                return new(month, reasons, null, null);
            // At one moment: a hub that goes on writing would otherwise seem to have sums that do not fit its postings.
            await using var moment = await database.HoldMomentAsync(db, cancellationToken);
            faults = [.. (await BookVerification.VerifyAsync(db, cancellationToken)).Faults.Select(f => f.ToString())];
        }

        return await database.WriteAsync<CloseResult>(
            (db, token) => CloseAsync(db, request with { Month = month }, faults, token),
            cancellationToken
        );
    }

    async Task<CloseResult> CloseAsync(HubDbContext db, CloseRequest request, IReadOnlyList<string> faults, CancellationToken token)
    {
        var month = request.Month;
        if (!await HoldSequencerAsync(db, token))
            return new(month, ["The log is just passing to another process. Try again."], null, null);
        // Who loads prices holds it too: none come between the conditions and the close.
        await db.HoldLockAsync(LeaseLock.Books, token);
        var conditions = (await FindConditionsAsync(db, month, token)).DeclareMissing(request.Missing) with { Faults = faults };
        if (conditions.FindReasons() is { Count: > 0 } reasons)
            return new(month, reasons, null, null);
        if (!await HoldBookAsync(db, conditions.BookPosition, token))
            return new(month, ["The book is just being written anew. Try again when it has read the whole log."], null, null);
        var hash = BalancesHash.Calculate(month, await ReadMonthsAsync(db, month, token));
        var data = new BookEventData
        {
            Month = month,
            Balances = hash,
            Position = conditions.LogPosition,
            By = request.By,
            Missing = conditions.FindMissing() is { Count: > 0 } missing ? missing : null,
        };
        var closed = await BookEvents.AppendAsync(
            db,
            BookSubjects.FindMonth(month),
            BookEventTypes.MonthClosed,
            data,
            request.Actor,
            time.UtcNow(),
            token
        );
        await Sequencer.StampNextAsync(db, closed, token);
        return new(month, [], closed.Position, hash);
    }

    /// <summary>
    /// Until the transaction ends nobody else gives places in the log, and no projection goes on; where no process does, nobody waits.
    /// </summary>
    async Task<bool> HoldSequencerAsync(HubDbContext db, CancellationToken token)
    {
        var lease = await db.Set<Lease>().AsNoTracking().FirstOrDefaultAsync(l => l.Name == Scheduler.LeaseName, token);
        return lease is null || await HubDatabase.HoldLeaseAloneAsync(db, lease.Name, lease.Token, token);
    }

    /// <summary>
    /// Until the transaction ends nobody empties the book, to have it written anew: that asks for no lease.
    /// </summary>
    static async Task<bool> HoldBookAsync(HubDbContext db, long position, CancellationToken token) =>
        await db
            .Cursors.Where(c => c.Name == LedgerProjection.CursorName && c.Position == position)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.Position, position), token) == 1;

    async Task<CloseConditions> FindConditionsAsync(HubDbContext db, DateOnly month, CancellationToken token)
    {
        var next = month.AddMonths(1);
        var book = await db.LedgerBooks.AsNoTracking().FirstOrDefaultAsync(b => b.Id == LedgerBook.TheOne, token);
        var expected = await StoredRecords.ExpectedBefore(db, next).Select(c => c.Provider).Distinct().ToListAsync(token);
        var arrived = await db
            .LedgerRows.Where(r => r.Date >= month && r.Date < next)
            .Select(r => r.Provider)
            .Distinct()
            .ToListAsync(token);
        var head = await db.Log.MaxAsync(e => e.Position, token) ?? 0;
        return new(month, WorkingDays.LocalDate(time.UtcNow()), new FinancialCalendar(store.Current).Find(month))
        {
            ClosedThrough = book?.ClosedThrough,
            FirstPosted = await BookMonths.FindFirstAsync(db, token),
            Returns = [.. expected.Order(StringComparer.Ordinal).Select(p => new ExpectedReturn(p, arrived.Contains(p), false))],
            LogPosition = head + await db.Log.CountAsync(e => e.Position == null, token),
            BookPosition = await db.FindCursorAsync(LedgerProjection.CursorName, token),
        };
    }

    /// <summary>The month with its estimates, as the book will write them when it reads of the close.</summary>
    static async Task<IEnumerable<(LineMonthKey Key, AccountBalances Balances)>> ReadMonthsAsync(
        HubDbContext db,
        DateOnly month,
        CancellationToken token
    )
    {
        var months = await db.LineMonths.AsNoTracking().Where(m => m.PostedMonth <= month).ToListAsync(token);
        var estimates = await StoredRecords
            .ExpectedBefore(db, month.AddMonths(1))
            .GroupBy(c => new { c.Line, c.ExpectedOn })
            .Select(g => new
            {
                g.Key.Line,
                g.Key.ExpectedOn,
                Pence = g.Sum(c => c.OpenPence),
            })
            .ToListAsync(token);
        return months
            .Select(m => (new LineMonthKey(m.Line, m.ActivityMonth, m.PostedMonth, null, null), m.ToBalances()))
            .Concat(
                estimates.Select(e =>
                    (
                        new LineMonthKey(e.Line, e.ExpectedOn!.Value.FirstOfMonth, month, null, null),
                        default(AccountBalances) with
                        {
                            Committed = new(-e.Pence),
                            Accrued = new(e.Pence),
                        }
                    )
                )
            );
    }

    HubDbContext Open() => database.OpenRead(AccessScope.System("whether a month may be closed hangs on the whole book"));
}
