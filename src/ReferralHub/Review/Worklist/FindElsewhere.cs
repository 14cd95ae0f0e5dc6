using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Worklist;

/// <summary>Finds referrals that are not in review, so that nobody takes one for lost.</summary>
public sealed class FindElsewhere(HubDatabase database)
{
    const int FoundMax = 10;

    /// <summary>Those that fit what is looked for, newest first, with where they are.</summary>
    public async Task<IReadOnlyList<(string Reference, Stage Stage)>> FindAsync(string find, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var found = await QueueQuery
            .Find(db, db.Journeys, find)
            .Where(j => j.Stage != Stage.InReview)
            .OrderByDescending(j => j.Id)
            .Select(j => new { j.Reference, j.Stage })
            .Take(FoundMax)
            .ToListAsync(cancellationToken);
        return found.ConvertAll(f => (ReferralReference.Display(f.Reference), f.Stage));
    }
}
