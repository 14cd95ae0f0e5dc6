using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Journey;

/// <summary>Which referral goes on in place of one that was closed as its duplicate; the log tells.</summary>
static class Duplicates
{
    /// <summary>Reference of the one that goes on; null when it was not closed as a duplicate.</summary>
    public static string? FindReference(IEnumerable<LogEvent> history) =>
        history.LastOrDefault(e => e.Type == EventTypes.Cancelled) is { } closed ? ReadReference(closed.Data) : null;

    /// <summary>References of those that go on, by the id of the closed one.</summary>
    /// <param name="cancelled">Ids of cancelled journeys, at most a page of them.</param>
    public static async Task<Dictionary<Guid, string>> FindReferencesAsync(
        HubDbContext db,
        IReadOnlyList<Guid> cancelled,
        CancellationToken cancellationToken
    )
    {
        if (cancelled.Count == 0)
            return [];
        var events = await db
            .Log.AsNoTracking()
            .Where(e => cancelled.Contains(e.Referral) && e.Type == EventTypes.Cancelled)
            .Select(e => new { e.Referral, e.Data })
            .ToListAsync(cancellationToken);
        var found = new Dictionary<Guid, string>();
        foreach (var one in events)
            if (ReadReference(one.Data) is { } reference)
                found[one.Referral] = reference;
        return found;
    }

    static string? ReadReference(string data) =>
        EventData.Read(data) is { Reason: ReasonCodes.DuplicateOf, Follows: { } other }
            ? ReferralReference.Display(ReferralReference.FromReferralId(other).Value)
            : null;
}
