using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ReferralHub.Platform.Data;
using ReferralHub.Server.Databases.PostgreSql;
using ReferralHub.Server.Databases.Sqlite;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Databases;

/// <summary>
/// What counts as a database that cannot be used now, of which a sender is told to come back, and what as a refusal of what was sent.
/// </summary>
public sealed class OutageTests
{
    [Theory]
    [InlineData(5, true)] // busy
    [InlineData(7, true)] // no memory
    [InlineData(8, true)] // read only
    [InlineData(13, true)] // full
    [InlineData(14, true)] // cannot open
    [InlineData(10, false)] // I/O error: nobody knows what reached the disk
    [InlineData(19, false)] // constraint
    [InlineData(1, false)]
    public async Task Sqlite_ByCode(int code, bool isOutage)
    {
        var folder = Directory.CreateTempSubdirectory("rh-outage-");
        await using (var database = SqliteHubDatabase.Open(Path.Combine(folder.FullName, "x.db")))
        {
            database.IsOutage(new SqliteException("Planted.", code)).ShouldBe(isOutage);
            database.IsOutage(new DbUpdateException("Planted.", new SqliteException("Planted.", code))).ShouldBe(isOutage);
            database.IsOutage(new CommitUnknownException(new IOException("Planted."))).ShouldBeTrue();
        }

        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(PostgresErrorCodes.DiskFull, true)]
    [InlineData(PostgresErrorCodes.TooManyConnections, true)]
    [InlineData(PostgresErrorCodes.AdminShutdown, true)]
    [InlineData(PostgresErrorCodes.CannotConnectNow, true)]
    [InlineData(PostgresErrorCodes.QueryCanceled, true)]
    [InlineData(PostgresErrorCodes.LockNotAvailable, true)]
    [InlineData(PostgresErrorCodes.SerializationFailure, false)]
    [InlineData(PostgresErrorCodes.UniqueViolation, false)]
    [InlineData(PostgresErrorCodes.CheckViolation, false)]
    public async Task PostgreSql_ByState(string state, bool isOutage)
    {
        await using var database = PostgreSqlHubDatabase.Open("Host=127.0.0.1;Port=1");
        database.IsOutage(new DbUpdateException("Planted.", new PostgresException("Planted.", "ERROR", "ERROR", state))).ShouldBe(isOutage);
    }
}
