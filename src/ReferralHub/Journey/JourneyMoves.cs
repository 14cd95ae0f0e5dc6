using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Journey;

/// <summary>What a new journey starts from.</summary>
public sealed record NewJourney(
    Guid Id,
    string Sender,
    string? Practice,
    string PatientKey,
    Priority Priority,
    string? Specialty,
    IReadOnlyCollection<string> Flags,
    DateTime Received,
    Guid? Follows = null
);

/// <summary>A move outside the table of transitions: a defect of the caller, never an answer to a user.</summary>
public sealed class IllegalMoveException(Stage from, Stage to) : Exception($"A journey cannot go from {from} to {to}.");

/// <summary>
/// The only code that changes a journey. Each change raises the version by one and appends one event, both tracked by
/// the caller's context and saved with whatever else the caller does.
/// </summary>
public sealed class JourneyMoves(HubSettings settings)
{
    /// <summary>How long a worker may take before the watchdog wakes it again.</summary>
    static readonly TimeSpan WakeInterval = TimeSpan.FromSeconds(15);

    public ReferralJourney Open(HubDbContext db, NewJourney start, Actor actor, DateTime now)
    {
        var journey = new ReferralJourney
        {
            Id = start.Id,
            Reference = ReferralReference.FromReferralId(start.Id).Value,
            Sender = start.Sender,
            Practice = start.Practice,
            PatientKey = start.PatientKey,
            Priority = start.Priority,
            Specialty = start.Specialty,
            ClockStart = WorkingDays.LocalDate(start.Received),
            Received = start.Received,
            Follows = start.Follows,
            DocumentVersion = 1,
            FlagCodes = string.Join(' ', start.Flags),
        };
        Enter(journey, Stage.Received, null, now);
        db.Journeys.Add(journey);
        Append(
            db,
            journey,
            EventTypes.Received,
            actor,
            Merge(null, journey) with
            {
                Flags = NullIfEmpty(journey.FlagCodes),
                Received = journey.Received,
                Follows = journey.Follows,
            },
            now
        );
        return journey;
    }

    /// <summary>Moves to another stage. <paramref name="data"/> adds to what every event says anyway; a due time in it counts when it is sooner than that of the stage.</summary>
    public void Move(HubDbContext db, ReferralJourney journey, Stage to, string eventType, Actor actor, EventData? data, DateTime now)
    {
        if (!Transitions.Allows(journey.Stage, to))
            throw new IllegalMoveException(journey.Stage, to);
        var from = journey.Stage;
        Enter(journey, to, data?.Provider, now);
        if (data?.Due < journey.Due)
            (journey.Due, journey.EscalateAt) = (data.Due, data.Due);
        Append(db, journey, eventType, actor, Merge(data, journey) with { From = from, Owner = journey.OwnerKind, Due = journey.Due }, now);
    }

    /// <summary>Records a fact that does not change the stage.</summary>
    public void Note(HubDbContext db, ReferralJourney journey, string eventType, Actor actor, EventData? data, DateTime now) =>
        Append(db, journey, eventType, actor, Merge(data, journey), now);

    /// <summary>The referral's content has a new version; what the facts say now replaces what they said.</summary>
    public static void Amend(ReferralJourney journey, string patientKey, string? specialty, Priority priority, IEnumerable<string> flags)
    {
        journey.DocumentVersion++;
        journey.PatientKey = patientKey;
        journey.Specialty = specialty ?? journey.Specialty;
        journey.Priority = priority;
        journey.FlagCodes = string.Join(' ', flags.Distinct());
    }

    /// <summary>A message is about to go to the chosen provider: from here on the provider may have the referral, whatever is heard of it.</summary>
    public void BeginSending(HubDbContext db, ReferralJourney journey, string provider, string service, DateTime now)
    {
        journey.SendingSince = now;
        Note(db, journey, EventTypes.Sending, Actor.Dispatch, new() { Provider = provider, Service = service }, now);
    }

    /// <summary>The provider has something to be told that it does not know yet; the dispatch worker is woken for it.</summary>
    public static void OweProviderNotice(ReferralJourney journey, DateTime now) => journey.WakeAt = now + WakeInterval;

    /// <summary>The provider knows all there is to know.</summary>
    public static void ProviderInformed(ReferralJourney journey)
    {
        (journey.WakeCount, journey.StuckReason, journey.StuckSince, journey.Deaths, journey.ParkedSince) = (0, null, null, 0, null);
        NothingDue(journey);
    }

