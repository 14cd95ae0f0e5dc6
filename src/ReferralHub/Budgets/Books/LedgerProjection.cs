using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Books;

/// <summary>
/// Keeps the book from the log: referrals, plans, prices and closes in the order in which they came. Made from events and kept texts
/// alone, so it can be thrown away and written again.
/// </summary>
sealed class LedgerProjection(CommissioningStore store) : IProjection
{
    /// <summary>Name of its cursor.</summary>
    public const string CursorName = "ledger";

    readonly ArrangementsByLoad arrangements = new(store.AsAsync);

    public string Name => CursorName;

    public bool Reads(LogEvent e) => BookKeeper.Reads(e);

    public async Task ProjectAsync(HubDbContext db, IReadOnlyList<LogEvent> events, CancellationToken cancellationToken)
    {
        var received = await ReceivedDays.FindAsync(db, events, cancellationToken);
        var records = await StoredRecords.OpenAsync(db, BookKeeper.FindNeeds(events), cancellationToken);
        await new BookKeeper(records, arrangements, db).ReadAsync(events, received, cancellationToken);
        await records.SaveAsync(cancellationToken);
    }

    public async Task ClearAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        await db.Postings.ExecuteDeleteAsync(cancellationToken);
        await db.LedgerComponents.ExecuteDeleteAsync(cancellationToken);
        await db.LedgerRows.ExecuteDeleteAsync(cancellationToken);
        await db.LedgerPlanYears.ExecuteDeleteAsync(cancellationToken);
        await db.LedgerRemarks.ExecuteDeleteAsync(cancellationToken);
        await db.MonthCloses.ExecuteDeleteAsync(cancellationToken);
        await db.LedgerBooks.ExecuteDeleteAsync(cancellationToken);
        await db.LineMonths.ExecuteDeleteAsync(cancellationToken);
        await db.LineCares.ExecuteDeleteAsync(cancellationToken);
        await db.LineOpens.ExecuteDeleteAsync(cancellationToken);
        await db.LineDays.ExecuteDeleteAsync(cancellationToken);
    }
}
