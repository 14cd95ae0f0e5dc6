using System.Security.Cryptography;
using System.Text;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals.Documents;
using ReferralHub.Tests.History;

namespace ReferralHub.Tests.Simulation;

/// <summary>Bugs that can be planted, to see that the simulation finds them.</summary>
enum SimBug
{
    None,
    WatchdogOff,
    AnsweredBeforeCommit,
    EventForgotten,
    NoVersionCheck,
    RepeatsNotRecognised,
    NewIdForEachTry,
    RecordedBeforeSent,
    AmendmentLowersCancer,
    OwnerDropped,
    ReaderPollsByTime,
    ProjectionCountsTwice,
    DecisionForgotten,
    DecidedTwice,
    UndoneAllTheSame,
    ReturnUnsigned,
    SentUnannounced,
    RefusalForgotten,
    AlarmForgotten,
}

/// <summary>What came of one seed.</summary>
sealed record SimOutcome(ulong Seed, HistoryVerdict Verdict, string TraceHash, int Steps, string Faults)
{
    /// <summary>The log, in its order.</summary>
    public IReadOnlyList<LogEvent> Log { get; init; } = [];
}

/// <summary>
/// One seed: thirty days of a hub on a fake clock, single-threaded, with faults that the seed also draws. The decisions are
/// the product's own; transport, database, provider and people are simulated.
/// </summary>
sealed partial class Simulation
{
    public static readonly DateTime Start = new(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc);
    const int FaultDays = 25;
    const int Days = 45;
    const int StepsMax = 200_000;

    readonly SimWorld world;
    readonly SimBug bug;
    readonly ulong seed;
    readonly Random random;
    readonly HubDbContext db = SimWorld.NewContext();
    readonly PriorityQueue<Action, (DateTime, long)> agenda = new();
    readonly IncrementalHash trace = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly Dictionary<Guid, int> names = [];
    readonly SimProvider provider = new();
    readonly Dictionary<string, Attempt> attempts = [];
    readonly Dictionary<Guid, SimReferral> contents = [];
    readonly Dictionary<string, Guid> appeals = [];
    readonly SimStore store = new();
    readonly List<DecisionAttempt> decided = [];
    readonly (
        double Drop,
        double Duplicate,
        double Delay,
        double FailBefore,
        double FailAfter,
        double Crash,
        double ProviderBad,
        double Silent
    ) faults;
    DateTime now = Start;
    DateTime watchdogAt = DateTime.MaxValue;
    bool stampPlanned;
    long order;
    int made;
    int tries;
    int reviewers;

    public Simulation(SimWorld world, ulong seed, SimBug bug)
    {
        (this.world, this.seed, this.bug) = (world, seed, bug);
        random = new((int)(seed ^ (seed >> 32)));
        // Swarm: each seed also draws which faults there are, because one fault may hide another.
        faults = (Draw(0.3), Draw(0.3), Draw(0.3), Draw(0.1), Draw(0.1), Draw(0.1), Draw(0.5), Draw(0.3));
    }

    /// <summary>A worker has it claimed. The planted bug is that nobody looks, neither before nor when committing.</summary>
    bool IsLocked(Guid id) => bug != SimBug.NoVersionCheck && store.Locked.Contains(id);

    bool Faulty => now < Start.AddDays(FaultDays);

    public SimOutcome Run()
    {
        using (db)
        {
            for (var i = 0; i < SimWorld.PoolReferrals; i++)
            {
                var referral = world.Pool[i];
                var at = TimeSpan.FromMinutes(random.Next(0, FaultDays * 24 * 60 / 2));
                After(at, () => Send(referral.New, referral));
                if (random.NextDouble() < 0.15)
                    After(at + Later(48 * 60), () => Send(random.Next(2) == 0 ? referral.Amendment : referral.LesserAmendment, referral));
                if (random.NextDouble() < 0.08)
                    After(at + Later(96 * 60), () => Send(referral.Cancellation, referral));
                if (random.NextDouble() < 0.10)
                    After(at + Soon(60), () => Send(referral.New, referral));
            }

            After(TimeSpan.FromHours(1), People);
            var steps = 0;
            while (agenda.TryDequeue(out var step, out var due) && due.Item1 < Start.AddDays(Days) && ++steps < StepsMax)
            {
                now = due.Item1;
                step();
                PlanWatchdog();
            }

            // Whatever had no answer gets one more try in good weather.
            foreach (var id in appeals.Where(a => attempts[a.Key].Answer == Answer.Unknown).Select(a => a.Value).ToList())
                Appeal(id);
            foreach (
                var id in attempts
                    .Values.Where(a => a.Answer == Answer.Unknown && !appeals.ContainsKey(a.MessageId))
                    .Select(a => a.MessageId)
                    .ToList()
            )
                Send(
                    world
                        .Pool.SelectMany(r => new[] { (r.New, r), (r.Amendment, r), (r.LesserAmendment, r), (r.Cancellation, r) })
                        .First(m => m.Item1.MessageId == id)
                );
            while (agenda.TryDequeue(out var step, out var due) && due.Item1 < Start.AddDays(Days + 2) && ++steps < StepsMax)
            {
                now = due.Item1;
                step();
                PlanWatchdog();
            }

            return new(seed, HistoryChecker.Check(Snapshot()), Convert.ToHexStringLower(trace.GetHashAndReset()), steps, faults.ToString())
            {
                Log = [.. store.Log.Where(e => e.Position is not null).OrderBy(e => e.Position)],
            };
        }
    }

