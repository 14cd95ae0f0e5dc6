using System.Data;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data.Scopes;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Platform.Data;

/// <summary>
/// The seam between the product and a database: all that may differ from one provider to another. Writes go through
/// <see cref="WriteAsync{T}"/>, one transaction each; reads open a context of their own.
/// </summary>
public abstract class HubDatabase
{
    /// <summary>Raised after each commit, so that the sequencer need not poll.</summary>
    public event Action? Committed;

    public abstract string ProviderName { get; }

    /// <summary>Whose request a write belongs to; the process says how it is found out.</summary>
    public Func<AccessScope> FindWriterScope { get; set; } = () => AccessScope.System("no request is known of");

    /// <summary>
    /// Runs the work in one transaction, saves what it tracked, commits. An exception rolls everything back and escapes.
    /// The work must not do anything outside the database, because it may be rolled back; and it may run again, on a
    /// context that knows nothing of the first run, when another process changed the same rows in the meantime.
    /// </summary>
    /// <remarks>
    /// In a request of a caller with a narrow scope, rows of a referral outside it are refused before they are written. Statements such
    /// as ExecuteUpdate are not looked at: they take their referral from a scoped read.
    /// </remarks>
    /// <exception cref="CommitUnknownException">The connection was lost while committing: it may have been written or not.</exception>
    /// <exception cref="OutOfScopeException">It would have written about somebody else's referral.</exception>
    public Task<T> WriteAsync<T>(Func<HubDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        WriteInAsync(FindWriterScope(), work, cancellationToken);

    /// <summary>The same for what a request leads to that its caller has no right to do: the hub does it of its own accord.</summary>
    public Task<T> WriteInAsync<T>(
        AccessScope scope,
        Func<HubDbContext, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    ) =>
        TransactAsync(
            (db, token) =>
            {
                // The context may have served another write before.
                db.BeforeSave = scope.IsAll ? null : (entries, cancel) => ScopedWrite.CheckAsync(this, scope, entries, cancel);
                return work(db, token);
            },
            cancellationToken
        );

    /// <summary>One transaction, as <see cref="WriteAsync{T}"/> describes it.</summary>
    protected abstract Task<T> TransactAsync<T>(Func<HubDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>A context for reading what the scope finds; nothing it returns is tracked. The caller disposes it.</summary>
    public abstract HubDbContext OpenRead(AccessScope scope);

    /// <summary>
    /// From here on the reading context sees the database as it is at one moment, until what is given back is disposed. Otherwise each
    /// query sees what is there when it is asked, and sums read first do not fit what is read after them.
    /// </summary>
    public virtual async Task<IAsyncDisposable> HoldMomentAsync(HubDbContext db, CancellationToken cancellationToken) =>
        await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    /// <summary>
    /// The rows with these ids that nobody else is working on, tracked and held until the transaction ends. Those that
    /// somebody else holds are left out, not waited for: they are being worked on.
    /// </summary>
    public virtual IQueryable<T> Claim<T>(HubDbContext db, IReadOnlyCollection<Guid> ids)
        where T : class => db.Set<T>().AsTracking().Where(e => ids.Contains(EF.Property<Guid>(e, "Id")));

    /// <summary>Whether the lease still has this token; if so, nobody can take it before the transaction ends.</summary>
    public virtual Task<bool> HoldLeaseAsync(HubDbContext db, string name, long held, CancellationToken cancellationToken) =>
        HoldLeaseAloneAsync(db, name, held, cancellationToken);

    /// <summary>
    /// The same, and until the transaction ends its holder does nothing under the lease either: what it had begun has ended before.
    /// </summary>
    public static async Task<bool> HoldLeaseAloneAsync(HubDbContext db, string name, long held, CancellationToken cancellationToken) =>
        await db.Set<Lease>()
            .Where(l => l.Name == name && l.Token == held)
            .ExecuteUpdateAsync(l => l.SetProperty(x => x.Token, held), cancellationToken) == 1;

    /// <summary>Whether the failure is a second row for a unique key.</summary>
    public abstract bool IsUniqueViolation(Exception exception);

    /// <summary>Whether the database could not be reached or gave up, rather than refused what was asked of it.</summary>
    public virtual bool IsOutage(Exception exception) => exception is CommitUnknownException;

    /// <summary>Whether the caller's token ended the work; drivers have exceptions of their own for it.</summary>
    public virtual bool IsCancellation(Exception exception) => exception.Find<OperationCanceledException>() is not null;

    /// <summary>The clock that all processes of this hub share, for leases. The embedded database has one process and its clock.</summary>
    public virtual Task<DateTime> ClockAsync(HubDbContext db, TimeProvider time, CancellationToken cancellationToken) =>
        Task.FromResult(time.UtcNow());

    /// <summary>Applies missing migrations.</summary>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Migrations the database lacks, by name.</summary>
    public abstract Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellationToken);

    /// <summary>Null when acknowledged writes survive a power cut; otherwise a sentence that says which setting is wrong.</summary>
    public abstract Task<string?> DurabilityFaultAsync(CancellationToken cancellationToken);

    /// <summary>What is not as it should be without endangering what was acknowledged, one sentence each; health shows it.</summary>
    public virtual Task<IReadOnlyList<string>> WarningsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>The SQL script from nothing, or from the given migration, to the current schema.</summary>
    public abstract string Script(string? from = null);

    /// <summary>Whether other processes may use the database at the same time.</summary>
    public virtual bool IsShared => false;

    public Task WriteAsync(Func<HubDbContext, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(
            async (db, token) =>
            {
                await work(db, token);
                return true;
            },
            cancellationToken
        );

    protected void OnCommitted() => Committed?.Invoke();
}
