using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Books;

/// <summary>
/// The book in the database, for one batch of events in one transaction. What the events name is loaded at once, and the sums that pages
/// read are found and changed at the end: some ten queries a batch, whatever is in it.
/// </summary>
sealed class StoredRecords : BookRecords
{
    /// <summary>Parts of referrals that are tracked at a time; a close goes through all that are open.</summary>
    const int TrackedMax = 20_000;
    readonly HubDbContext db;
    readonly LedgerNeeds batch;
    int tracked;
    bool hasForgotten;

    StoredRecords(HubDbContext db, LedgerBook book, LedgerNeeds batch) => (this.db, Book, this.batch) = (db, book, batch);

    public override LedgerBook Book { get; }

    /// <param name="batch">What the events of the batch need, taken together.</param>
    public static async Task<StoredRecords> OpenAsync(HubDbContext db, LedgerNeeds batch, CancellationToken cancellationToken)
    {
        var book = await db.LedgerBooks.AsTracking().FirstOrDefaultAsync(b => b.Id == LedgerBook.TheOne, cancellationToken);
        if (book is null)
            db.LedgerBooks.Add(book = new());
        var records = new StoredRecords(db, book, batch);
        await records.LoadAsync(batch, cancellationToken);
        return records;
    }

    public override async Task LoadAsync(LedgerNeeds needs, CancellationToken cancellationToken)
    {
        if (tracked > TrackedMax)
            await ForgetAsync(cancellationToken);
        var referrals = needs.Referrals.Distinct().ToList();
        if (needs.Rows.Count > 0)
        {
            var ids = needs.Rows.Distinct(StringComparer.Ordinal).ToList();
            var rows = await db.LedgerRows.AsTracking().Where(r => ids.Contains(r.Id)).ToListAsync(cancellationToken);
            Know(rows);
            tracked += rows.Count;
            referrals = [.. referrals.Concat(rows.Select(r => r.Referral).OfType<Guid>()).Distinct()];
        }

        if (referrals.Count > 0)
        {
            var parts = await db.LedgerComponents.AsTracking().Where(c => referrals.Contains(c.Referral)).ToListAsync(cancellationToken);
            Know(parts);
            tracked += parts.Count;
        }

        if (needs.Plans.Count > 0)
        {
            var lines = needs.Plans.Select(p => p.Line).Distinct(StringComparer.Ordinal).ToList();
            Know(await db.LedgerPlanYears.AsTracking().Where(p => lines.Contains(p.Line)).ToListAsync(cancellationToken));
        }
    }

    /// <summary>After portions, of which some may have put out of mind what the events of the batch need.</summary>
    public override async Task ReturnToBatchAsync(CancellationToken cancellationToken)
    {
        if (!hasForgotten)
            return;
        await ForgetAsync(cancellationToken);
        hasForgotten = false;
        await LoadAsync(batch with { Plans = [] }, cancellationToken);
    }

    public override async Task<IReadOnlyList<string>> ListUnfrozenAsync(DateOnly through, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        var before = through.AddMonths(1);
        return await ListAsync(db.LedgerRows.Where(r => r.IsInForce && !r.IsFrozen && r.Date < before), cancellationToken);
    }

    public override async Task<IReadOnlyList<string>> ListRowsAsync(DateOnly from, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await ListAsync(db.LedgerRows.Where(r => r.IsInForce && r.Date >= from), cancellationToken);
    }

    public override async Task<IReadOnlyList<Guid>> ListExpectedAsync(DateOnly before, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await ListAsync(ExpectedBefore(db, before), cancellationToken);
    }

    public override async Task<IReadOnlyList<Guid>> ListEstimatedAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await ListAsync(db.LedgerComponents.Where(c => c.EstimatedMonth != null), cancellationToken);
    }

    public override async Task<IReadOnlyList<Guid>> ListOpenSinceAsync(DateOnly before, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await ListAsync(db.LedgerComponents.Where(c => c.OpenPence > 0 && c.ChosenOn < before), cancellationToken);
    }

    public override async Task<IReadOnlyList<Guid>> ListUnpricedAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await ListAsync(
            db.LedgerComponents.Where(c => c.PricePence == null && !c.HasEnded && c.LeftPerMille > 0),
            cancellationToken
        );
    }

    public override async Task<IReadOnlyList<Guid>> ListUncoveredAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await ListAsync(db.LedgerComponents.Where(c => c.Line == BookLines.Unattributed && !c.HasEnded), cancellationToken);
    }

    /// <summary>Parts that a close of the month before this day estimates.</summary>
    public static IQueryable<ComponentRow> ExpectedBefore(HubDbContext db, DateOnly before) =>
        db.LedgerComponents.Where(c => c.OpenPence > 0 && c.EstimatedMonth == null && c.ExpectedOn != null && c.ExpectedOn < before);

    /// <summary>Changes the sums that pages read; the caller saves.</summary>
    public Task SaveAsync(CancellationToken cancellationToken) => LineTotals.AddAsync(db, Changes, cancellationToken);

    public override void Add(MonthCloseRow close) => db.MonthCloses.Add(close);

    protected override void Add(Posting posting) => db.Postings.Add(PostingRow.FromPosting(posting));

    protected override void Add(ComponentRow row) => db.LedgerComponents.Add(row);

    protected override void Add(LedgerRow row) => db.LedgerRows.Add(row);

    protected override void Add(LedgerPlanYear row) => db.LedgerPlanYears.Add(row);

    protected override void Add(RemarkRow row) => db.LedgerRemarks.Add(row);

    async Task FlushAsync(CancellationToken cancellationToken)
    {
        await SaveAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Saves, and lets go of what many referrals and rows have taken of memory. The cursors stay tracked.</summary>
    async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        foreach (var entry in db.ChangeTracker.Entries().ToList())
            if (entry.Entity is ComponentRow or LedgerRow or PostingRow or RemarkRow)
                entry.State = EntityState.Detached;
        Forget();
        (tracked, hasForgotten) = (0, true);
    }

    static async Task<IReadOnlyList<Guid>> ListAsync(IQueryable<ComponentRow> parts, CancellationToken cancellationToken)
    {
        var found = await parts.AsNoTracking().Select(c => c.Referral).Distinct().ToListAsync(cancellationToken);
        // Each database has an order of ids of its own; postings are to have the same numbers everywhere.
        found.Sort();
        return found;
    }

    static async Task<IReadOnlyList<string>> ListAsync(IQueryable<LedgerRow> rows, CancellationToken cancellationToken)
    {
        var found = await rows.AsNoTracking().Select(r => r.Id).ToListAsync(cancellationToken);
        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
