using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Worklist;

/// <summary>Counts what came into review since a list was shown.</summary>
public sealed class CountArrivals(HubDatabase database, CurrentScope callerScope, TimeProvider time)
{
    /// <summary>How many referrals of a part of the queue came into review since, counted up to a limit.</summary>
    public async Task<int> CountAsync(QueueFilter filter, HubUser user, DateTime since, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        return await QueueQuery
            .Filter(db, filter, user, time.UtcNow())
            .Where(j => j.StageEntered > since)
            .Take(ListQueue.CountMax)
            .CountAsync(cancellationToken);
    }
}