    /// <summary>A named clinician's change of specialty or priority; the caller records who and why.</summary>
    public static void Reclassify(ReferralJourney journey, string? specialty, Priority priority)
    {
        journey.Specialty = specialty;
        journey.Priority = priority;
    }

    public static void AddFlag(ReferralJourney journey, string flag)
    {
        if (!journey.Has(flag))
            journey.FlagCodes = journey.FlagCodes.Length == 0 ? flag : $"{journey.FlagCodes} {flag}";
    }

    /// <summary>Hands the turn to one clinician, or back to the team when <paramref name="clinician"/> is null.</summary>
    public void Claim(HubDbContext db, ReferralJourney journey, string? clinician, Actor actor, DateTime now)
    {
        (journey.OwnerKind, journey.Owner) = clinician is null
            ? (OwnerKind.TriageTeam, StageOwnership.NameTeam(journey.Specialty))
            : (OwnerKind.Clinician, clinician);
        Note(db, journey, clinician is null ? EventTypes.Released : EventTypes.Claimed, actor, null, now);
    }

    /// <summary>
    /// A clinician has decided, and the decision takes effect at <paramref name="effect"/> unless it is undone: until then
    /// the turn is the hub's, which is woken at that time and has the usual minutes for it.
    /// </summary>
    public void AwaitEffect(HubDbContext db, ReferralJourney journey, DateTime effect, Actor actor, DateTime now)
    {
        (journey.OwnerKind, journey.Owner) = (OwnerKind.Hub, "review");
        journey.Due = effect.AddMinutes(settings.Clocks.ImmediateMinutes);
        (journey.EscalateAt, journey.WakeAt) = (journey.Due, effect);
        Note(db, journey, EventTypes.DecisionRecorded, actor, new() { Owner = journey.OwnerKind, Due = effect }, now);
    }

    /// <summary>The decision was undone: deadline and escalation are what they were, and the turn is the clinician's again.</summary>
    public void Undo(
        HubDbContext db,
        ReferralJourney journey,
        string clinician,
        DateTime due,
        DateTime? escalateAt,
        Actor actor,
        DateTime now
    )
    {
        (journey.OwnerKind, journey.Owner, journey.Due) = (OwnerKind.Clinician, clinician, due);
        (journey.EscalateAt, journey.WakeAt) = (escalateAt, null);
        Note(db, journey, EventTypes.DecisionUndone, actor, new() { Owner = journey.OwnerKind, Due = due }, now);
    }

    /// <summary>One clinician proposes a return and a second must agree: the turn is the team's again, the deadline stays.</summary>
    public void AskSecondOpinion(HubDbContext db, ReferralJourney journey, Actor actor, DateTime now)
    {
        (journey.OwnerKind, journey.Owner) = (OwnerKind.TriageTeam, StageOwnership.NameTeam(journey.Specialty));
        Note(db, journey, EventTypes.SecondOpinionAsked, actor, new() { Owner = journey.OwnerKind, Due = journey.Due }, now);
    }

    /// <summary>There is nothing to do that it would have to be woken for.</summary>
    public static void NothingDue(ReferralJourney journey)
    {
        if (!journey.Stage.IsAutomated())
            journey.WakeAt = null;
    }

    /// <summary>A worker failed: try again later, and from the fifth time on say so to operations.</summary>
    public void Failed(HubDbContext db, ReferralJourney journey, string reason, DateTime now)
    {
        journey.WakeCount++;
        journey.WakeAt = now + Backoff(journey.WakeCount);
        if (journey.WakeCount >= StuckAfterFailures)
            MarkStuck(db, journey, reason, now);
    }

    /// <summary>Nobody came: the watchdog wakes it again, and after a minute without a worker says so to operations.</summary>
    internal void Woken(HubDbContext db, ReferralJourney journey, DateTime now)
    {
        journey.WakeAt = now + WakeInterval;
        // Where a stage is woken at a time of its own, its deadline tells whether somebody came.
        if (journey.Stage.IsAutomated() && now - journey.StageEntered >= StuckAfterSilence)
            MarkStuck(db, journey, NoWorkerFinished, now);
    }

