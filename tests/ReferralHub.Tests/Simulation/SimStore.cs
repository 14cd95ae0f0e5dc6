using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Dispatch;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;
using ReferralHub.Review;

namespace ReferralHub.Tests.Simulation;

/// <summary>The database as the simulation has it: rows, locks, and commits that fail before or after they took effect.</summary>
sealed class SimStore
{
    public Dictionary<Guid, ReferralJourney> Journeys { get; } = [];

    public Dictionary<Guid, ReferralRecord> Records { get; } = [];

    public Dictionary<Guid, Offer> Offers { get; } = [];

    public Dictionary<Guid, DispatchedMessage> Dispatches { get; } = [];

    public Dictionary<Guid, DispatchedNotice> Notices { get; } = [];

    public List<WorkItem> WorkItems { get; } = [];

    public HashSet<(Guid, string)> Declined { get; } = [];

    public Dictionary<string, Submission> Submissions { get; } = [];

    public Dictionary<Guid, PendingDecision> Pending { get; } = [];

    public List<ReviewDecision> Decisions { get; } = [];

    public List<LogEvent> Log { get; } = [];

    public HashSet<Guid> Locked { get; } = [];

    public long Head { get; set; }

    public string Hash { get; set; } = LogChain.Genesis;

    /// <summary>Newest time that a reader which polls by time has seen; only a planted bug uses it.</summary>
    public DateTime SeenUntil { get; set; }

    public int Projected { get; set; }
}

/// <summary>One transaction: works on copies, and puts them in place when it commits.</summary>
sealed class SimTransaction(SimStore store, HubDbContext db)
{
    readonly Dictionary<Guid, (ReferralJourney Row, int Version)> journeys = [];
    readonly Dictionary<Guid, ReferralRecord> records = [];
    readonly Dictionary<Guid, Offer> offers = [];
    readonly Dictionary<Guid, DispatchedMessage> dispatches = [];
    readonly Dictionary<Guid, DispatchedNotice> notices = [];

    public HubDbContext Db => db;

    public IEnumerable<ReferralJourney> Touched => journeys.Values.Select(j => j.Row);

    public ReferralJourney? Journey(Guid id)
    {
        if (journeys.TryGetValue(id, out var mine))
            return mine.Row;
        if (!store.Journeys.TryGetValue(id, out var row))
            return null;
        var copy = SimWorld.Clone(row);
        journeys[id] = (copy, row.Version);
        return copy;
    }

    public ReferralRecord Record(Guid id) => records.TryGetValue(id, out var mine) ? mine : records[id] = SimWorld.Clone(store.Records[id]);

    public Offer? Offer(Guid id) =>
        offers.TryGetValue(id, out var mine) ? mine
        : store.Offers.TryGetValue(id, out var row) ? offers[id] = SimWorld.Clone(row)
        : null;

    public DispatchedMessage? Dispatch(Guid message) =>
        dispatches.TryGetValue(message, out var mine) ? mine
        : store.Dispatches.TryGetValue(message, out var row) ? dispatches[message] = SimWorld.Clone(row)
        : null;

    public DispatchedNotice? Notice(Guid message) =>
        notices.TryGetValue(message, out var mine) ? mine
        : store.Notices.TryGetValue(message, out var row) ? notices[message] = SimWorld.Clone(row)
        : null;

    /// <summary>False when a row changed underneath.</summary>
    public bool Commit(SimBug bug, int referralsProjected)
    {
        var (added, gone) = (Tracked(db, EntityState.Added), Tracked(db, EntityState.Deleted));
        db.ChangeTracker.Clear();
        if (bug != SimBug.NoVersionCheck && journeys.Any(j => store.Journeys[j.Key].Version != j.Value.Version))
            return false;
        if (bug != SimBug.RepeatsNotRecognised && added.OfType<Submission>().Any(s => store.Submissions.ContainsKey(s.MessageId)))
            return false;
        foreach (var (id, (row, _)) in journeys)
            store.Journeys[id] = row;
        foreach (var (id, row) in records)
            store.Records[id] = row;
        foreach (var (id, row) in offers)
            store.Offers[id] = row;
        foreach (var (id, row) in dispatches)
            store.Dispatches[id] = row;
        foreach (var (id, row) in notices)
            store.Notices[id] = row;
        foreach (var row in gone.OfType<PendingDecision>())
            if (bug != SimBug.UndoneAllTheSame)
                store.Pending.Remove(row.Referral);
        foreach (var row in added)
        {
            switch (row)
            {
                case ReferralJourney journey:
                    store.Journeys[journey.Id] = journey;
                    break;
                case ReferralRecord record:
                    store.Records[record.Referral] = record;
                    break;
                case Offer offer:
                    store.Offers[offer.Referral] = offer;
                    break;
                case DispatchedMessage message:
                    store.Dispatches[message.MessageId] = message;
                    break;
                case DispatchedNotice notice:
                    store.Notices[notice.MessageId] = notice;
                    break;
                case WorkItem item:
                    if (
                        (bug != SimBug.RefusalForgotten || item.Kind != Flags.ProviderRefused)
                        && (bug != SimBug.AlarmForgotten || item.Kind != Alarms.Kind)
                    )
                        store.WorkItems.Add(item);
                    break;
                case DeclinedService declined:
                    store.Declined.Add((declined.Referral, declined.Service));
                    break;
                case Submission submission:
                    store.Submissions[submission.MessageId] = submission;
                    break;
                case PendingDecision decision:
                    if (bug != SimBug.DecisionForgotten || decision.Reviewer[^1] != '7')
                        store.Pending[decision.Referral] = decision;
                    break;
                case ReviewDecision decision:
                    if (bug != SimBug.ReturnUnsigned || decision.Outcome != ReviewOutcome.Return)
                        store.Decisions.Add(decision);
                    break;
                case LogEvent e:
                    if (bug != SimBug.EventForgotten || store.Log.Count % 40 != 39)
                        store.Log.Add(e);
                    break;
            }
        }

        store.Projected += referralsProjected;
        return true;
    }

    public static List<object> Tracked(HubDbContext db, EntityState state) =>
        [.. db.ChangeTracker.Entries().Where(e => e.State == state).Select(e => e.Entity)];
}
