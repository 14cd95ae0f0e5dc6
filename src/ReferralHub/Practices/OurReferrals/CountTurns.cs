using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Practices.OurReferrals;

/// <summary>Counts a practice's referrals by whose turn they are.</summary>
public sealed class CountTurns(HubDatabase database, CurrentScope callerScope)
{
    /// <summary>How many referrals of the practice are at each turn, in the order of <see cref="Turns.All"/>.</summary>
    /// <param name="practice">ODS code.</param>
    public async Task<IReadOnlyList<int>> CountAsync(string practice, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var counts = await db
            .Journeys.Where(j => j.Practice == practice)
            .GroupBy(j => j.Stage)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return [.. Turns.All.Select(t => t.Stages.Sum(s => counts.GetValueOrDefault(s)))];
    }
}
