using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals.Documents;
using ReferralHub.Server.Databases.PostgreSql;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Server.Databases.SqlServer;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Databases;

/// <summary>What each database must do alike; on servers also what many processes need.</summary>
public sealed class ProviderTests : IAsyncLifetime
{
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web");

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public void Migrations_AreWhatTheModelNeeds()
    {
        using var sqlite = new SqliteHubDbContext(
            new DbContextOptionsBuilder<SqliteHubDbContext>().UseSqlite("Data Source=:memory:").Options
        );
        sqlite.Database.HasPendingModelChanges().ShouldBeFalse("Sqlite");
        using var postgreSql = new PostgreSqlHubDbContext(
            new DbContextOptionsBuilder<PostgreSqlHubDbContext>().UseNpgsql("Host=x").Options
        );
        postgreSql.Database.HasPendingModelChanges().ShouldBeFalse("PostgreSql");
        using var sqlServer = new SqlServerHubDbContext(
            new DbContextOptionsBuilder<SqlServerHubDbContext>().UseSqlServer("Server=x").Options
        );
        sqlServer.Database.HasPendingModelChanges().ShouldBeFalse("SqlServer");
    }

    [Fact]
    public async Task Durability_IsChecked_AndTheSchemaIsWhole()
    {
        (await hub.Database.DurabilityFaultAsync(CancellationToken.None)).ShouldBeNull();
        (await hub.Database.PendingMigrationsAsync(CancellationToken.None)).ShouldBeEmpty();
        hub.Database.Script().ShouldContain("journey_event");
    }

    [SkippableFact]
    public async Task Claim_LeavesOutWhatAnotherTransactionHolds()
    {
        Skip.If(TestDatabase.IsSqlite, "SQLite has one writer.");
        var ids = new List<Guid> { await hub.TakeAsync(TestReferral.Routine()), await hub.TakeAsync(TestReferral.Routine()) };
        await hub.Database.WriteAsync(
            async (db, token) =>
            {
                (await hub.Database.Claim<ReferralJourney>(db, [ids[0]]).ToListAsync(token)).Count.ShouldBe(1);
                var other = await hub.Database.WriteAsync(
                    (db2, token2) => hub.Database.Claim<ReferralJourney>(db2, ids).Select(j => j.Id).ToListAsync(token2),
                    token
                );
                other.ShouldBe([ids[1]]);
            },
            CancellationToken.None
        );
    }

    [SkippableFact]
    public async Task TwoThatMeet_TheSecondStartsOver_AndBothCount()
    {
        Skip.If(TestDatabase.IsSqlite, "SQLite has one writer.");
        var id = await hub.TakeAsync(TestReferral.Routine());
        var runs = 0;
        await hub.Database.WriteAsync(
            async (db, token) =>
            {
                var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == id, token);
                // The other one is through before this one saves.
                if (++runs == 1)
                    await NoteAsync(id, token);
                hub.Get<JourneyMoves>().Note(db, journey, EventTypes.Flagged, Actor.Triage, null, journey.Received);
            },
            CancellationToken.None
        );
        runs.ShouldBe(2);
        (await hub.EventsAsync(id)).Select(e => e.Version).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task RowsOfEveryShape_AreWrittenAndReadBack()
    {
        var id = await hub.TakeAsync(TestReferral.Urgent());
        await using var db = hub.Database.OpenRead();
        var journey = await db.Journeys.FirstAsync(j => j.Id == id);
        journey.Received.Kind.ShouldBe(DateTimeKind.Utc);
        (journey.Received.Ticks % TimeSpan.TicksPerMillisecond).ShouldBe(0);
        journey.StuckSince.ShouldBeNull();
        journey.EscalateAt.ShouldBe(journey.Due);
        (await db.Set<StoredDocument>().FirstAsync(d => d.Referral == id)).Bytes.Length.ShouldBeGreaterThan(100);
        (await db.Set<ReferralHub.Choice.DirectoryService>().CountAsync(s => s.WaitDays != null)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Lease_OneHolderAtATime_AndTheFormerOneIsTurnedAway()
    {
        var leases = hub.Get<LeaseKeeper>();
        var first = await leases.TakeAsync("t", "a", TimeSpan.FromMinutes(1), CancellationToken.None);
        (await leases.TakeAsync("t", "b", TimeSpan.FromMinutes(1), CancellationToken.None)).ShouldBeNull();
        (await leases.TakeAsync("t", "a", TimeSpan.FromMinutes(1), CancellationToken.None)).ShouldBe(first);
        await leases.ReleaseAsync("t", "a", CancellationToken.None);
        await Task.Delay(5);
        var second = await leases.TakeAsync("t", "b", TimeSpan.FromMinutes(1), CancellationToken.None);
        second!.Value.ShouldBeGreaterThan(first!.Value);
        await hub.TakeAsync(TestReferral.Routine());
        await Should.ThrowAsync<LeaseLostException>(() => hub.Get<Sequencer>().StampAsync(new("t", first.Value), CancellationToken.None));
        (await hub.Get<Sequencer>().StampAsync(new("t", second.Value), CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task Find_ByTheBeginningOfAName_WhateverItsCase()
    {
        await hub.TakeAsync(TestReferral.Routine().With(r => r.Patient["name"]![0]!["family"] = "O'Brien"));
        var id = await hub.TakeAsync(TestReferral.Routine().With(r => r.Patient["name"]![0]!["family"] = "Ångström"));
        foreach (var one in new[] { id })
            await MoveToReviewAsync(one);
        var queue = hub.Get<ReferralHub.Review.Worklist.ListQueue>();
        (await queue.ListAsync(new(Find: "ång"), CancellationToken.None)).Items.Count.ShouldBe(1);
        (await queue.ListAsync(new(Find: "%"), CancellationToken.None)).Items.ShouldBeEmpty();
        (await queue.ListAsync(new(Find: "o'b"), CancellationToken.None)).Items.ShouldBeEmpty("it is not in review");
    }

    Task NoteAsync(Guid id, CancellationToken token) =>
        hub.Database.WriteAsync(
            async (db, cancel) =>
            {
                var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == id, cancel);
                hub.Get<JourneyMoves>().Note(db, journey, EventTypes.Flagged, Actor.Triage, null, journey.Received);
            },
            token
        );

    Task MoveToReviewAsync(Guid id) =>
        hub.Database.WriteAsync(
            async (db, token) =>
            {
                var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == id, token);
                hub.Get<JourneyMoves>().Move(db, journey, Stage.InReview, EventTypes.SentToReview, Actor.Triage, null, journey.Received);
            },
            CancellationToken.None
        );
}
