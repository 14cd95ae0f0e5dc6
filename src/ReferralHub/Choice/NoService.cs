using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Choice;

/// <summary>
/// No service of the directory is for a referral: waiting does not help, so a person finds one or puts it before a clinician. That
/// is another thing than services without room, for which the hub looks again by itself.
/// </summary>
static class NoService
{
    /// <summary>Flags the journey and gives it to a person; once, however often it is looked for again.</summary>
    public static void Raise(HubDbContext db, ReferralJourney journey, DateTime now)
    {
        if (journey.Has(Flags.NoSuitableService))
            return;
        JourneyMoves.AddFlag(journey, Flags.NoSuitableService);
        db.WorkItems.Add(
            new()
            {
                Id = EntityId.New(now),
                Kind = Flags.NoSuitableService,
                Referral = journey.Id,
                Text =
                    $"No service in the directory takes {ReferralReference.Display(journey.Reference)} "
                    + $"({TreatmentFunction.FindName(journey.Specialty)}, {journey.Priority.ToWords().ToLowerInvariant()}, and the "
                    + "patient's age and sex). Find a provider and have its service added, or put it before a clinician, who can change "
                    + "the specialty.",
                Raised = now,
                Due = journey.Due ?? WorkingDays.Deadline(now, 1),
            }
        );
    }

    /// <summary>A service was found, or the referral left the search: nothing is left for a person to do.</summary>
    public static async Task SettleAsync(HubDbContext db, ReferralJourney journey, DateTime now, CancellationToken cancellationToken)
    {
        JourneyMoves.RemoveFlag(journey, Flags.NoSuitableService);
        var open = await db
            .WorkItems.AsTracking()
            .Where(w => w.Referral == journey.Id && w.Kind == Flags.NoSuitableService && w.Settled == null)
            .ToListAsync(cancellationToken);
        foreach (var item in open)
            (item.Settled, item.SettledBy, item.Settlement) = (now, "hub", "A service takes it now.");
    }
}
