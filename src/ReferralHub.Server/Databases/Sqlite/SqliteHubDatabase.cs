using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Data.Scopes;
using SQLitePCL;

namespace ReferralHub.Server.Databases.Sqlite;

/// <summary>
/// The embedded database. One connection writes, behind a semaphore, and is the only one that checkpoints: several
/// SQLite versions up to 3.51.2 can damage a write-ahead log that two connections write. Readers are separate and read
/// only. One process at a time, held by a lock file.
/// </summary>
public sealed class SqliteHubDatabase : HubDatabase, IAsyncDisposable
{
    readonly SemaphoreSlim writerGate = new(1, 1);
    readonly SqliteConnection writer;
    readonly DbContextOptions<SqliteHubDbContext> writeOptions;
    readonly DbContextOptions<SqliteHubDbContext> readOptions;
    readonly DbContextOptions<SqliteHubDbContext> scopedOptions;
    readonly FileStream processLock;
    SqliteHubDbContext? writeContext;

    SqliteHubDatabase(string path, FileStream processLock)
    {
        this.processLock = processLock;
        writer = new(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadWriteCreate,
                Pooling = false,
            }.ToString()
        );
        writer.Open();
        Pragma(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=12000; PRAGMA "
                + "cache_size=-65536; PRAGMA temp_store=MEMORY;"
        );
        writeOptions = new DbContextOptionsBuilder<SqliteHubDbContext>().UseSqlite(writer, Lists).Options;
        readOptions = ReadOptions(path).Options;
        scopedOptions = ReadOptions(path).UseScopes().Options;
    }

    static DbContextOptionsBuilder<SqliteHubDbContext> ReadOptions(string path)
    {
        var readers = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Cache = SqliteCacheMode.Private,
        }.ToString();
        return new DbContextOptionsBuilder<SqliteHubDbContext>()
            .UseSqlite(readers, Lists)
            .AddInterceptors(new SqliteReaderCheck())
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
    }

    /// <summary>Reads a file that exists, without the lock: a hub may be writing meanwhile.</summary>
    /// <param name="scope">Whose rows; a command of whoever has the file reads all.</param>
    internal static HubDbContext OpenReader(string path, AccessScope scope) =>
        new SqliteHubDbContext(ReadOptions(Path.GetFullPath(path)).UseScopes().Options) { Scope = scope };

    public override string ProviderName => "Sqlite";

    // One parameter for a whole list of ids keeps the statement the same for every length of list.
    static void Lists(SqliteDbContextOptionsBuilder options) => options.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter);

    /// <summary>Opens the file, making its folder when needed.</summary>
    /// <exception cref="DatabaseInUseException">Another process has it open.</exception>
    public static SqliteHubDatabase Open(string path)
    {
        path = Path.GetFullPath(path);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        var processLock = LockProcess(path);
        try
        {
            // SQLite gives its log the mode of the database.
            PrivateFiles.Create(path);
            PrivateFiles.Restrict(path + "-wal");
            PrivateFiles.Restrict(path + "-shm");
            return new(path, processLock);
        }
        catch
        {
            processLock.Dispose();
            throw;
        }
    }

    /// <summary>Holds the database against every other process until disposed.</summary>
    /// <exception cref="DatabaseInUseException">Another process has it.</exception>
    internal static FileStream LockProcess(string path)
    {
        try
        {
            return PrivateFiles.OpenAlone(path + ".lock");
        }
        catch (IOException)
        {
            throw new DatabaseInUseException(path);
        }
    }

    protected override async Task<T> TransactAsync<T>(
        Func<HubDbContext, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        await writerGate.WaitAsync(cancellationToken);
        T result;
        int rows;
        try
        {
            var db = writeContext ??= new(writeOptions);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            result = await work(db, cancellationToken);
            var audited = AuditEntry.Join(db);
            rows = await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken);
            FailPoints.Hit("before-commit");
            // From here on the outcome must not depend on the caller's patience: committed is committed.
            await transaction.CommitAsync(CancellationToken.None);
            audited?.Confirm();
            db.ChangeTracker.Clear();
        }
        catch
        {
            // The context may still track what was rolled back; the next write starts with a new one.
            writeContext?.Dispose();
            writeContext = null;
            throw;
        }
        finally
        {
            writerGate.Release();
        }

        // An empty transaction gives the sequencer nothing to do; an idle hub stays idle.
        if (rows > 0)
            OnCommitted();
        return result;
    }

    public override HubDbContext OpenRead(AccessScope scope) =>
        scope.IsAll ? new SqliteHubDbContext(readOptions) : new SqliteHubDbContext(scopedOptions) { Scope = scope };

    public override Task<IAsyncDisposable> HoldMomentAsync(HubDbContext db, CancellationToken cancellationToken) =>
        HoldReaderMomentAsync(db, cancellationToken);

    internal static async Task<IAsyncDisposable> HoldReaderMomentAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var file = (SqliteConnection)db.Database.GetDbConnection();
        // Deferred, because a reader has no right to the lock that any other transaction would take.
        return (await db.Database.UseTransactionAsync(file.BeginTransaction(deferred: true), cancellationToken))!;
    }

    public override bool IsUniqueViolation(Exception exception) =>
        (exception is DbUpdateException ? exception.InnerException : exception)
            is SqliteException { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY };

    /// <summary>
    /// No memory, no room, no right to write: nothing of the transaction is there. An I/O error is not among them, because
    /// after one nobody knows what reached the disk.
    /// </summary>
    public override bool IsOutage(Exception exception) =>
        base.IsOutage(exception)
        || exception.Find<SqliteException>()
            is { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN };

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await writerGate.WaitAsync(cancellationToken);
        try
        {
            await using var db = new SqliteHubDbContext(writeOptions);
            await db.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            writerGate.Release();
        }
    }

    public override async Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellationToken)
    {
        await using var db = new SqliteHubDbContext(writeOptions);
        return [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];
    }

    public override Task<string?> DurabilityFaultAsync(CancellationToken cancellationToken)
    {
        // One connection writes and checkpoints, so the versions that damage a log which two connections write do no harm here.
        var mode = (string)Scalar("PRAGMA journal_mode")!;
        var synchronous = (long)Scalar("PRAGMA synchronous")!;
        return Task.FromResult(
            mode != "wal" ? $"SQLite's journal_mode is {mode}; it must be wal (is the file on a network share?)."
            : (long)Scalar("PRAGMA foreign_keys")! != 1 ? "SQLite's foreign_keys setting is off."
            : synchronous < 2 ? "SQLite's synchronous setting is below FULL; an acknowledged referral could be lost in a power cut."
            : null
        );
    }

    public override string Script(string? from = null)
    {
        using var db = new SqliteHubDbContext(writeOptions);
        return db.GetService<IMigrator>().GenerateScript(from);
    }

    public async ValueTask DisposeAsync()
    {
        await writerGate.WaitAsync();
        writeContext?.Dispose();
        SqliteConnection.ClearAllPools();
        await writer.DisposeAsync();
        await processLock.DisposeAsync();
    }

    void Pragma(string sql)
    {
        using var command = writer.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    object? Scalar(string sql)
    {
        using var command = writer.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

/// <summary>The embedded database serves one process at a time.</summary>
public sealed class DatabaseInUseException(string path)
    : Exception(
        $"The database {path} is in use by another ReferralHub process. Stop that process, or give this one another --data folder."
    );
