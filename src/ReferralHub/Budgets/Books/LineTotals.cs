using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Books;

/// <summary>Adds what a batch changed to the sums that pages read: one query for each table, and exactly the rows that change.</summary>
static class LineTotals
{
    /// <summary>The changes are taken: afterwards there are none.</summary>
    public static async Task AddAsync(HubDbContext db, LineChanges changes, CancellationToken cancellationToken)
    {
        await AddMonthsAsync(db, changes, cancellationToken);
        await AddCaresAsync(db, changes, cancellationToken);
        await AddOpensAsync(db, changes, cancellationToken);
        await AddDaysAsync(db, changes, cancellationToken);
        changes.Clear();
    }

    public static Guid FindId(LineMonthKey key) =>
        EntityId.FromName(
            string.Create(
                CultureInfo.InvariantCulture,
                $"line care {key.Line}|{key.ActivityMonth:yyyy-MM}|{key.PostedMonth:yyyy-MM}|{key.Care?.Practice}|{key.Care?.Provider}|"
            ) + $"{key.Care?.Tfc}|{key.Care?.Source}|{key.Component}"
        );

    static async Task AddMonthsAsync(HubDbContext db, LineChanges changes, CancellationToken cancellationToken)
    {
        if (changes.Months.Count == 0)
            return;
        var lines = changes.Months.Keys.Select(k => k.Line).Distinct(StringComparer.Ordinal).ToList();
        var months = changes.Months.Keys.Select(k => k.ActivityMonth).Distinct().ToList();
        var there = (
            await db
                .LineMonths.AsTracking()
                .Where(m => lines.Contains(m.Line) && months.Contains(m.ActivityMonth))
                .ToListAsync(cancellationToken)
        ).ToDictionary(m => (m.Line, m.ActivityMonth, m.PostedMonth));
        foreach (var (key, balances) in changes.Months)
        {
            if (!there.TryGetValue(key, out var row))
                db.LineMonths.Add(
                    row = new()
                    {
                        Line = key.Line,
                        Holder = BookLines.FindHolder(key.Line),
                        ActivityMonth = key.ActivityMonth,
                        PostedMonth = key.PostedMonth,
                    }
                );
            row.Add(balances);
        }
    }

    static async Task AddCaresAsync(HubDbContext db, LineChanges changes, CancellationToken cancellationToken)
    {
        if (changes.Cares.Count == 0)
            return;
        var byId = changes.Cares.ToDictionary(c => FindId(c.Key));
        var ids = byId.Keys.ToList();
        var there = await db.LineCares.AsTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
        foreach (var (id, (key, balances)) in byId)
        {
            if (!there.TryGetValue(id, out var row))
                db.LineCares.Add(
                    row = new()
                    {
                        Id = id,
                        Line = key.Line,
                        Holder = BookLines.FindHolder(key.Line),
                        ActivityMonth = key.ActivityMonth,
                        PostedMonth = key.PostedMonth,
                        Practice = key.Care?.Practice,
                        Provider = key.Care?.Provider,
                        Tfc = key.Care?.Tfc,
                        Source = key.Care?.Source,
                        Component = key.Component,
                    }
                );
            row.Add(balances);
        }
    }

    static async Task AddOpensAsync(HubDbContext db, LineChanges changes, CancellationToken cancellationToken)
    {
        var changed = changes.Opens.Where(o => o.Value != default).ToList();
        if (changed.Count == 0)
            return;
        var lines = changed.Select(o => o.Key.Line).Distinct(StringComparer.Ordinal).ToList();
        var months = changed.Select(o => o.Key.Month).Distinct().ToList();
        var there = (
            await db.LineOpens.AsTracking().Where(o => lines.Contains(o.Line) && months.Contains(o.Month)).ToListAsync(cancellationToken)
        ).ToDictionary(o => (o.Line, o.Month));
        foreach (var (key, (open, unpriced)) in changed)
        {
            if (!there.TryGetValue(key, out var row))
                db.LineOpens.Add(
                    row = new()
                    {
                        Line = key.Line,
                        Holder = BookLines.FindHolder(key.Line),
                        Month = key.Month,
                    }
                );
            row.OpenPence = checked(row.OpenPence + open.Pence);
            row.Unpriced += unpriced;
        }
    }

    static async Task AddDaysAsync(HubDbContext db, LineChanges changes, CancellationToken cancellationToken)
    {
        var byId = changes
            .Days.Where(d => d.Value != default)
            .ToDictionary(d =>
                EntityId.FromName(FormattableString.Invariant($"line day {d.Key.Line}|{d.Key.Provider}|{d.Key.Day:yyyy-MM-dd}"))
            );
        if (byId.Count == 0)
            return;
        var ids = byId.Keys.ToList();
        var there = await db.LineDays.AsTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancellationToken);
        foreach (var (id, (key, change)) in byId)
        {
            if (!there.TryGetValue(id, out var row))
                db.LineDays.Add(
                    row = new()
                    {
                        Id = id,
                        Line = key.Line,
                        Holder = BookLines.FindHolder(key.Line),
                        Provider = key.Provider,
                        Day = key.Day,
                    }
                );
            row.Add(change);
        }
    }
}
