using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using ReferralHub.Platform.Access;

namespace ReferralHub.Platform.Data.Scopes;

/// <summary>A caller's request would have written about a referral that is not theirs. Nothing was written.</summary>
public sealed class OutOfScopeException(string table)
    : InvalidOperationException($"A request would have changed rows of {table} that belong to a referral outside its caller's scope.");

/// <summary>
/// Looks at the rows that a request of a caller with a narrow scope is about to write: those of a referral outside it are refused, and
/// with them the whole transaction. It is the net under what each route checks itself.
/// </summary>
static class ScopedWrite
{
    /// <exception cref="OutOfScopeException">A row belongs to another's referral.</exception>
    public static async Task CheckAsync(
        HubDatabase database,
        AccessScope scope,
        IReadOnlyList<EntityEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var rules = ScopeRules.Current;
        var begun = new HashSet<Guid>();
        var wanted = new Dictionary<Guid, string>();
        foreach (var entry in entries)
        {
            if (!rules.Tables.TryGetValue(entry.Metadata.ClrType, out var table) || table.FindReferral(entry.Entity) is not { } referral)
                continue;
            if (entry.State == EntityState.Added && table.MayBegin(scope, entry.Entity) is { } may)
            {
                if (!may)
                    throw new OutOfScopeException(entry.Metadata.GetTableName()!);
                begun.Add(referral);
            }
            else
                wanted.TryAdd(referral, entry.Metadata.GetTableName()!);
        }

        var ids = wanted.Keys.Where(id => !begun.Contains(id)).ToArray();
        if (ids.Length == 0)
            return;
        await using var db = database.OpenRead(scope);
        var found = await rules.FindReferrals!(db, ids, cancellationToken);
        if (ids.FirstOrDefault(id => !found.Contains(id)) is var outside && outside != Guid.Empty)
            throw new OutOfScopeException(wanted[outside]);
    }
}