    void Send((ParsedSubmission Message, SimReferral Referral) one) => Send(one.Message, one.Referral);

    SimTransaction Begin()
    {
        db.ChangeTracker.Clear();
        return new(store, db);
    }

    /// <summary>Commits, or does not, or does and is not heard of again: false in the last two cases.</summary>
    bool Finish(SimTransaction tx, Guid id, bool received = false, bool wake = true)
    {
        if (Hit(faults.FailBefore))
        {
            db.ChangeTracker.Clear();
            if (received)
                names.Remove(id);
            if (received)
                contents.Remove(id);
            return false;
        }

        if (!tx.Commit(bug, received ? (bug == SimBug.ProjectionCountsTwice && Hit(faults.Crash) ? 2 : 1) : 0))
            return false;
        var journey = store.Journeys[id];
        Trace($"{now.Ticks}|{names[id]}|{journey.Stage}|{journey.Version}|{journey.WakeCount}");
        PlanStamp();
        if (Hit(faults.FailAfter))
            return false;
        // A decision waits for its time; only the watchdog wakes it.
        if (wake && journey.WakeAt is not null && journey.Stage != Stage.InReview && !Hit(faults.Crash))
            Wake(id, journey.Stage);
        return true;
    }

    void After(TimeSpan delay, Action action) => agenda.Enqueue(action, (now + delay, order++));

    /// <summary>Half of the time at once, so that it meets what is under way.</summary>
    TimeSpan Later(int minutesMax) => Soon(random.Next(2) == 0 ? 1 : minutesMax);

    TimeSpan Soon(int minutesMax) => TimeSpan.FromSeconds(random.Next(1, minutesMax * 60));

    bool Hit(double probability) => probability > 0 && Faulty && random.NextDouble() < probability;

    double Draw(double max) => random.Next(2) == 0 ? 0 : random.NextDouble() * max;

    void Trace(string line) => trace.AppendData(Encoding.UTF8.GetBytes(line));

    HistorySnapshot Snapshot()
    {
        var fault = (string?)null;
        var (hash, position) = (LogChain.Genesis, 0L);
        foreach (var e in store.Log.Where(e => e.Position is not null).OrderBy(e => e.Position))
        {
            hash = LogChain.Hash(hash, ++position, e);
            if (e.Position != position || e.Hash != hash)
                fault ??= $"Position {position} does not fit.";
        }

        return new()
        {
            Attempts = [.. attempts.Values],
            Deliveries = [.. provider.Deliveries.Values],
            Held = [.. provider.Held.Select(h => new HeldReferral(h.Key.Referral, h.Key.Service, h.Value))],
            Refused = [.. provider.Refused],
            BeforePeople =
            [
                .. store.WorkItems.Where(w => w is { Kind: Flags.ProviderRefused, Referral: not null }).Select(w => w.Referral!.Value),
            ],
            Alarms =
            [
                .. store.WorkItems.Where(w => w is { Kind: Alarms.Kind, Referral: not null }).Select(w => (w.Referral!.Value, w.Raised)),
            ],
            Until = now,
            Messages = [.. store.Submissions.Values.Select(s => new StoredMessage(s.Sender, s.MessageId, s.Kind, s.Referral))],
            Journeys =
            [
                .. store.Journeys.Values.Select(j => new StoredJourney(
                    j.Id,
                    j.Sender,
                    j.Stage,
                    j.Version,
                    j.Priority.ToCode(),
                    j.Owner is not null && j.Due is not null,
                    j.WakeAt is not null,
                    j.ParkedSince is not null,
                    j.DocumentVersion
                )),
            ],
            Events = [.. store.Log.Select(HistorySnapshot.ToStoredEvent)],
            Sent = [.. store.Dispatches.Values.Where(d => d.Sent != null).Select(d => (d.Referral, d.MessageId))],
            Decisions = store.Decisions.ConvertAll(d => new StoredDecision(d.Referral, d.Version, d.Reviewer)),
            Decided = decided,
            ChainFault = fault,
            ChainEvents = position,
            ProjectedReceived = store.Projected,
        };
    }
}
