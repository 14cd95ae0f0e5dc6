using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Kernel;
using ReferralHub.Platform.Log;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>Has the book read the log in batches of a test's own choosing, also as a process does that dies in the middle.</summary>
static class BookCuts
{
    /// <summary>Gives places to whatever waits for one.</summary>
    public static async Task GivePlacesAsync(this TestHub hub)
    {
        while (await hub.Get<Sequencer>().StampAsync(null, CancellationToken.None) > 0) { }
    }

    /// <summary>Reads the log to its end.</summary>
    /// <param name="cut">Events in one transaction at most.</param>
    public static async Task ReadBookAsync(this TestHub hub, Func<int> cut)
    {
        await hub.GivePlacesAsync();
        while (await hub.ReadBatchAsync(cut(), null) > 0) { }
    }

    /// <summary>Empties the book and has it read the whole log again.</summary>
    /// <param name="alter">What the reader makes of an event, where it makes a mistake.</param>
    public static async Task ReadAnewAsync(this TestHub hub, int cut, Func<LogEvent, IEnumerable<LogEvent>>? alter = null)
    {
        var runner = hub.Get<ProjectionRunner>();
        await runner.RebuildAsync(FindLedger(hub), CancellationToken.None);
        while (await hub.ReadBatchAsync(cut, alter) > 0) { }
    }

    /// <summary>Reads a batch and dies before it is committed: nothing of it may be there afterwards.</summary>
    public static async Task ReadAndDieAsync(this TestHub hub, int cut)
    {
        try
        {
            await hub.ReadBatchAsync(cut, null, dies: true);
        }
        catch (DiedException) { }
    }

    /// <summary>Loads have ids of their own each time; with others the same history has the same book to the last byte.</summary>
    public static Task NameLoadsAsync(this TestHub hub) =>
        hub.Database.WriteAsync(
            async (db, token) =>
            {
                foreach (var load in await db.CommissioningLoads.AsNoTracking().ToListAsync(token))
                {
                    var id = EntityId.FromName($"load {load.Number}");
                    await db.Log.Where(e => e.Referral == load.Id).ExecuteUpdateAsync(e => e.SetProperty(x => x.Referral, id), token);
                    var (was, now) = (load.Id.ToString(), id.ToString());
                    foreach (var e in await db.Log.AsNoTracking().Where(e => e.Data.Contains(was)).ToListAsync(token))
                    {
                        var data = e.Data.Replace(was, now, StringComparison.Ordinal);
                        await db.Log.Where(x => x.Id == e.Id).ExecuteUpdateAsync(x => x.SetProperty(y => y.Data, data), token);
                    }

                    await db.CommissioningLoads.Where(l => l.Id == load.Id).ExecuteUpdateAsync(l => l.SetProperty(x => x.Id, id), token);
                }
            },
            CancellationToken.None
        );

    public static async Task<string> DumpBookAsync(this TestHub hub)
    {
        await using var db = hub.Database.OpenRead();
        return (await BookRebuild.CheckAsync(db, CancellationToken.None)).Kept;
    }

    static Task<int> ReadBatchAsync(this TestHub hub, int cut, Func<LogEvent, IEnumerable<LogEvent>>? alter, bool dies = false) =>
        hub.Database.WriteAsync(
            async (db, token) =>
            {
                var ledger = FindLedger(hub);
                var cursor = await db.CursorAsync(ledger.Name, token);
                var from = cursor.Position;
                var events = await db
                    .Log.AsNoTracking()
                    .Where(e => e.Position > from)
                    .OrderBy(e => e.Position)
                    .Take(cut)
                    .ToListAsync(token);
                if (events.Count == 0)
                    return 0;
                if (events.SelectMany(e => alter?.Invoke(e) ?? [e]).Where(ledger.Reads).ToList() is { Count: > 0 } own)
                    await ledger.ProjectAsync(db, own, token);
                cursor.Position = events[^1].Position!.Value;
                if (!dies)
                    return events.Count;
                await db.SaveChangesAsync(token);
                throw new DiedException();
            },
            CancellationToken.None
        );

    static IProjection FindLedger(TestHub hub) =>
        hub.Get<ProjectionRunner>().Projections.Single(p => p.Name == LedgerProjection.CursorName);

    sealed class DiedException : Exception;
}
