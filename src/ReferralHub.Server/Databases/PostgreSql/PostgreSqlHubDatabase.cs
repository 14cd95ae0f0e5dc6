using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Server.Databases.PostgreSql;

/// <summary>PostgreSQL 13 or later. Many processes at once; claims skip what others hold.</summary>
public sealed class PostgreSqlHubDatabase : ServerDatabase, IAsyncDisposable
{
    const int PoolConnections = 40;
    const int ConnectSeconds = 5;
    const int CommandSeconds = 30;
    const int PreparedStatements = 200;
    const int ContextsKept = 64;

    /// <summary>
    /// Server-side limits of each session, unless the connection string sets its own: a forgotten transaction must not hold locks or
    /// vacuum back.
    /// </summary>
    const string SessionLimits = "-c statement_timeout=20000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=15000";

    /// <summary>
    /// All reads go by index and most hit memory; at the server's default cost of a page it would rather read whole tables.
    /// </summary>
    const string SessionCosts = "-c random_page_cost=1.1";

    readonly NpgsqlDataSource source;
    readonly DbContextOptions<PostgreSqlHubDbContext> options;
    readonly PooledDbContextFactory<PostgreSqlHubDbContext> writers;
    readonly PooledDbContextFactory<PostgreSqlHubDbContext> readers;
    readonly DbContextOptions<PostgreSqlHubDbContext> scopedOptions;

    PostgreSqlHubDatabase(NpgsqlDataSource source)
    {
        this.source = source;
        options = new DbContextOptionsBuilder<PostgreSqlHubDbContext>().UseNpgsql(source).Options;
        writers = new(options, ContextsKept);
        readers = new(ReadOptions(source).Options, ContextsKept);
        // Not from a pool: the contexts of a pool share one model.
        scopedOptions = ReadOptions(source).UseScopes().Options;
    }

