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
    Guid? Follows = null,
    DateTime? Authored = null
);

/// <summary>A move outside the table of transitions: a defect of the caller, never an answer to a user.</summary>
public sealed class IllegalMoveException(Stage from, Stage to) : Exception($"A journey cannot go from {from} to {to}.");

/// <summary>
/// The only code that changes a journey. Each change raises the version by one and appends one event, both tracked by
/// the caller's context and saved with whatever else the caller does.
/// </summary>
public sealed partial class JourneyMoves(HubSettings settings)
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
            Authored = start.Authored ?? start.Received,
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

    /// <summary>
    /// Moves to another stage. <paramref name="data"/> adds to what every event says anyway; a due time in it counts when it is
    /// sooner than that of the stage.
    /// </summary>
    public void Move(HubDbContext db, ReferralJourney journey, Stage to, string eventType, Actor actor, EventData? data, DateTime now)
    {
        if (!Transitions.Allows(journey.Stage, to))
            throw new IllegalMoveException(journey.Stage, to);
        var from = journey.Stage;
        Enter(journey, to, data?.Provider, now);
        if (data?.Due < journey.Due)
            (journey.Due, journey.EscalateAt) = (data.Due, data.Due);
        Append(db, journey, eventType, actor, Merge(data, journey) with { From = from, Owner = journey.OwnerKind, Due = journey.Due }, now);
        if (to == Stage.AwaitingCapacity && journey.MayNotWait)
            Alarms.RaiseForCapacity(db, journey, settings.Clocks, now);
    }

    /// <summary>Records a fact that does not change the stage.</summary>
    public void Note(HubDbContext db, ReferralJourney journey, string eventType, Actor actor, EventData? data, DateTime now) =>
        Append(db, journey, eventType, actor, Merge(data, journey), now);

    /// <summary>The referral's content has a new version; what the facts say now replaces what they said.</summary>
    public static void Amend(
        ReferralJourney journey,
        string patientKey,
        string? specialty,
        Priority priority,
        IEnumerable<string> flags,
        DateTime? authored = null
    )
    {
        journey.Authored = authored ?? journey.Authored;
        journey.DocumentVersion++;
        journey.PatientKey = patientKey;
        journey.Specialty = specialty ?? journey.Specialty;
        journey.Priority = priority;
        // What may not wait is put aside by nobody, also when it has become so only now.
        if (journey.MayNotWait)
            journey.ParkedSince = null;
        journey.FlagCodes = string.Join(' ', flags.Distinct());
    }

    /// <summary>
    /// A message is about to go to the chosen provider: from here on the provider may have the referral, whatever is heard of it.
    /// </summary>
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

    /// <summary>
    /// What triage found decides whether it is read before others, from the move that follows on. For an emergency a telephone rings at
    /// once, whatever becomes of it.
    /// </summary>
    public void PutFirst(HubDbContext db, ReferralJourney journey, ReadFirst why, DateTime now)
    {
        // Triaged again it is the same emergency, of which the telephone has rung.
        if (why == ReadFirst.Emergency && journey.ReadFirst != ReadFirst.Emergency)
            Alarms.RaiseForEmergency(db, journey, settings.Clocks, now);
        journey.ReadFirst = why;
    }

    public static void AddFlag(ReferralJourney journey, string flag)
    {
        if (!journey.Has(flag))
            journey.FlagCodes = journey.FlagCodes.Length == 0 ? flag : $"{journey.FlagCodes} {flag}";
    }

    public static void RemoveFlag(ReferralJourney journey, string flag) =>
        journey.FlagCodes = string.Join(' ', journey.FlagCodes.Split(' ').Where(f => f != flag));

    /// <summary>There is nothing to do that it would have to be woken for.</summary>
    public static void NothingDue(ReferralJourney journey)
    {
        if (!journey.Stage.IsAutomated())
            journey.WakeAt = null;
    }

    void Enter(ReferralJourney journey, Stage stage, string? provider, DateTime now)
    {
        journey.Stage = stage;
        journey.StageEntered = now;
        journey.ReadFirst = KeepFirst(journey, stage);
        var turn = StageOwnership.FindOwner(stage, journey, provider, settings.Clocks, now);
        (journey.OwnerKind, journey.Owner, journey.Due) = (turn?.Kind, turn?.Owner, turn?.Due);
        (journey.WakeCount, journey.Escalations, journey.StuckReason, journey.StuckSince) = (0, 0, null, null);
        (journey.EscalateAt, journey.Deaths, journey.ParkedSince, journey.SendingSince) = (turn?.Due, 0, null, null);
        journey.WakeAt = stage.IsAutomated() ? now + WakeInterval : null;
    }

    /// <summary>
    /// Being read first ends with what it is for, a person's decision or the referral's passing on. What was sent as suspected cancer
    /// never stands behind what a rule has found, whatever brought it into review.
    /// </summary>
    static ReadFirst KeepFirst(ReferralJourney journey, Stage stage) =>
        stage switch
        {
            Stage.InReview when journey.Priority >= Priority.Asap && journey.ReadFirst < ReadFirst.SuspectedCancer =>
                ReadFirst.SuspectedCancer,
            Stage.Received or Stage.InReview or Stage.AwaitingInformation => journey.ReadFirst,
            _ => ReadFirst.No,
        };

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
            First = journey.ReadFirst == ReadFirst.No ? null : journey.ReadFirst,
        };

    static string? NullIfEmpty(string flags) => flags.Length == 0 ? null : flags;
}