    /// <summary>The deadline passed and nobody acted: the next rung is told. Returns it, or null when all know.</summary>
    internal EscalationRung? Escalate(HubDbContext db, ReferralJourney journey, DateTime now)
    {
        if (EscalationLadder.FindNext(journey.Escalations) is not { } rung)
        {
            journey.EscalateAt = null;
            return null;
        }

        journey.Escalations++;
        journey.EscalateAt = EscalationLadder.ScheduleNext(rung, journey.Priority, now);
        Note(
            db,
            journey,
            EventTypes.Escalated,
            Actor.Watchdog,
            new()
            {
                Owner = journey.OwnerKind,
                Due = journey.Due,
                Reason = journey.Stage.ToString(),
                Rung = rung,
            },
            now
        );
        return rung;
    }

    /// <summary>
    /// A process died with this referral in hand. After the third time no worker touches it until an operator says so,
    /// because a referral that kills workers would stop all the others.
    /// </summary>
    public void WorkerDied(HubDbContext db, ReferralJourney journey, DateTime now)
    {
        journey.Deaths++;
        if (journey.Deaths < ParkedAfterDeaths)
            return;
        MarkStuck(db, journey, KillsWorkers, now);
        Park(db, journey, KillsWorkers, Actor.Watchdog, now);
    }

    /// <summary>No worker touches it any more; its owner and deadline stay, so it goes on being escalated.</summary>
    public void Park(HubDbContext db, ReferralJourney journey, string reason, Actor actor, DateTime now)
    {
        if (journey.ParkedSince is not null)
            return;
        journey.ParkedSince = now;
        Note(db, journey, EventTypes.Parked, actor, new() { Reason = reason }, now);
    }

    /// <summary>An operator has it tried again from the start.</summary>
    public void Retry(HubDbContext db, ReferralJourney journey, Actor actor, DateTime now)
    {
        (journey.WakeCount, journey.Deaths, journey.ParkedSince) = (0, 0, null);
        journey.WakeAt = now + WakeInterval;
        Note(db, journey, EventTypes.Retried, actor, new() { Reason = journey.StuckReason }, now);
    }

    /// <summary>1, 2, 4 … seconds, at most five minutes: five tries take half a minute, so that stuck work shows within one.</summary>
    internal static TimeSpan Backoff(int wakes) => TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, Math.Min(wakes, 12) - 1)));

    /// <summary>Reason of a journey that waited for a minute without any worker finishing it.</summary>
    public const string NoWorkerFinished = "no-worker-finished";

    /// <summary>Reason of a journey that was in hand when a process died, three times.</summary>
    public const string KillsWorkers = "kills-workers";

    const int ParkedAfterDeaths = 3;
    const int StuckAfterFailures = 5;
    static readonly TimeSpan StuckAfterSilence = TimeSpan.FromSeconds(60);

    void MarkStuck(HubDbContext db, ReferralJourney journey, string reason, DateTime now)
    {
        if (journey.StuckReason is not null)
            return;
        (journey.StuckReason, journey.StuckSince) = (reason, now);
        Note(db, journey, EventTypes.Stuck, Actor.Watchdog, new() { Reason = reason }, now);
    }

    void Enter(ReferralJourney journey, Stage stage, string? provider, DateTime now)
    {
        journey.Stage = stage;
        journey.StageEntered = now;
        var turn = StageOwnership.FindOwner(stage, journey, provider, settings.Clocks, now);
        (journey.OwnerKind, journey.Owner, journey.Due) = (turn?.Kind, turn?.Owner, turn?.Due);
        (journey.WakeCount, journey.Escalations, journey.StuckReason, journey.StuckSince) = (0, 0, null, null);
        (journey.EscalateAt, journey.Deaths, journey.ParkedSince, journey.SendingSince) = (turn?.Due, 0, null, null);
        journey.WakeAt = stage.IsAutomated() ? now + WakeInterval : null;
    }

    static void Append(HubDbContext db, ReferralJourney journey, string type, Actor actor, EventData data, DateTime now)
    {
        journey.Version++;
        journey.Updated = now;
        db.Log.Add(
            new()
            {
                Id = EntityId.New(now),
                Referral = journey.Id,
                Version = journey.Version,
                Type = type,
                At = now,
                Actor = actor.ToString(),
                Data = data.Write(),
            }
        );
    }

    static EventData Merge(EventData? data, ReferralJourney journey) =>
        (data ?? new()) with
        {
            Stage = journey.Stage,
            Priority = journey.Priority.ToCode(),
            Specialty = journey.Specialty,
            Practice = journey.Practice,
        };

    static string? NullIfEmpty(string flags) => flags.Length == 0 ? null : flags;
}
