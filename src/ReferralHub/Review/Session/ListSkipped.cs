using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Review.Worklist;

namespace ReferralHub.Review.Session;

/// <summary>Lists what was skipped in a session and still waits.</summary>
public sealed class ListSkipped(HubDatabase database, CurrentScope callerScope)
{
    /// <summary>References, what is due first comes first.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(Guid session, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var references = await QueueQuery
            .SelectWaiting(db)
            .Where(j => db.Set<ReviewAct>().Any(a => a.Referral == j.Id && a.Session == session && a.Kind == ReviewActKind.Skip))
            .OrderBy(j => j.Due)
            .Select(j => j.Reference)
            .ToListAsync(cancellationToken);
        return references.ConvertAll(ReferralReference.Display);
    }
}
