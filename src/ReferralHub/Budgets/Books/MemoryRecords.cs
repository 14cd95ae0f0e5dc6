using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;

namespace ReferralHub.Budgets.Books;

/// <summary>
/// The book in memory alone, written a second time from the log to see whether it comes out the same. Postings go into the dump one after
/// the other and are not kept.
/// </summary>
sealed class MemoryRecords : BookRecords, IDisposable
{
    readonly List<MonthCloseRow> closes = [];
    readonly List<RemarkRow> remarks = [];
    readonly BookDump dump = new();

    public override LedgerBook Book { get; } = new();

    public override Task LoadAsync(Ledger.State.LedgerNeeds needs, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<IReadOnlyList<string>> ListUnfrozenAsync(DateOnly through, CancellationToken cancellationToken) =>
        Sort(Rows.Where(r => r.IsInForce && !r.IsFrozen && r.Date < through.AddMonths(1)));

    public override Task<IReadOnlyList<string>> ListRowsAsync(DateOnly from, CancellationToken cancellationToken) =>
        Sort(Rows.Where(r => r.IsInForce && r.Date >= from));

    public override Task<IReadOnlyList<Guid>> ListExpectedAsync(DateOnly before, CancellationToken cancellationToken) =>
        Sort(Components.Where(c => c.OpenPence > 0 && c.EstimatedMonth is null && c.ExpectedOn < before));

    public override Task<IReadOnlyList<Guid>> ListEstimatedAsync(CancellationToken cancellationToken) =>
        Sort(Components.Where(c => c.EstimatedMonth is not null));

    public override Task<IReadOnlyList<Guid>> ListOpenSinceAsync(DateOnly before, CancellationToken cancellationToken) =>
        Sort(Components.Where(c => c.OpenPence > 0 && c.ChosenOn < before));

    public override Task<IReadOnlyList<Guid>> ListUnpricedAsync(CancellationToken cancellationToken) =>
        Sort(Components.Where(c => c.PricePence is null && !c.HasEnded && c.LeftPerMille > 0));

    public override Task<IReadOnlyList<Guid>> ListUncoveredAsync(CancellationToken cancellationToken) =>
        Sort(Components.Where(c => c.Line == BookLines.Unattributed && !c.HasEnded));

    /// <summary>The hash of all that the book would be; nothing may be added afterwards.</summary>
    public string Finish()
    {
        foreach (var part in Components)
            dump.Add(part);
        foreach (var row in Rows)
            dump.Add(row);
        foreach (var plan in Plans)
            dump.Add(plan);
        foreach (var close in closes)
            dump.Add(close);
        foreach (var remark in remarks)
            dump.Add(remark);
        foreach (var (key, balances) in Changes.Months)
            dump.Add(key.Line, key.ActivityMonth, key.PostedMonth, balances);
        foreach (var (key, (open, unpriced)) in Changes.Opens)
            dump.Add(key.Line, key.Month, open.Pence, unpriced);
        foreach (var (key, change) in Changes.Days)
            dump.Add(key.Line, key.Provider, key.Day, change);
        foreach (var (key, balances) in Changes.Cares)
            dump.Add(key, balances);
        return dump.Finish(Book);
    }

    public void Dispose() => dump.Dispose();

    public override void Add(MonthCloseRow close) => closes.Add(close);

    protected override void Add(Posting posting) => dump.Add(PostingRow.FromPosting(posting));

    protected override void Add(ComponentRow row) { }

    protected override void Add(LedgerRow row) { }

    protected override void Add(LedgerPlanYear row) { }

    protected override void Add(RemarkRow row) => remarks.Add(row);

    static Task<IReadOnlyList<Guid>> Sort(IEnumerable<ComponentRow> parts)
    {
        var found = parts.Select(c => c.Referral).Distinct().ToList();
        found.Sort();
        return Task.FromResult<IReadOnlyList<Guid>>(found);
    }

    static Task<IReadOnlyList<string>> Sort(IEnumerable<LedgerRow> rows)
    {
        var found = rows.Select(r => r.Id).ToList();
        found.Sort(StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<string>>(found);
    }
}
