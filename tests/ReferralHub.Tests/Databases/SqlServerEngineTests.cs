using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Databases;

/// <summary>What only SQL Server's own engine can show: locks that are skipped, deadlocks, versions of rows, collations.</summary>
public sealed class SqlServerEngineTests(SqlServerEngine engine) : IClassFixture<SqlServerEngine>
{
    [SkippableFact]
    public async Task Claim_LeavesOutWhatAnotherTransactionHolds()
    {
        await using var hub = await StartAsync();
        var ids = new List<Guid> { await hub.TakeAsync(TestReferral.Routine()), await hub.TakeAsync(TestReferral.Routine()) };

        var (mine, other) = await hub.Database.WriteAsync(
            async (db, token) =>
            {
                var first = await hub.Database.Claim<ReferralJourney>(db, [ids[0]]).Select(j => j.Id).ToListAsync(token);
                var second = await hub.Database.WriteAsync(
                    (db2, token2) => hub.Database.Claim<ReferralJourney>(db2, ids).Select(j => j.Id).ToListAsync(token2),
                    token
                );
                return (first, second);
            },
            CancellationToken.None
        );

        mine.ShouldBe([ids[0]]);
        other.ShouldBe([ids[1]]);
    }

    [SkippableFact]
    public async Task DeadlockVictim_IsDoneAgain_AndBothCount()
    {
        await using var hub = await StartAsync();
        await AddLeasesAsync(hub.Database, "a", "b");
        var (runs, holdsA, holdsB) = (0, new TaskCompletionSource(), new TaskCompletionSource());

        await Task.WhenAll(TakeBothAsync("a", "b", holdsA, holdsB), TakeBothAsync("b", "a", holdsB, holdsA));

        runs.ShouldBe(3, "one of two was the victim");

        Task TakeBothAsync(string first, string second, TaskCompletionSource mine, TaskCompletionSource others) =>
            hub.Database.WriteAsync(
                async (db, token) =>
                {
                    Interlocked.Increment(ref runs);
                    (await hub.Database.HoldLeaseAsync(db, first, 0, token)).ShouldBeTrue();
                    mine.TrySetResult();
                    await others.Task;
                    (await hub.Database.HoldLeaseAsync(db, second, 0, token)).ShouldBeTrue();
                },
                CancellationToken.None
            );
    }

    [SkippableFact]
    public async Task Reader_DoesNotWaitForAWriter_AndSeesWhatWasBefore()
    {
        await using var hub = await StartAsync();
        await AddLeasesAsync(hub.Database, "a");

        var seen = await hub.Database.WriteAsync(
            async (db, token) =>
            {
                await db.Set<Lease>().Where(l => l.Name == "a").ExecuteUpdateAsync(l => l.SetProperty(x => x.Holder, "new"), token);
                await using var reader = hub.Database.OpenRead();
                return await reader.Set<Lease>().Where(l => l.Name == "a").Select(l => l.Holder).SingleAsync(token);
            },
            CancellationToken.None
        );

        seen.ShouldBe("");
    }

    [SkippableTheory]
    [InlineData("ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT OFF WITH ROLLBACK IMMEDIATE", "READ_COMMITTED_SNAPSHOT is off")]
    [InlineData("ALTER DATABASE CURRENT SET DELAYED_DURABILITY = FORCED", "DELAYED_DURABILITY is FORCED")]
    public async Task SettingThatLosesOrBlocks_IsFoundAtStart(string change, string said)
    {
        await using var hub = await StartAsync();
        (await hub.Database.DurabilityFaultAsync(CancellationToken.None)).ShouldBeNull();

        await using (var db = hub.Database.OpenRead())
            await db.Database.ExecuteSqlRawAsync(change);

        (await hub.Database.DurabilityFaultAsync(CancellationToken.None))!.ShouldContain(said);
    }

    [SkippableFact]
    public async Task Keys_AreToldApartByCase_AndSortedByCode()
    {
        await using var hub = await StartAsync();
        string[] names = ["z", "A", "a", "Z", "ä", "é", "1", "_"];

        await AddLeasesAsync(hub.Database, names);

        await using var db = hub.Database.OpenRead();
        var read = await db.Set<Lease>().Where(l => names.Contains(l.Name)).OrderBy(l => l.Name).Select(l => l.Name).ToListAsync();
        read.ShouldBe(names.Order(StringComparer.Ordinal));
        (await db.Set<Lease>().CountAsync(l => l.Name == "a")).ShouldBe(1);
    }

    [SkippableFact]
    public async Task PagesByKey_MissNobody_ThoughTheServerSortsIdsItsOwnWay()
    {
        await using var hub = await StartAsync();
        var taken = new HashSet<Guid>();
        for (var i = 0; i < 30; i++)
            taken.Add(await hub.TakeAsync(TestReferral.Routine()));

        var seen = new List<Guid>();
        await using var db = hub.Database.OpenRead();
        for (var last = Guid.Empty; ; last = seen[^1])
        {
            var page = await db.Journeys.Where(j => j.Id > last).OrderBy(j => j.Id).Select(j => j.Id).Take(7).ToListAsync();
            if (page.Count == 0)
                break;
            seen.AddRange(page);
        }

        seen.Count.ShouldBe(taken.Count);
        seen.ShouldBe(taken, ignoreOrder: true);
    }

    [SkippableFact]
    public async Task CallerWhoGivesUp_IsNoFailureOfTheDatabase()
    {
        await using var hub = await StartAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await using var db = hub.Database.OpenRead();

        await Should.ThrowAsync<OperationCanceledException>(() =>
            db.Database.ExecuteSqlRawAsync("WAITFOR DELAY '00:00:30'", patience.Token)
        );
    }

    [SkippableFact]
    public async Task TestDatabase_IsGoneAfterTheTest()
    {
        var store = await TestDatabase.CreateOnSqlServerAsync(engine.ConnectionString);
        var name = new SqlConnectionStringBuilder(store.Settings.ConnectionString).InitialCatalog;
        (await ExistsAsync(name)).ShouldBeTrue();

        await store.DisposeAsync();

        (await ExistsAsync(name)).ShouldBeFalse();
    }

    [SkippableFact]
    public async Task Referral_GoesThroughToOptions()
    {
        await using var hub = await StartAsync("web,worker,scheduler");

        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();

        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.AwaitingChoice);
    }

    async Task<TestHub> StartAsync(string roles = "web") =>
        await TestHub.StartAsync(roles, store: await TestDatabase.CreateOnSqlServerAsync(engine.ConnectionString));

    static Task AddLeasesAsync(HubDatabase database, params string[] names) =>
        database.WriteAsync(
            (db, _) =>
            {
                db.AddRange(names.Select(n => new Lease { Name = n }));
                return Task.CompletedTask;
            },
            CancellationToken.None
        );

    async Task<bool> ExistsAsync(string name)
    {
        await using var connection = new SqlConnection(engine.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT DB_ID(@name)";
        command.Parameters.AddWithValue("@name", name);
        return await command.ExecuteScalarAsync() is not DBNull;
    }
}
