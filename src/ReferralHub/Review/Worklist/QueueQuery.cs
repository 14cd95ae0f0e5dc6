using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Worklist;

/// <summary>The queue as a query, which lists, counts and takes the next one from the same part of it.</summary>
static class QueueQuery
{
    /// <summary>
    /// The groups in which the queue is read, gravest first. Each is asked for on its own: then the index gives what is due first of it,
    /// in either order, without sorting the others.
    /// </summary>
    public static readonly IReadOnlyList<ReadFirst> Groups =
    [
        ReadFirst.Emergency,
        ReadFirst.SuspectedCancer,
        ReadFirst.Attention,
        ReadFirst.No,
    ];

    /// <summary>Journeys on which somebody must decide; a decision that can still be undone waits for nobody.</summary>
    public static IQueryable<ReferralJourney> SelectWaiting(HubDbContext db) =>
        db.Journeys.Where(j => j.Stage == Stage.InReview && j.OwnerKind != OwnerKind.Hub);

    /// <summary>The part of the waiting journeys that fits.</summary>
    /// <param name="user">For whom; null for other software, which sees everybody's.</param>
    public static IQueryable<ReferralJourney> Filter(HubDbContext db, QueueFilter filter, HubUser? user, DateTime now)
    {
        var journeys = SelectShown(SelectWaiting(db), filter.Show, user);
        if (!string.IsNullOrWhiteSpace(filter.Specialty))
            journeys =
                filter.Specialty == QueueFilter.NoSpecialty
                    ? journeys.Where(j => j.Specialty == null)
                    : journeys.Where(j => j.Specialty == filter.Specialty);
        if (filter.Priority is { } priority)
            journeys = journeys.Where(j => j.Priority == priority);
        if (!string.IsNullOrWhiteSpace(filter.Practice))
            journeys = journeys.Where(j => j.Practice == filter.Practice.Trim().ToUpperInvariant());
        if (!string.IsNullOrWhiteSpace(filter.Flag))
            journeys = journeys.Where(j => (" " + j.FlagCodes + " ").Contains(" " + filter.Flag + " "));
        if (filter.IsFirstOnly)
            journeys = journeys.Where(j => j.ReadFirst != ReadFirst.No);
        journeys = SelectBand(journeys, filter.Band, now);
        return string.IsNullOrWhiteSpace(filter.Find) ? journeys : Find(db, journeys, filter.Find);
    }

    /// <summary>Journeys whose reference, NHS number or beginning of the family name is looked for.</summary>
    public static IQueryable<ReferralJourney> Find(HubDbContext db, IQueryable<ReferralJourney> journeys, string looked)
    {
        var find = looked.Trim();
        if (ReferralReference.TryParse(find, out var reference))
            return journeys.Where(j => j.Reference == reference.Value);
        var number = NhsNumber.Clean(find);
        var referrals = db
            .Referrals.Where(r => r.NhsNumber == number)
            .Select(r => r.Referral)
            .Union(db.Referrals.WhoseFamilyBegins(find).Select(r => r.Referral));
        return journeys.Where(j => referrals.Contains(j.Id));
    }

    static IQueryable<ReferralJourney> SelectShown(IQueryable<ReferralJourney> journeys, QueueShow show, HubUser? user)
    {
        if (show == QueueShow.All || user is null)
            return journeys;
        var name = user.Name;
        if (show == QueueShow.Mine)
            return journeys.Where(j => j.OwnerKind == OwnerKind.Clinician && j.Owner == name);
        if (user.Specialties.Count == 0)
            return journeys.Where(j => j.OwnerKind == OwnerKind.TriageTeam || j.Owner == name);
        // What names no specialty is everybody's, or it would be nobody's.
        return journeys.Where(j =>
            (j.OwnerKind == OwnerKind.TriageTeam && (j.Specialty == null || user.Specialties.Contains(j.Specialty)))
            || (j.OwnerKind == OwnerKind.Clinician && j.Owner == name)
        );
    }

    static IQueryable<ReferralJourney> SelectBand(IQueryable<ReferralJourney> journeys, TimeBand? band, DateTime now)
    {
        var (_, tomorrow, later) = TimeBands.FromNow(now);
        return band switch
        {
            TimeBand.Overdue => journeys.Where(j => j.Due < now),
            TimeBand.Today => journeys.Where(j => j.Due >= now && j.Due < tomorrow),
            TimeBand.Soon => journeys.Where(j => j.Due >= tomorrow && j.Due < later),
            TimeBand.Later => journeys.Where(j => j.Due >= later),
            _ => journeys,
        };
    }
}