    static DbContextOptionsBuilder<PostgreSqlHubDbContext> ReadOptions(NpgsqlDataSource source) =>
        new DbContextOptionsBuilder<PostgreSqlHubDbContext>().UseNpgsql(source).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);

    public override string ProviderName => "PostgreSql";

    /// <summary>Makes the pool; connects to nothing yet.</summary>
    /// <exception cref="SettingsException">The connection string cannot be used.</exception>
    public static PostgreSqlHubDatabase Open(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            throw new SettingsException(
                "Database:Provider PostgreSql needs Database:ConnectionString, e.g. Host=db;Database=referralhub;Username=referralhub."
            );
        try
        {
            var source = new NpgsqlDataSourceBuilder(Settings(connectionString).ToString());
            return new(
                source.ConnectionStringBuilder.Host?.Contains(',', StringComparison.Ordinal) == true
                    ? source.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary)
                    : source.Build()
            );
        }
        catch (ArgumentException e)
        {
            throw new SettingsException($"Database:ConnectionString cannot be used: {e.Message}");
        }
    }

    /// <summary>What the operator wrote, and the hub's own choice for all that was left open.</summary>
    internal static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        // Not ContainsKey, which is true of every name there is.
        var named = given.Keys.Cast<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = given.ApplicationName ?? "referralhub",
            Options = $"{SessionLimits} {SessionCosts} {given.Options}".TrimEnd(),
            IncludeErrorDetail = false,
        };
        Default("Timeout", () => builder.Timeout = ConnectSeconds);
        Default("Command Timeout", () => builder.CommandTimeout = CommandSeconds);
        Default("Maximum Pool Size", () => builder.MaxPoolSize = PoolConnections);
        Default("Max Auto Prepare", () => builder.MaxAutoPrepare = PreparedStatements);
        Default("Auto Prepare Min Usages", () => builder.AutoPrepareMinUsages = 2);
        // Without Kerberos there is nothing to ask libgssapi for, and where it is not installed the runtime complains of it at each start.
        Default("GSS Encryption Mode", () => builder.GssEncryptionMode = GssEncryptionMode.Disable);
        // Sessions keep nothing that another use could stumble on.
        Default("No Reset On Close", () => builder.NoResetOnClose = true);
        // A server that vanished without a word is noticed within half a minute instead of hours.
        Default("Tcp Keepalive Time", () => (builder.TcpKeepAlive, builder.TcpKeepAliveTime, builder.TcpKeepAliveInterval) = (true, 10, 5));
        if (builder.Host?.Contains(',', StringComparison.Ordinal) == true)
            Default("Target Session Attributes", () => builder.TargetSessionAttributes = "primary");
        return builder;

        void Default(string key, Action set)
        {
            if (!named.Contains(key))
                set();
        }
    }

    protected override HubDbContext OpenWrite() => writers.CreateDbContext();

    public override HubDbContext OpenRead(AccessScope scope) =>
        scope.IsAll ? readers.CreateDbContext() : new PostgreSqlHubDbContext(scopedOptions) { Scope = scope };

    public override IQueryable<T> Claim<T>(HubDbContext db, IReadOnlyCollection<Guid> ids)
    {
        // The table's name comes from the model, so nothing a caller can say gets into the text.
        var sql = "SELECT * FROM \"" + db.Model.FindEntityType(typeof(T))!.GetTableName() + "\" WHERE id = ANY({0}) FOR UPDATE SKIP LOCKED";
        return db.Set<T>().FromSqlRaw(sql, ids.ToArray()).AsTracking();
    }

    /// <summary>A lock that the loops of one scheduler share; writing the row instead would have each wait for the others.</summary>
    public override async Task<bool> HoldLeaseAsync(HubDbContext db, string name, long held, CancellationToken cancellationToken) =>
        (
            await db
                .Database.SqlQuery<long>($"SELECT token AS \"Value\" FROM lease WHERE name = {name} AND token = {held} FOR SHARE")
                .ToListAsync(cancellationToken)
        ).Count == 1;

    public override async Task<DateTime> ClockAsync(HubDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = await db.Database.SqlQuery<DateTime>($"SELECT clock_timestamp() AS \"Value\"").SingleAsync(cancellationToken);
        return new(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
    }

    public override bool IsUniqueViolation(Exception exception) =>
        exception.Find<PostgresException>()?.SqlState == PostgresErrorCodes.UniqueViolation;

    protected override bool IsConflict(Exception exception) =>
        exception.Find<PostgresException>()?.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    public override bool IsOutage(Exception exception)
    {
        if (exception is CommitUnknownException)
            return true;
        if (exception.Find<PostgresException>() is { } refused)
            // Connection trouble, out of resources (disk, connections), shutting down or not up yet, gave up for time, or for a lock
            // that somebody holds: to wait for it five times over would keep senders waiting for half a minute.
            return refused.SqlState[..2] is "08" or "53" or "57" or "58" || refused.SqlState == PostgresErrorCodes.LockNotAvailable;
        return exception.Find<NpgsqlException>() is not null
            || exception.Find<SocketException>() is not null
            || exception.Find<TimeoutException>() is not null
            || exception.Find<IOException>() is not null;
    }

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        // A migration may take longer than any statement of the running hub.
        await using var db = OpenWrite();
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("SET statement_timeout = 0", cancellationToken);
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        try
        {
            await db.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            // Its connection goes back to the pool as it is.
            await db.Database.ExecuteSqlRawAsync("RESET statement_timeout", CancellationToken.None);
        }
    }

    public override async Task<string?> DurabilityFaultAsync(CancellationToken cancellationToken)
    {
        foreach (var name in new[] { "fsync", "full_page_writes", "synchronous_commit" })
        {
            var value = await ShowAsync(name, cancellationToken);
            if (value is "on" or "remote_write" or "remote_apply")
                continue;
            return $"PostgreSQL's {name} is {value}; an acknowledged referral could be lost in a power cut. Set it to on for this "
                + "server, database and role.";
        }

        foreach (var name in new[] { "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout" })
            if (await ShowAsync(name, cancellationToken) == "0")
                return $"PostgreSQL's {name} is 0 for this role, so a forgotten transaction could hold everything up. The hub sets it "
                    + "itself; take it out of Options in the connection string.";
        return null;
    }

    public override async Task<IReadOnlyList<string>> WarningsAsync(CancellationToken cancellationToken) =>
        await ShowAsync("data_checksums", cancellationToken) == "on"
            ? []
            : ["PostgreSQL's data checksums are off, so a damaged page may go unnoticed; see pg_checksums."];

    public override string Script(string? from = null)
    {
        using var db = new PostgreSqlHubDbContext(options);
        return db.GetService<IMigrator>().GenerateScript(from, options: MigrationsSqlGenerationOptions.Idempotent);
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    async Task<string> ShowAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"SHOW {name}");
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
