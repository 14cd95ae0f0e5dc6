using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Intake;

/// <summary>
/// Since which version a referral says what it says. Each step of its way makes a version, and most change nothing that its sender
/// wrote; a sender's <c>If-Match</c> stays good until something does: an amendment, or another specialty or priority.
/// </summary>
static class ContentVersions
{
    public static async Task<int> FindAsync(HubDbContext db, ReferralJourney journey, CancellationToken cancellationToken)
    {
        var steps = await db
            .Log.AsNoTracking()
            .Where(e => e.Referral == journey.Id)
            .OrderBy(e => e.Version)
            .Select(e => new LoggedStep(e.Version, e.Type, e.Data))
            .ToListAsync(cancellationToken);
        return FindSince(steps);
    }

    /// <summary>The first version of the present content.</summary>
    /// <param name="steps">All events of the referral in their order.</param>
    public static int FindSince(IReadOnlyList<LoggedStep> steps)
    {
        var (since, priority, specialty) = (1, (string?)null, (string?)null);
        foreach (var step in steps)
        {
            var data = EventData.Read(step.Data);
            var isChange =
                step.Type is EventTypes.Amended or EventTypes.InformationReceived
                || data.Priority != priority
                || data.Specialty != specialty;
            if (isChange)
                since = step.Version;
            (priority, specialty) = (data.Priority, data.Specialty);
        }

        return since;
    }
}

/// <summary>An event of the log, as far as it tells whether content changed.</summary>
sealed record LoggedStep(int Version, string Type, string Data);
