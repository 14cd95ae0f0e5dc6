using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Data.Scopes;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Databases.SqlServer;

/// <summary>
/// SQL Server 2019 or later, or Azure SQL. Many processes at once; claims skip what others hold. Rows go through the
/// product's RowWriter, one prepared statement for each table.
/// </summary>
public sealed class SqlServerHubDatabase : ServerDatabase, IAsyncDisposable
{
    /// <summary>Twice as long as the server takes to notice a deadlock, which is tried again; a lock that somebody holds is not.</summary>
    const int LockTimeoutMilliseconds = 10_000;
    const int ConnectSeconds = 5;
    const int PoolConnections = 40;
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
    readonly DbContextOptions<SqlServerHubDbContext> scopedOptions;

    SqlServerHubDatabase(string connectionString)
    {
        options = Configure(connectionString).Options;
        writers = new(options, ContextsKept);
        readers = new(ReadOptions(connectionString).Options, ContextsKept);
        // Not from a pool: the contexts of a pool share one model.
        scopedOptions = ReadOptions(connectionString).UseScopes().Options;
    }

    public override string ProviderName => "SqlServer";

    /// <summary>Makes the pool; connects to nothing yet.</summary>
    /// <exception cref="SettingsException">The connection string cannot be used, or this machine lacks what SqlClient needs.</exception>
    public static SqlServerHubDatabase Open(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            throw new SettingsException(
                "Database:Provider SqlServer needs Database:ConnectionString, e.g. Server=db;Database=referralhub;Integrated Security=true."
            );
        if (!MachineCulture.KnowsLanguages)
            throw new SettingsException(
                "SQL Server's client needs ICU, which this process runs without. Install it (Debian: libicu72 or later; Alpine: icu-libs "
                    + "and icu-data-full), and do not set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT. Sqlite and PostgreSql do without it."
            );
        try
        {
            return new(Settings(connectionString).ToString());
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new SettingsException($"Database:ConnectionString cannot be used: {e.Message}");
        }
    }

    /// <summary>What the operator wrote, and the hub's own choice for what was left open.</summary>
    internal static SqlConnectionStringBuilder Settings(string connectionString)
    {
        var builder = new SqlConnectionStringBuilder(connectionString) { MultipleActiveResultSets = false };
        Default("Application Name", () => builder.ApplicationName = "referralhub");
        Default("Connect Timeout", () => builder.ConnectTimeout = ConnectSeconds);
        Default("Max Pool Size", () => builder.MaxPoolSize = PoolConnections);
        return builder;

        void Default(string key, Action set)
        {
            if (!builder.ShouldSerialize(key))
                set();
        }
    }

    static DbContextOptionsBuilder<SqlServerHubDbContext> Configure(string connectionString) =>
        new DbContextOptionsBuilder<SqlServerHubDbContext>()
            // A list as one JSON parameter would have the database's own collation, and not be comparable with the columns'.
            .UseSqlServer(connectionString, server => server.UseParameterizedCollectionMode(ParameterTranslationMode.MultipleParameters))
            .AddInterceptors(new LockTimeout(), new SqlServerCancellation());

    static DbContextOptionsBuilder<SqlServerHubDbContext> ReadOptions(string connectionString) =>
        Configure(connectionString).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);

    protected override HubDbContext OpenWrite() => writers.CreateDbContext();

    public override HubDbContext OpenRead(AccessScope scope) =>
        scope.IsAll ? readers.CreateDbContext() : new SqlServerHubDbContext(scopedOptions) { Scope = scope };

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
        || exception.Find<SocketException>() is not null
        || exception.Find<TimeoutException>() is not null
        || exception.Find<IOException>() is not null;

    public override bool IsCancellation(Exception exception) =>
        base.IsCancellation(exception) || (exception.Find<SqlException>() is { } refused && SqlServerCancellation.IsCancellation(refused));

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = OpenWrite();
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await db.Database.MigrateAsync(cancellationToken);
    }

    public override async Task<string?> DurabilityFaultAsync(CancellationToken cancellationToken)
    {
        await using var db = OpenRead(AccessScope.System("asks the server about its settings"));
        var durability = await db
            .Database.SqlQuery<string>(
                $"SELECT ISNULL(MAX(delayed_durability_desc), '') AS Value FROM sys.databases WHERE database_id = DB_ID()"
            )
            .SingleAsync(cancellationToken);
        var snapshot = await db
            .Database.SqlQuery<int>(
                $"SELECT ISNULL(MAX(CAST(is_read_committed_snapshot_on AS int)), 0) AS Value FROM sys.databases WHERE database_id = DB_ID()"
            )
            .SingleAsync(cancellationToken);
        return FindFault(durability, snapshot == 1);
    }

    /// <summary>What is wrong with these settings of the database; null when nothing is.</summary>
    internal static string? FindFault(string delayedDurability, bool readCommittedSnapshot) =>
        delayedDurability.Length == 0
            ? "The server does not say what DELAYED_DURABILITY is for this database, so nothing vouches for an acknowledged referral "
                + "after a power cut. The hub needs SQL Server 2019 or later, or Azure SQL."
        : delayedDurability != "DISABLED"
            ? $"SQL Server's DELAYED_DURABILITY is {delayedDurability} for this database; an acknowledged referral could be lost in a "
                + "power cut. Run ALTER DATABASE CURRENT SET DELAYED_DURABILITY = DISABLED."
        : !readCommittedSnapshot
            ? "READ_COMMITTED_SNAPSHOT is off for this database, so readers and writers would wait for each other. "
                + "Run ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON."
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
        exception.Find<SqlException>() is { } refused ? refused.Errors.Cast<SqlError>().Select(error => error.Number) : [];

    /// <summary>Waiting for a lock ends after a while on every connection, as on PostgreSQL.</summary>
    sealed class LockTimeout : DbConnectionInterceptor
    {
        static readonly string Sql = string.Create(
            CultureInfo.InvariantCulture,
            $"SET LOCK_TIMEOUT {LockTimeoutMilliseconds}; SET XACT_ABORT ON"
        );

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Sql;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection,
            ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Sql;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
