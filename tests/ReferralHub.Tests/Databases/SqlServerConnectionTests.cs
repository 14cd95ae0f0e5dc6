using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Server.Databases.SqlServer;
using ReferralHub.Tests.Databases.Tds;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Databases;

/// <summary>
/// What the hub says over a real connection of SqlClient, and what it makes of a server's answers, held against a stub that
/// speaks the protocol and knows no SQL. What only the engine can show is in <see cref="SqlServerEngineTests"/>.
/// </summary>
public sealed class SqlServerConnectionTests : IAsyncDisposable
{
    readonly TdsStub server = new();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task EveryConnection_GivesUpWaitingForLocks_AndRollsBackWhatFails()
    {
        await using var database = SqlServerHubDatabase.Open(server.ConnectionString);
        await using var db = database.OpenRead();

        await db.Database.OpenConnectionAsync();

        server.Heard.ShouldContain(h => h.Contains("SET LOCK_TIMEOUT 10000; SET XACT_ABORT ON"));
    }

    [Theory]
    [InlineData(1205)]
    [InlineData(3960)]
    public async Task WriteThatMetAnother_IsDoneAgain(int error)
    {
        server.When("UPDATE", TdsAnswer.Rows(1).AfterError(error));
        await using var database = SqlServerHubDatabase.Open(server.ConnectionString);
        var runs = 0;

        await database.WriteAsync(
            async (db, token) =>
            {
                runs++;
                (await database.HoldLeaseAsync(db, "scheduler", 3, token)).ShouldBeTrue();
            },
            CancellationToken.None
        );

        runs.ShouldBe(2);
        server.Heard.Where(h => h is "BEGIN" or "COMMIT").ShouldBe(["BEGIN", "BEGIN", "COMMIT"]);
    }

    [Fact]
    public async Task LockThatSomebodyHolds_IsAnOutage_AndNotTriedFiveTimes()
    {
        server.When("UPDATE", TdsAnswer.Error(1222));
        await using var database = SqlServerHubDatabase.Open(server.ConnectionString);
        var runs = 0;

        var failed = await Should.ThrowAsync<Exception>(() =>
            database.WriteAsync(
                (db, token) =>
                {
                    runs++;
                    return database.HoldLeaseAsync(db, "scheduler", 3, token);
                },
                CancellationToken.None
            )
        );

        database.IsOutage(failed).ShouldBeTrue();
        runs.ShouldBe(1);
    }

    [Theory]
    [InlineData(2627)]
    [InlineData(2601)]
    public async Task SecondRowForAKey_IsKnownAsSuch(int error)
    {
        server.When("UPDATE", TdsAnswer.Error(error));
        await using var database = SqlServerHubDatabase.Open(server.ConnectionString);
        await using var db = database.OpenRead();

        var failed = await Should.ThrowAsync<Exception>(() => database.HoldLeaseAsync(db, "scheduler", 3, CancellationToken.None));

        database.IsUniqueViolation(failed).ShouldBeTrue();
        database.IsOutage(failed).ShouldBeFalse();
    }

    [Fact]
    public async Task CallerWhoGivesUpReading_IsNoFailureOfTheDatabase()
    {
        server.When("FROM [lease]", TdsAnswer.Silence);
        await using var database = SqlServerHubDatabase.Open(server.ConnectionString);
        using var patience = new CancellationTokenSource();
        await using var db = database.OpenRead();

        var reading = db.Set<Lease>().ToListAsync(patience.Token);
        await server.HeardAsync("FROM [lease]");
        await patience.CancelAsync();

        var ended = await Should.ThrowAsync<OperationCanceledException>(reading);
        database.IsCancellation(ended).ShouldBeTrue();
        server.Heard.ShouldContain("ATTENTION");
    }

    [Fact]
    public async Task CallerWhoGivesUpWriting_IsNoFailureOfTheDatabase_AndNothingIsCommitted()
    {
        server.When("UPDATE", TdsAnswer.Silence);
        await using var database = SqlServerHubDatabase.Open(server.ConnectionString);
        using var patience = new CancellationTokenSource();

        var writing = database.WriteAsync((db, token) => database.HoldLeaseAsync(db, "scheduler", 3, token), patience.Token);
        await server.HeardAsync("UPDATE");
        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(writing);
        server.Heard.ShouldNotContain("COMMIT");
    }

    [Fact]
    public async Task ServerThatIsAway_IsAnOutage()
    {
        var address = server.ConnectionString;
        await server.DisposeAsync();
        await using var database = SqlServerHubDatabase.Open(address);

        var failed = await Should.ThrowAsync<Exception>(() => database.DurabilityFaultAsync(CancellationToken.None));

        database.IsOutage(failed).ShouldBeTrue(failed.ToString());
    }
}
