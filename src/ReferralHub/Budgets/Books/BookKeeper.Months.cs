using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;

namespace ReferralHub.Budgets.Books;

/// <summary>What an event means for a whole month, or for all care that a list prices: in portions.</summary>
sealed partial class BookKeeper
{
    /// <summary>Referrals or rows in one portion.</summary>
    const int PortionMax = 500;

    async Task FreezeAsync(MonthFrozen e, CancellationToken cancellationToken)
    {
        foreach (var ids in (await records.ListUnfrozenAsync(e.Frozen, cancellationToken)).Chunk(PortionMax))
            await PostPortionAsync(e, new() { Rows = ids }, cancellationToken);
        await records.ReturnToBatchAsync(cancellationToken);
    }

    /// <summary>
    /// Estimates first, so that the month as it was closed has them; then the close; then they are commitments again, in the figures of
    /// the next month. What nobody has heard of for a year is given up at the same time.
    /// </summary>
    async Task CloseAsync(MonthClosed e, string hash, DateTime at, CancellationToken cancellationToken)
    {
        if (records.Book.ClosedThrough >= e.Closed)
        {
            Post(e);
            return;
        }

        var estimated = new MonthEstimated(e.Position, e.On, e.Closed);
        foreach (var ids in (await records.ListExpectedAsync(e.Closed.AddMonths(1), cancellationToken)).Chunk(PortionMax))
            await PostPortionAsync(estimated, new() { Referrals = ids }, cancellationToken);
        records.Add(
            new MonthCloseRow
            {
                Month = e.Closed,
                Position = e.Position,
                LastPosting = records.Book.LastPosting,
                Hash = hash,
                At = at,
            }
        );
        Post(e);
        var reversed = new EstimatesReversed(e.Position, e.On);
        foreach (var ids in (await records.ListEstimatedAsync(cancellationToken)).Chunk(PortionMax))
            await PostPortionAsync(reversed, new() { Referrals = ids }, cancellationToken);
        await ExpireAsync(e, cancellationToken);
        await records.ReturnToBatchAsync(cancellationToken);
    }

    async Task ExpireAsync(MonthClosed e, CancellationToken cancellationToken)
    {
        var before = e.On.AddDays(-CommitmentExpiry.ExpireDays);
        foreach (var ids in (await records.ListOpenSinceAsync(before, cancellationToken)).Chunk(PortionMax))
        {
            await records.LoadAsync(new() { Referrals = ids }, cancellationToken);
            foreach (var referral in ids)
                if (CommitmentExpiry.IsDue(records.Find(new() { Referrals = [referral] }).Components, e.On))
                    Post(new CommitmentExpired(e.Position, e.On, referral));
        }
    }

    /// <summary>What no plan covered when it was chosen, and one covers now: plans are often loaded when their year has begun.</summary>
    async Task CoverAsync(long position, DateOnly on, CancellationToken cancellationToken)
    {
        var uncovered = await records.ListUncoveredAsync(cancellationToken);
        if (uncovered.Count == 0)
            return;
        var read = await arrangements.FindAsync(records.Book.Load, cancellationToken);
        foreach (var ids in uncovered.Chunk(PortionMax))
        {
            await records.LoadAsync(new() { Referrals = ids }, cancellationToken);
            var received = await ReceivedDays.FindAsync(db, ids, cancellationToken);
            var parts = records
                .Find(new() { Referrals = ids })
                .Components.Where(c => c.Line == BookLines.Unattributed && !c.HasEnded)
                .Select(c => new CoveredPart(
                    c.Referral,
                    c.Pod,
                    read.FindLine(c.Care, c.Pod, received.GetValueOrDefault(c.Referral, c.ChosenOn))
                ))
                .Where(c => c.Line != BookLines.Unattributed)
                .ToList();
            if (parts.Count > 0)
                Post(new CareCovered(position, on, parts));
        }

        await records.ReturnToBatchAsync(cancellationToken);
    }

    /// <summary>Prices for days that have passed: rows of those days cost the difference, and what had no price may have one now.</summary>
    async Task PublishAsync(long position, DateOnly on, string list, DateOnly from, Guid? load, CancellationToken cancellationToken)
    {
        var read = await arrangements.FindAsync(load, cancellationToken);
        foreach (var ids in (await records.ListRowsAsync(from, cancellationToken)).Chunk(PortionMax))
        {
            await records.LoadAsync(new() { Rows = ids }, cancellationToken);
            var found = records.Find(new() { Rows = ids }).Rows.Select(r => FindPrice(read, list, r));
            foreach (var (version, prices) in ByVersion(found))
                Post(new PricesPublished(position, on, version, prices));
        }

        foreach (var ids in (await records.ListUnpricedAsync(cancellationToken)).Chunk(PortionMax))
        {
            await records.LoadAsync(new() { Referrals = ids }, cancellationToken);
            var parts = records.Find(new() { Referrals = ids }).Components.Where(c => c.IsUnpriced && c.ChosenOn >= from);
            var found = parts.Select(c =>
                read.FindPrice(c.Care, c.Pod, c.ChosenOn, c.Line) is { } p
                    ? (p.Row.Version, new ComponentPrice(c.Referral, c.Pod, p.Payable))
                    : ((string, ComponentPrice)?)null
            );
            foreach (var (version, prices) in ByVersion(found))
                Post(new PricesPublished(position, on, version, []) { Unpriced = prices });
        }

        await records.ReturnToBatchAsync(cancellationToken);
    }

    /// <summary>What a row should cost now, where it is this list's business: it has its price from it, or had.</summary>
    static (string Version, RowPrice Price)? FindPrice(ReadArrangements read, string list, RowState row)
    {
        var reported = row.Reported;
        if (read.FindPrice(reported.Care, reported.Pod, reported.Date, row.Line) is not { } found || found.Payable == row.ListPrice)
            return null;
        var isOfList = found.Row.List == list || row.PriceVersion?.StartsWith(list + "@", StringComparison.Ordinal) == true;
        return isOfList ? (found.Row.Version, new(row.Row, found.Payable)) : null;
    }

    /// <summary>
    /// By the rows of the lists that say so: one load may publish two lists, and a list has rows of several days, so the event alone does
    /// not name the price.
    /// </summary>
    static IEnumerable<(string Version, List<T> Prices)> ByVersion<T>(IEnumerable<(string Version, T Price)?> found) =>
        found
            .OfType<(string Version, T Price)>()
            .GroupBy(f => f.Version, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Select(f => f.Price).ToList()));

    async Task PostPortionAsync(LedgerEvent e, LedgerNeeds portion, CancellationToken cancellationToken)
    {
        await records.LoadAsync(portion, cancellationToken);
        records.Keep(LedgerRules.Post(records.Find(portion), e));
    }
}
