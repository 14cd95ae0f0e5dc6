using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Books;

/// <summary>What the kept book and the one written anew from the log come to.</summary>
/// <param name="Position">Up to where the log was read: as far as the kept book has.</param>
/// <param name="Postings">How many the kept book has.</param>
/// <param name="Kept">Hash of the kept book.</param>
/// <param name="Rebuilt">Hash of the other.</param>
public sealed record BookRebuildResult(long Position, long Events, long Postings, string Kept, string Rebuilt)
{
    public bool IsEqual => Kept == Rebuilt;
}

/// <summary>
/// I-11: the book written a second time, from the log and the kept texts of arrangements, is the book that is kept, row for row. Nothing
/// is changed; a hub may be running meanwhile, because the other is read as far as the kept one has come.
/// </summary>
public static class BookRebuild
{
    const int EventsMax = 2_000;

    /// <param name="db">One that stays at one moment while it is read.</param>
    public static async Task<BookRebuildResult> CheckAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        var through = await db.FindCursorAsync(LedgerProjection.CursorName, cancellationToken);
        var (kept, postings) = await DumpAsync(db, cancellationToken);
        using var records = new MemoryRecords();
        var keeper = new BookKeeper(records, FindArrangements(db), db);
        var (position, events) = (0L, 0L);
        while (position < through)
        {
            var (from, to) = (position, Math.Min(position + EventsMax, through));
            var read = await db
                .Log.AsNoTracking()
                .Where(e => e.Position > from && e.Position <= to)
                .OrderBy(e => e.Position)
                .ToListAsync(cancellationToken);
            var own = read.FindAll(BookKeeper.Reads);
            await keeper.ReadAsync(own, await ReceivedDays.FindAsync(db, own, cancellationToken), cancellationToken);
            (position, events) = (to, events + own.Count);
        }

        return new(through, events, postings, kept, records.Finish());
    }

    /// <summary>Arrangements of each load, from the texts that are kept.</summary>
    internal static ArrangementsByLoad FindArrangements(HubDbContext db) =>
        new(
            async (load, token) =>
                await KeptLoads.ReadAsync(
                    db,
                    await db.CommissioningLoads.AsNoTracking().FirstOrDefaultAsync(l => l.Id == load, token)
                        ?? throw new ReferenceDataException("commissioning_load", null, $"there is no load {load}"),
                    token
                )
        );

    static async Task<(string Hash, long Postings)> DumpAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        using var dump = new BookDump();
        await foreach (var row in db.Postings.AsNoTracking().OrderBy(p => p.Number).AsAsyncEnumerable().WithCancellation(cancellationToken))
            dump.Add(row);
        await foreach (var row in db.LedgerComponents.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            dump.Add(row);
        await foreach (var row in db.LedgerRows.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            dump.Add(row);
        foreach (var row in await db.LedgerPlanYears.AsNoTracking().ToListAsync(cancellationToken))
            dump.Add(row);
        foreach (var row in await db.MonthCloses.AsNoTracking().ToListAsync(cancellationToken))
            dump.Add(row);
        foreach (var row in await db.LedgerRemarks.AsNoTracking().ToListAsync(cancellationToken))
            dump.Add(row);
        await AddSumsAsync(db, dump, cancellationToken);
        var book = await db.LedgerBooks.AsNoTracking().FirstOrDefaultAsync(cancellationToken) ?? new LedgerBook();
        return (dump.Finish(book), dump.Postings);
    }

    static async Task AddSumsAsync(HubDbContext db, BookDump dump, CancellationToken cancellationToken)
    {
        await foreach (var row in db.LineMonths.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            dump.Add(row.Line, row.ActivityMonth, row.PostedMonth, row.ToBalances());
        await foreach (var row in db.LineOpens.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            dump.Add(row.Line, row.Month, row.OpenPence, row.Unpriced);
        await foreach (var row in db.LineDays.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            dump.Add(row.Line, row.Provider, row.Day, row.ToChange());
        await foreach (var row in db.LineCares.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            dump.Add(row.ToKey(), row.ToBalances());
    }
}
