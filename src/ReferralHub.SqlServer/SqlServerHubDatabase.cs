using System.Data.Common;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using ReferralHub.Platform.Data;

namespace ReferralHub.SqlServer;

/// <summary>
/// SQL Server 2019 or later, or Azure SQL. Many processes at once; claims skip what others hold. Rows go through the
/// product's RowWriter, one prepared statement for each table.
/// </summary>
public sealed class SqlServerHubDatabase : ServerDatabase, IAsyncDisposable
{
    /// <summary>SqlClient loads it at the first parameter; some registries do not serve it.</summary>
    const string NeededAssembly = "Microsoft.SqlServer.Server";
    const int LockTimeoutMilliseconds = 5_000;
    const int ContextsKept = 64;
    static readonly int[] DuplicateKey = [2601, 2627];
    static readonly int[] Conflict = [1205, 3960];

    /// <summary>Connection lost or refused, server shutting down, out of resources, time-out, a lock that somebody holds.</summary>
    static readonly int[] Outage =
    [
        -2,
        53,
        64,
        121,
        233,
        258,
        596,
        701,
        1105,
        1222,
        6005,
        9002,
        10053,
        10054,
        10060,
        10061,
        10928,
        10929,
        11001,
        18401,
        40197,
        40501,
        40613,
        49918,
    ];

    readonly DbContextOptions<SqlServerHubDbContext> options;
    readonly PooledDbContextFactory<SqlServerHubDbContext> writers;
    readonly PooledDbContextFactory<SqlServerHubDbContext> readers;

    SqlServerHubDatabase(string connectionString)
    {
        options = new DbContextOptionsBuilder<SqlServerHubDbContext>()
            .UseSqlServer(connectionString)
            .AddInterceptors(new LockTimeout())
            .Options;
        writers = new(options, ContextsKept);
        readers = new(
            new DbContextOptionsBuilder<SqlServerHubDbContext>()
                .UseSqlServer(connectionString)
                .AddInterceptors(new LockTimeout())
                .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
                .Options,
            ContextsKept
        );
    }

    public override string ProviderName => "SqlServer";

    /// <summary>Makes the pool; connects to nothing yet.</summary>
    /// <exception cref="InvalidOperationException">This build lacks a package that SqlClient needs at run time.</exception>
    /// <exception cref="ArgumentException">The connection string cannot be used.</exception>
    public static SqlServerHubDatabase Open(string connectionString)
    {
        RefuseIncompleteBuild(NeededAssembly);
        var builder = new SqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "referralhub",
            MultipleActiveResultSets = false,
        };
        return new(builder.ToString());
    }

    /// <summary>Without it connections open and plain queries run, and the first parameter fails: on the first referral, that is.</summary>
    internal static void RefuseIncompleteBuild(string assembly)
    {
        try
        {
            Assembly.Load(assembly);
        }
        catch (FileNotFoundException)
        {
            throw new InvalidOperationException(
                $"This build of the SQL Server provider is not whole: {assembly} is missing, without which the first command with a parameter fails. Build with -p:FullFeed=true from a package source that has all of SqlClient's packages."
            );
        }
    }

    protected override HubDbContext OpenWrite() => writers.CreateDbContext();

    public override HubDbContext OpenRead() => readers.CreateDbContext();

    public override IQueryable<T> Claim<T>(HubDbContext db, IReadOnlyCollection<Guid> ids) =>
        db.Set<T>().FromSqlRaw(ClaimSql(db.Model.FindEntityType(typeof(T))!.GetTableName()!), JsonSerializer.Serialize(ids)).AsTracking();

    /// <summary>The rows that nobody else holds, locked until the transaction ends.</summary>
    internal static string ClaimSql(string table) =>
        "SELECT * FROM ["
        + table
        + "] WITH (UPDLOCK, ROWLOCK, READPAST) WHERE id IN (SELECT CAST(value AS uniqueidentifier) FROM OPENJSON({0}))";

    public override async Task<DateTime> ClockAsync(HubDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = await db.Database.SqlQuery<DateTime>($"SELECT SYSUTCDATETIME() AS Value").SingleAsync(cancellationToken);
        return new(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
    }

    public override bool IsUniqueViolation(Exception exception) => Numbers(exception).Any(DuplicateKey.Contains);

    protected override bool IsConflict(Exception exception) => Numbers(exception).Any(Conflict.Contains);

    public override bool IsOutage(Exception exception) =>
        exception is CommitUnknownException
        || Numbers(exception).Any(Outage.Contains)
        || Chain(exception).Any(e => e is SocketException or TimeoutException or IOException);

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = OpenWrite();
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await db.Database.MigrateAsync(cancellationToken);
    }

    public override async Task<string?> DurabilityFaultAsync(CancellationToken cancellationToken)
    {
        await using var db = OpenRead();
        var durability = await db
            .Database.SqlQuery<string>($"SELECT delayed_durability_desc AS Value FROM sys.databases WHERE database_id = DB_ID()")
            .SingleAsync(cancellationToken);
        var snapshot = await db
            .Database.SqlQuery<bool>($"SELECT is_read_committed_snapshot_on AS Value FROM sys.databases WHERE database_id = DB_ID()")
            .SingleAsync(cancellationToken);
        return Fault(durability, snapshot);
    }

    /// <summary>What is wrong with these settings of the database; null when nothing is.</summary>
    internal static string? Fault(string delayedDurability, bool readCommittedSnapshot) =>
        delayedDurability != "DISABLED"
            ? $"SQL Server's DELAYED_DURABILITY is {delayedDurability} for this database; an acknowledged referral could be lost in a power cut. Run ALTER DATABASE CURRENT SET DELAYED_DURABILITY = DISABLED."
        : !readCommittedSnapshot
            ? "READ_COMMITTED_SNAPSHOT is off for this database, so readers and writers would wait for each other. Run ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON."
        : null;

    public override string Script(string? from = null)
    {
        using var db = new SqlServerHubDbContext(options);
        return db.GetService<IMigrator>().GenerateScript(from, options: MigrationsSqlGenerationOptions.Idempotent);
    }

    public ValueTask DisposeAsync()
    {
        SqlConnection.ClearAllPools();
        return ValueTask.CompletedTask;
    }

    static IEnumerable<int> Numbers(Exception exception) =>
        Chain(exception).OfType<SqlException>().SelectMany(e => e.Errors.Cast<SqlError>().Select(error => error.Number));

    static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            yield return exception;
    }

    /// <summary>Waiting for a lock ends after a while on every connection, as on PostgreSQL.</summary>
    sealed class LockTimeout : Microsoft.EntityFrameworkCore.Diagnostics.DbConnectionInterceptor
    {
        public override async Task ConnectionOpenedAsync(
            DbConnection connection,
            Microsoft.EntityFrameworkCore.Diagnostics.ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SET LOCK_TIMEOUT {LockTimeoutMilliseconds}; SET XACT_ABORT ON";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
