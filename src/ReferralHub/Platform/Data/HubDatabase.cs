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

    /// <summary>
    /// Runs the work in one transaction, saves what it tracked, commits. An exception rolls everything back and escapes.
    /// The work must not do anything outside the database, because it may be rolled back.
    /// </summary>
    public abstract Task<T> WriteAsync<T>(Func<HubDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>A context for reading; nothing it returns is tracked. The caller disposes it.</summary>
    public abstract HubDbContext OpenRead();

    /// <summary>Whether the failure is a second row for a unique key.</summary>
    public abstract bool IsUniqueViolation(Exception exception);

    /// <summary>Applies missing migrations.</summary>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Migrations the database lacks, by name.</summary>
    public abstract Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellationToken);

    /// <summary>Null when acknowledged writes survive a power cut; otherwise a sentence that says which setting is wrong.</summary>
    public abstract Task<string?> DurabilityFaultAsync(CancellationToken cancellationToken);

    /// <summary>The SQL script from nothing to the current schema.</summary>
    public abstract string Script();

    public Task WriteAsync(Func<HubDbContext, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(async (db, token) =>
        {
            await work(db, token);
            return true;
        }, cancellationToken);

    protected void OnCommitted() => Committed?.Invoke();
}
