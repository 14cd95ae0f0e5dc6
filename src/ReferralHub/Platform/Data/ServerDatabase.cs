using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Platform.Data;

/// <summary>
/// What PostgreSQL and SQL Server have in common: many processes write at once, so a write that met another one starts
/// over, and a commit may be lost sight of.
/// </summary>
public abstract class ServerDatabase : HubDatabase
{
    const int TriesMax = 6;
    const int FirstWaitMilliseconds = 5;

    public override bool IsShared => true;

    /// <summary>A context of its own for one transaction.</summary>
    protected abstract HubDbContext OpenWrite();

    /// <summary>Whether two transactions met and this one was made to give way: trying again is right.</summary>
    protected abstract bool IsConflict(Exception exception);

    public override async Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellationToken)
    {
        await using var db = OpenRead(AccessScope.System("migrations"));
        return [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];
    }

    protected override async Task<T> TransactAsync<T>(
        Func<HubDbContext, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnceAsync(work, cancellationToken);
            }
            catch (Exception e) when (cancellationToken.IsCancellationRequested && e is not OperationCanceledException && IsCancellation(e))
            {
                throw new OperationCanceledException("The work was cancelled while the database did it.", e, cancellationToken);
            }
            // Two that append to one journey may meet at the unique key of their events before either sees the other's version.
            catch (Exception e) when (attempt < TriesMax && (e is DbUpdateConcurrencyException || IsConflict(e) || IsUniqueViolation(e)))
            {
                HubMeters.WriteConflicts.Add(1);
                // Random, so that two that met do not meet again.
                await Task.Delay(Random.Shared.Next(FirstWaitMilliseconds << attempt), cancellationToken);
            }
        }
    }

    async Task<T> WriteOnceAsync<T>(Func<HubDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        T result;
        int rows;
        await using (var db = OpenWrite())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            result = await work(db, cancellationToken);
            var audited = AuditEntry.Join(db);
            rows = await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken);
            FailPoints.Hit("before-commit");
            try
            {
                // From here on the outcome must not depend on the caller's patience: committed is committed.
                await transaction.CommitAsync(CancellationToken.None);
                audited?.Confirm();
            }
            catch (Exception e) when (IsOutage(e) && !IsConflict(e))
            {
                throw new CommitUnknownException(e);
            }
        }

        if (rows > 0)
            OnCommitted();
        return result;
    }
}
