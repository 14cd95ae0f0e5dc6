using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Dispatch;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Review;
using ReferralHub.Tests.History;

namespace ReferralHub.Tests.Simulation;

/// <summary>Bugs that can be planted, to see that the simulation finds them (H-5).</summary>
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
}

/// <summary>What came of one seed.</summary>
sealed record SimOutcome(ulong Seed, HistoryVerdict Verdict, string TraceHash, int Steps, string Faults);

/// <summary>
/// One seed: thirty days of a hub on a fake clock, single-threaded, with faults that the seed also draws. The decisions are
/// the product's own; transport, database, provider and people are simulated.
/// </summary>
sealed class Simulation
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
    readonly (double Drop, double Duplicate, double Delay, double FailBefore, double FailAfter, double Crash, double ProviderBad, double Silent) faults;
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
                if (random.NextDouble() < 0.15) After(at + Later(48 * 60), () => Send(random.Next(2) == 0 ? referral.Amendment : referral.LesserAmendment, referral));
                if (random.NextDouble() < 0.08) After(at + Later(96 * 60), () => Send(referral.Cancellation, referral));
                if (random.NextDouble() < 0.10) After(at + Soon(60), () => Send(referral.New, referral));
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
            foreach (var id in appeals.Where(a => attempts[a.Key].Answer == Answer.Unknown).Select(a => a.Value).ToList()) Appeal(id);
            foreach (var id in attempts.Values.Where(a => a.Answer == Answer.Unknown && !appeals.ContainsKey(a.MessageId)).Select(a => a.MessageId).ToList()) Send(world.Pool.SelectMany(r => new[] { (r.New, r), (r.Amendment, r), (r.LesserAmendment, r), (r.Cancellation, r) }).First(m => m.Item1.MessageId == id));
            while (agenda.TryDequeue(out var step, out var due) && due.Item1 < Start.AddDays(Days + 2) && ++steps < StepsMax)
            {
                now = due.Item1;
                step();
                PlanWatchdog();
            }

            return new(seed, HistoryChecker.Check(Snapshot()), Convert.ToHexStringLower(trace.GetHashAndReset()), steps, faults.ToString());
        }
    }

    void Send((ParsedSubmission Message, SimReferral Referral) one) => Send(one.Message, one.Referral);

    // ---- the sender and intake

    void Send(ParsedSubmission message, SimReferral referral)
    {
        var id = message.MessageId;
        attempts.TryAdd(id, new(message.Sender, id, message.Facts.Message.Kind, Answer.Unknown));
        if (bug == SimBug.AnsweredBeforeCommit) Answered(id, Answer.Acknowledged, null);
        var result = Take(message, referral);
        if (result is null || Hit(faults.Drop))
        {
            // No answer came: the sender sends again, the same message.
            if (attempts[id].Answer == Answer.Unknown) After(Soon(30), () => Send(message, referral));
            return;
        }

        Answered(id, result.Value.Answer, result.Value.Referral);
    }

    void Answered(string id, Answer answer, Guid? referral)
    {
        if (attempts[id].Answer != Answer.Acknowledged) attempts[id] = attempts[id] with { Answer = answer, Referral = referral };
    }

    /// <summary>One try to store it; null when the sender gets no answer.</summary>
    (Answer Answer, Guid? Referral)? Take(ParsedSubmission message, SimReferral referral)
    {
        var earlier = bug == SimBug.RepeatsNotRecognised ? null : store.Submissions.GetValueOrDefault(message.MessageId);
        var matches = store.Journeys.Values.Where(j => contents.GetValueOrDefault(j.Id) == referral).ToList();
        // Of a return and its appeal the one that is open is meant.
        if (matches.FindAll(j => !j.Stage.IsTerminal()) is { Count: > 0 } open) matches = open;
        var tx = Begin();
        var loaded = matches.Count == 1 ? [tx.Journey(matches[0].Id)!] : matches;
        if (loaded.Any(j => IsLocked(j.Id))) return null;
        var decision = IntakeRules.Decide(message, new(earlier, loaded, "", [], true), now);
        switch (decision)
        {
            case IntakeDecision.Repeat repeat:
                return (Answer.Acknowledged, repeat.Earlier.Referral);
            case IntakeDecision.Begin begin:
                var id = NewJourney(referral);
                world.Intake.Begin(db, message, begin, id, now);
                return Finish(tx, id, received: true) ? (Answer.Acknowledged, id) : null;
            case IntakeDecision.Retriage or IntakeDecision.ForwardAmendment:
                var journey = loaded[0];
                var before = journey.Priority;
                world.Intake.Amend(db, message, journey, tx.Record(journey.Id), (decision as IntakeDecision.Retriage)?.Flags, now);
                if (bug == SimBug.AmendmentLowersCancer && before.IsSuspectedCancer()) Lower(journey, message);
                return Finish(tx, journey.Id) ? (Answer.Acknowledged, journey.Id) : null;
            case IntakeDecision.Close close:
                world.Intake.Close(db, message, close, now);
                return Finish(tx, close.Journey.Id) ? (Answer.Acknowledged, close.Journey.Id) : null;
            default:
                db.ChangeTracker.Clear();
                return (Answer.Refused, null);
        }
    }

    Guid NewJourney(SimReferral referral)
    {
        var id = EntityId.FromName($"{seed}|{made}");
        names[id] = made++;
        contents[id] = referral;
        return id;
    }

    /// <summary>The planted bug: what the sender says later simply counts.</summary>
    void Lower(ReferralJourney journey, ParsedSubmission message)
    {
        if (message.Facts.Request.Priority is not { } said || said >= journey.Priority) return;
        JourneyMoves.Reclassify(journey, journey.Specialty, said);
        world.Moves.Note(db, journey, EventTypes.Reclassified, Actor.Triage, null, now);
    }

    // ---- workers

    void Wake(Guid id, Stage stage)
    {
        if (Hit(faults.Drop)) return;
        After(Hit(faults.Delay) ? Soon(20) : TimeSpan.FromMilliseconds(random.Next(1, 50)), () => Work(id, stage));
        if (Hit(faults.Duplicate)) After(Soon(5), () => Work(id, stage));
    }

    void Work(Guid id, Stage stage)
    {
        if (IsLocked(id)) return;
        if (stage is not (Stage.Received or Stage.InReview or Stage.Accepted))
        {
            Dispatch(id);
            return;
        }

        var tx = Begin();
        var journey = tx.Journey(id);
        if (journey is null || journey.Stage != stage || journey.ParkedSince is not null) return;
        if (stage == Stage.Received) world.Triage.Apply(db, journey, tx.Record(id).ReadFacts(), [], now);
        else if (stage == Stage.InReview) world.CarryOut.Apply(db, journey, store.Pending.GetValueOrDefault(id), now);
        else world.Choice.Apply(db, journey, tx.Record(id).BirthDate, tx.Record(id).Gender, [.. store.Declined.Where(d => d.Item1 == id).Select(d => d.Item2)], now);
        var (added, gone) = (SimTransaction.Tracked(db, EntityState.Added), SimTransaction.Tracked(db, EntityState.Deleted));
        db.ChangeTracker.Clear();
        store.Locked.Add(id);
        // Between reading and committing others are at work.
        After(Hit(faults.Delay) ? Soon(1) : TimeSpan.FromMilliseconds(random.Next(1, 200)), () =>
        {
            store.Locked.Remove(id);
            if (Hit(faults.Crash)) return;
            db.ChangeTracker.Clear();
            db.AddRange(added);
            db.RemoveRange(gone);
            if (!Finish(tx, id)) PutOff(id, stage);
        });
    }

    void PutOff(Guid id, Stage stage)
    {
        var tx = Begin();
        if (tx.Journey(id) is not { } journey || journey.Stage != stage) return;
        world.Moves.Failed(db, journey, "planted", now);
        Finish(tx, id, wake: false);
    }

    void Dispatch(Guid id)
    {
        if (!store.Journeys.TryGetValue(id, out var journey) || journey.WakeAt is null || journey.ParkedSince is not null) return;
        if (journey.Stage != Stage.Chosen)
        {
            Inform(id);
            return;
        }

        if (!store.Offers.TryGetValue(id, out var offer) || offer.ChosenService is null) return;
        var message = bug == SimBug.NewIdForEachTry ? EntityId.FromName($"try {tries++}") : ProviderMessage.IdOf(id, offer.Version, ProviderNotice.Referral);
        var begun = store.Dispatches.GetValueOrDefault(message) is { Message: not null } row ? row : null;
        var prepared = new PreparedDispatch(id, offer.Version, message, ProviderNotice.Referral, offer.ChosenService, "RH1", "http://x", begun?.DocumentVersion ?? journey.DocumentVersion, []);
        if (bug == SimBug.RecordedBeforeSent) Record(prepared, new(ProviderAnswerKind.Sent));
        else if (begun is null && bug != SimBug.SentUnannounced)
        {
            var tx = Begin();
            if (IsLocked(id) || world.Dispatch.Begin(db, tx.Journey(id)!, prepared, tx.Dispatch(message), true, now) is null || !Finish(tx, id, wake: false)) return;
        }

        var answer = random.Next(20) == 0 ? new(ProviderAnswerKind.Declined, "99") : Hit(faults.Silent) ? new ProviderAnswer(ProviderAnswerKind.Sent) : new(ProviderAnswerKind.Accepted);
        // A call that seems to have failed may have arrived all the same.
        var failed = Hit(faults.ProviderBad);
        var arrived = !failed || Hit(0.5);
        After(Soon(1), () =>
        {
            if (arrived && !(bug == SimBug.RecordedBeforeSent && Hit(0.2))) answer = provider.Take(prepared, answer);
            if (Hit(faults.Crash)) return;
            if (failed) answer = new(ProviderAnswerKind.Failed, "http-503");
            Record(prepared, answer);
            if (answer.Kind == ProviderAnswerKind.Sent) After(Soon(24 * 60), () => AnswerLater(message));
        });
    }

    void Record(PreparedDispatch prepared, ProviderAnswer answer)
    {
        var tx = Begin();
        var journey = tx.Journey(prepared.Referral)!;
        var stands = store.Offers.TryGetValue(journey.Id, out var offer) && offer.Version == prepared.BasisVersion && offer.ChosenService is not null;
        world.Dispatch.Apply(db, journey, prepared, tx.Dispatch(prepared.MessageId), stands, store.Declined.Contains((journey.Id, prepared.Service)), answer, now);
        Finish(tx, journey.Id, wake: false);
    }

    void AnswerLater(Guid message)
    {
        var tx = Begin();
        if (tx.Dispatch(message) is not { } dispatch || tx.Journey(dispatch.Referral) is not { } journey) return;
        world.Dispatch.Settle(db, journey, dispatch, store.Declined.Contains((journey.Id, dispatch.Service)), new(ProviderAnswerKind.Accepted), now);
        if (!Finish(tx, journey.Id)) After(Soon(60), () => AnswerLater(message));
    }

    /// <summary>Tells the provider of an amendment or withdrawal.</summary>
    void Inform(Guid id)
    {
        var journey = store.Journeys[id];
        if (DispatchRecorder.NoticeFor(journey.Stage) is not { } notice || store.Dispatches.Values.Where(d => d.Referral == id).MaxBy(d => d.FirstTried) is not { } sent) return;
        var prepared = new PreparedDispatch(id, journey.DocumentVersion, ProviderMessage.IdOf(id, journey.DocumentVersion, notice, sent.DocumentVersion), notice, sent.Service, "RH1", "http://x", journey.DocumentVersion, []);
        var failed = Hit(faults.ProviderBad);
        var arrived = !failed || Hit(0.5);
        After(Soon(1), () =>
        {
            var isKnown = !arrived || provider.Take(prepared);
            if (Hit(faults.Crash)) return;
            var tx = Begin();
            if (tx.Journey(id) is not { } told || tx.Dispatch(sent.MessageId) is not { } dispatch) return;
            world.Dispatch.RecordNotice(db, told, dispatch, prepared, failed ? new(ProviderAnswerKind.Failed, "http-503") : isKnown ? new(ProviderAnswerKind.Sent) : new(ProviderAnswerKind.Failed, "http-404"), now);
            Finish(tx, id, wake: false);
        });
    }

    // ---- watchdog, sequencer, people

    void PlanWatchdog()
    {
        if (bug == SimBug.WatchdogOff) return;
        var due = store.Journeys.Values.Where(j => j.ParkedSince is null && j.WakeAt is not null).Select(j => j.WakeAt!.Value)
            .Concat(store.Journeys.Values.Where(j => j.EscalateAt is not null).Select(j => j.EscalateAt!.Value)).DefaultIfEmpty(DateTime.MaxValue).Min();
        if (due == DateTime.MaxValue || (watchdogAt > now && watchdogAt <= due)) return;
        watchdogAt = due > now.AddSeconds(1) ? due : now.AddSeconds(1);
        After(watchdogAt - now, Watch);
    }

    void Watch()
    {
        foreach (var id in store.Journeys.Values.Where(j => !IsLocked(j.Id) && ((j.WakeAt <= now && j.ParkedSince is null) || j.EscalateAt <= now)).Select(j => j.Id).ToList())
        {
            var tx = Begin();
            var journey = tx.Journey(id)!;
            if (journey.EscalateAt <= now) world.Watchdog.Escalate(db, journey, now);
            if (bug == SimBug.OwnerDropped && journey.Escalations == 2) typeof(ReferralJourney).GetProperty(nameof(ReferralJourney.Owner))!.SetValue(journey, null);
            if (journey.WakeAt <= now) world.Moves.Woken(db, journey, now);
            if (Finish(tx, id, wake: false)) Wake(id, journey.Stage);
        }
    }

    void Stamp()
    {
        stampPlanned = false;
        if (Hit(faults.Crash))
        {
            PlanStamp();
            return;
        }

        // What a reader that polls by time does not see never comes back.
        var waiting = store.Log.Where(e => e.Position is null && (bug != SimBug.ReaderPollsByTime || e.At > store.SeenUntil)).OrderBy(e => e.At).ThenBy(e => names[e.Referral]).ThenBy(e => e.Version).ToList();
        foreach (var e in waiting)
        {
            store.Hash = LogChain.Hash(store.Hash, ++store.Head, e);
            (e.Position, e.Hash) = (store.Head, store.Hash);
            store.SeenUntil = e.At;
        }
    }

    void PlanStamp()
    {
        if (stampPlanned) return;
        stampPlanned = true;
        After(TimeSpan.FromMilliseconds(random.Next(20, 400)), Stamp);
    }

    /// <summary>Clinicians, practices and patients act now and then.</summary>
    void People()
    {
        foreach (var id in store.Journeys.Values.Where(j => !IsLocked(j.Id) && !j.Stage.IsTerminal() && random.NextDouble() < 0.2).Select(j => j.Id).ToList())
        {
            var tx = Begin();
            var journey = tx.Journey(id)!;
            switch (journey.Stage)
            {
                case Stage.InReview:
                    if (bug != SimBug.DecidedTwice && Standing(journey) is { Effect: not null }) continue;
                    var reviewer = $"Reviewer {reviewers++}";
                    if (journey.OwnerKind == OwnerKind.TriageTeam && random.Next(2) == 0) world.Moves.Claim(db, journey, reviewer, Actor.Clinician(reviewer), now);
                    // Between reading and deciding the referral may change; it is the version read that is decided on.
                    var version = journey.Version;
                    After(Soon(10), () => Decide(id, version, reviewer));
                    if (random.Next(4) == 0) After(Soon(10), () => Decide(id, version, $"Reviewer {reviewers++}"));
                    break;
                case Stage.AwaitingInformation:
                    _ = random.Next(8) == 0 ? world.Practice.Withdraw(db, journey, now) : world.Practice.Answer(db, journey, now);
                    break;
                case Stage.AwaitingChoice when tx.Offer(id) is { } offer:
                    var options = offer.ReadOptions();
                    world.Chooser.Apply(db, journey, offer, options[random.Next(options.Count)].Service, Actor.Patient, now);
                    break;
                default:
                    db.ChangeTracker.Clear();
                    continue;
            }

            Finish(tx, id);
        }

        foreach (var id in store.Journeys.Values.Where(j => j.Stage == Stage.Returned && random.NextDouble() < 0.02).Select(j => j.Id).ToList()) Appeal(id);
        After(TimeSpan.FromHours(3), People);
    }

    /// <summary>The decision that stands in the review in which it was made.</summary>
    PendingDecision? Standing(ReferralJourney journey) => store.Pending.GetValueOrDefault(journey.Id) is { } pending && pending.StageEntered == journey.StageEntered ? pending : null;

    void Decide(Guid id, int version, string reviewer)
    {
        var tx = Begin();
        if (IsLocked(id) || tx.Journey(id) is not { } journey) return;
        var first = Standing(journey);
        if (first?.Effect is not null && bug != SimBug.DecidedTwice) return;
        var outcome = journey.Priority.IsSuspectedCancer() ? 9 : random.Next(10);
        if (bug == SimBug.DecidedTwice) version = journey.Version;
        var request = new DecisionRequest(outcome switch { < 3 => ReviewOutcome.Return, 3 => ReviewOutcome.Ask, _ => ReviewOutcome.Accept }, reviewer, "Consultant", version, "SERVICE_INAPPROPRIATE", "Because.",
            outcome > 3 && journey.Specialty is null ? "110" : null);
        if (ReviewRules.Check(request, journey).Count > 0) return;
        world.Review.Settle(db, journey, first, request, now);
        var recorded = Finish(tx, id);
        decided.Add(new(ReferralReference.For(id).Value, reviewer, recorded ? Answer.Acknowledged : Answer.Unknown));
        if (recorded && random.Next(6) == 0) After(Soon(12), () => Undo(id));
    }

    void Undo(Guid id)
    {
        var tx = Begin();
        if (IsLocked(id) || tx.Journey(id) is not { Stage: Stage.InReview } journey || Standing(journey) is not { } pending || pending.Effect <= now) return;
        world.Review.TakeBack(db, journey, pending, pending.Reviewer, now);
        if (bug == SimBug.UndoneAllTheSame) JourneyMoves.OweProviderNotice(journey, now);
        Finish(tx, id);
    }

    /// <summary>The practice appeals a return; without an answer it does so again.</summary>
    void Appeal(Guid returnedId)
    {
        var tx = Begin();
        var returned = tx.Journey(returnedId)!;
        var message = $"appeal#{returnedId}";
        appeals[message] = returnedId;
        attempts.TryAdd(message, new(returned.Sender, message, SubmissionKind.New, Answer.Unknown));
        if (store.Journeys.Values.FirstOrDefault(j => j.Follows == returnedId) is { } follower)
        {
            Answered(message, Answer.Acknowledged, follower.Id);
            return;
        }

        var id = NewJourney(contents[returnedId]);
        world.Appeals.Open(db, returned, tx.Record(returnedId), new() { MediaType = "application/fhir+json", Sha256 = "", Bytes = [] }, id, now);
        if (Finish(tx, id, received: true)) Answered(message, Answer.Acknowledged, id);
    }

    // ---- plumbing

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
            if (received) names.Remove(id);
            if (received) contents.Remove(id);
            return false;
        }

        if (!tx.Commit(bug, received ? (bug == SimBug.ProjectionCountsTwice && Hit(faults.Crash) ? 2 : 1) : 0)) return false;
        var journey = store.Journeys[id];
        Trace($"{now.Ticks}|{names[id]}|{journey.Stage}|{journey.Version}|{journey.WakeCount}");
        PlanStamp();
        if (Hit(faults.FailAfter)) return false;
        // A decision waits for its time; only the watchdog wakes it.
        if (wake && journey.WakeAt is not null && journey.Stage != Stage.InReview && !Hit(faults.Crash)) Wake(id, journey.Stage);
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
            if (e.Position != position || e.Hash != hash) fault ??= $"Position {position} does not fit.";
        }

        return new()
        {
            Attempts = [.. attempts.Values],
            Deliveries = [.. provider.Deliveries.Values],
            Held = [.. provider.Held.Select(h => new HeldReferral(h.Key.Referral, h.Key.Service, h.Value))],
            Messages = [.. store.Submissions.Values.Select(s => new StoredMessage(s.Sender, s.MessageId, s.Kind, s.Referral))],
            Journeys = [.. store.Journeys.Values.Select(j => new StoredJourney(j.Id, j.Sender, j.Stage, j.Version, j.Priority.Code(), j.Owner is not null && j.Due is not null, j.WakeAt is not null, j.ParkedSince is not null, j.DocumentVersion))],
            Events = [.. store.Log.Select(HistorySnapshot.Of)],
            Sent = [.. store.Dispatches.Values.Where(d => d.Sent != null).Select(d => (d.Referral, d.MessageId))],
            Decisions = store.Decisions.ConvertAll(d => new StoredDecision(d.Referral, d.Version, d.Reviewer)),
            Decided = decided,
            ChainFault = fault,
            ChainEvents = position,
            ProjectedReceived = store.Projected,
        };
    }
}
