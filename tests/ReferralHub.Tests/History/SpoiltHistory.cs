using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Referrals;

namespace ReferralHub.Tests.History;

/// <summary>A sound history, and every way to spoil it.</summary>
static class SpoiltHistory
{
    static readonly Guid A = Guid.Parse("00000000-0000-7000-8000-00000000000a");
    static readonly Guid B = Guid.Parse("00000000-0000-7000-8000-00000000000b");
    static readonly Guid MessageOfB = Guid.Parse("00000000-0000-7000-8000-0000000000bb");
    static readonly Guid C = Guid.Parse("00000000-0000-7000-8000-00000000000c");

    public static readonly HistorySnapshot Sound = new()
    {
        Attempts =
        [
            new("L81008", "m-a", SubmissionKind.New, Answer.Acknowledged, A),
            new("L81008", "m-b", SubmissionKind.New, Answer.Acknowledged, B),
            new("L81008", "m-c", SubmissionKind.New, Answer.Unknown),
            new("L81008", "m-d", SubmissionKind.New, Answer.Acknowledged, C),
        ],
        Messages = [new("L81008", "m-a", "New", A), new("L81008", "m-b", "New", B), new("L81008", "m-d", "New", C)],
        Journeys =
        [
            new(A, "L81008", Stage.AwaitingChoice, 3, "routine", true, false, false),
            new(B, "L81008", Stage.HandedOver, 5, "asap", false, false, false),
            new(C, "L81008", Stage.Returned, 6, "routine", false, false, false),
        ],
        Events =
        [
            Event(A, 1, EventTypes.Received, 1, null, Stage.Received, "routine", "sender:L81008"),
            Event(A, 2, EventTypes.Accepted, 2, Stage.Received, Stage.Accepted, "routine"),
            Event(A, 3, EventTypes.ChoiceOffered, 3, Stage.Accepted, Stage.AwaitingChoice, "routine"),
            Event(B, 1, EventTypes.Received, 4, null, Stage.Received, "asap", "sender:L81008"),
            Event(B, 2, EventTypes.Accepted, 5, Stage.Received, Stage.Accepted, "asap"),
            Event(B, 3, EventTypes.Chosen, 6, Stage.Accepted, Stage.Chosen, "asap"),
            Event(B, 4, EventTypes.Dispatched, 7, Stage.Chosen, Stage.Dispatched, "asap"),
            Event(B, 5, EventTypes.HandedOver, 8, Stage.Dispatched, Stage.HandedOver, "asap"),
            Event(C, 1, EventTypes.Received, 9, null, Stage.Received, "routine", "sender:L81008"),
            Event(C, 2, EventTypes.SentToReview, 10, Stage.Received, Stage.InReview, "routine"),
            Event(C, 3, EventTypes.DecisionRecorded, 11, null, Stage.InReview, "routine", "clinician:One"),
            Event(C, 4, EventTypes.DecisionUndone, 12, null, Stage.InReview, "routine", "clinician:One"),
            Event(C, 5, EventTypes.DecisionRecorded, 13, null, Stage.InReview, "routine", "clinician:One"),
            Event(C, 6, EventTypes.Returned, 14, Stage.InReview, Stage.Returned, "routine", "clinician:One"),
        ],
        Deliveries = [new(B, MessageOfB, 2)],
        Sent = [(B, MessageOfB)],
        Held = [new(B, "joint-1", 1)],
        Decisions = [new(C, 6, "One")],
        Decided =
        [
            new(ReferralReference.FromReferralId(C).Value, "One", Answer.Acknowledged),
            new(ReferralReference.FromReferralId(A).Value, "Two", Answer.Unknown),
        ],
        ChainEvents = 14,
        Audited = [A, B, C],
        ProjectedReceived = 3,
    };

    public static HistorySnapshot Spoil(string mutation) =>
        mutation switch
        {
            "an acknowledged message is gone" => Sound with { Messages = [.. Sound.Messages.Skip(1)] },
            "a journey is gone" => Sound with { Journeys = [.. Sound.Journeys.Skip(1)] },
            "a message nobody sent" => Sound with { Messages = [.. Sound.Messages, new("L81008", "m-x", "Amendment", A)] },
            "a message stored twice" => Sound with { Messages = [.. Sound.Messages, Sound.Messages[0]] },
            "a journey begun twice" => Sound with { Messages = [.. Sound.Messages, new("L81008", "m-c", "New", A)] },
            "a journey out of nowhere" => Sound with { Journeys = [.. Sound.Journeys, Sound.Journeys[0] with { Id = Guid.Empty }] },
            "a message taken for another kind" => Sound with
            {
                Messages = [Sound.Messages[0], Sound.Messages[1] with { Kind = "Amendment" }, Sound.Messages[2]],
            },
            "a journey twice" => Sound with { Journeys = [.. Sound.Journeys, Sound.Journeys[0]] },
            "a journey left with a worker" => Sound with
            {
                Journeys = [Sound.Journeys[0] with { Stage = Stage.Accepted, Version = 2 }, .. Sound.Journeys.Skip(1)],
            },
            "a notice left with a worker" => Sound with
            {
                Journeys = [Sound.Journeys[0], Sound.Journeys[1] with { WaitsForWorker = true }, Sound.Journeys[2]],
            },
            "a delivery that never came" => Sound with { Deliveries = [] },
            "an effect twice" => Sound with { Deliveries = [.. Sound.Deliveries, Sound.Deliveries[0]] },
            "two messages for one choice" => Sound with
            {
                Deliveries = [.. Sound.Deliveries, new(B, A, 1)],
                Sent = [.. Sound.Sent, (B, A)],
            },
            "one message recorded twice" => Sound with { Sent = [.. Sound.Sent, Sound.Sent[0]] },
            "a version missing" => Sound with { Events = [.. Sound.Events.Where(e => e.Position != 2)] },
            "a version twice" => Sound with { Events = [.. Sound.Events, Sound.Events[1]] },
            "an illegal move" => Change(2, e => e with { From = Stage.Accepted, Stage = Stage.Returned }),
            "a move from elsewhere" => Change(1, e => e with { From = Stage.InReview }),
            "a stage swapped" => Sound with { Journeys = [Sound.Journeys[0] with { Stage = Stage.InReview }, .. Sound.Journeys.Skip(1)] },
            "a beginning missing" => Change(0, e => e with { Type = EventTypes.Accepted, Stage = Stage.Accepted }),
            "a log without journey" => Sound with
            {
                Events = [.. Sound.Events, Event(Guid.Empty, 1, EventTypes.Received, 15, null, Stage.Received, "routine")],
            },
            "a move after the end" => Sound with
            {
                Events = [.. Sound.Events, Event(B, 6, EventTypes.Chosen, 15, Stage.HandedOver, Stage.Chosen, "asap")],
            },
            "a priority lowered" => Change(5, e => e with { Priority = "routine" }),
            "a priority other than logged" => Sound with
            {
                Journeys = [Sound.Journeys[0] with { Priority = "urgent" }, .. Sound.Journeys.Skip(1)],
            },
            "one more received than there are" => Sound with { Messages = [.. Sound.Messages, new("L81008", "m-c", "New", Guid.Empty)] },
            "an activity miscounted" => Sound with { ProjectedReceived = 4 },
            "nobody's turn" => Sound with { Journeys = [Sound.Journeys[0] with { HasOwnerAndDue = false }, .. Sound.Journeys.Skip(1)] },
            "an event without place" => Change(7, e => e with { Position = null }),
            "a broken chain" => Sound with { ChainFault = "Position 3 is missing." },
            "a broken audit" => Sound with { AuditFault = "Audit position 3 is missing." },
            "a change without audit" => Sound with { Audited = [A, C] },
            "a short chain" => Sound with { ChainEvents = 13 },
            "a place given twice" => Change(7, e => e with { Position = 7 }),
            "another's referral" => Sound with { Attempts = [Sound.Attempts[0] with { Referral = B }, .. Sound.Attempts.Skip(1)] },
            "a decision without effect" => Sound with
            {
                Events = [.. Sound.Events.SkipLast(1)],
                Journeys =
                [
                    .. Sound.Journeys.SkipLast(1),
                    Sound.Journeys[2] with
                    {
                        Stage = Stage.InReview,
                        Version = 5,
                        HasOwnerAndDue = true,
                    },
                ],
            },
            "a decision twice" => Change(11, e => e with { Type = EventTypes.DecisionRecorded }),
            "an undone decision all the same" => Change(12, e => e with { Type = EventTypes.Escalated }),
            "an undoing of nothing" => Change(10, e => e with { Type = EventTypes.DecisionUndone }),
            "a decision overtaken by the hub" => Change(13, e => e with { Actor = "hub:triage" }),
            "a decision acknowledged and gone" => Sound with
            {
                Decided = [.. Sound.Decided, new(ReferralReference.FromReferralId(B).Value, "Three", Answer.Acknowledged)],
            },
            "a return nobody signed" => Sound with { Decisions = [] },
            "a return signed by another" => Sound with { Decisions = [new(C, 6, "Two")] },
            "a signature under nothing" => Sound with { Decisions = [.. Sound.Decisions, new(A, 2, "Two")] },
            "a return by a rule" => Change(13, e => e with { Actor = "hub:triage" }),
            "two providers with one referral" => Sound with { Held = [.. Sound.Held!, new(B, "joint-2", 1)] },
            "a provider with an old version" => Sound with
            {
                Journeys = [Sound.Journeys[0], Sound.Journeys[1] with { DocumentVersion = 2 }, Sound.Journeys[2]],
            },
            "a provider with what was returned" => Sound with { Held = [.. Sound.Held!, new(C, "joint-1", 1)] },
            "a provider without its referral" => Sound with { Held = [] },
            "a refusal that nobody knows of" => Sound with { Refused = [B], BeforePeople = [A] },
            _ => throw new InvalidOperationException(mutation),
        };

    static HistorySnapshot Change(int index, Func<StoredEvent, StoredEvent> change) =>
        Sound with
        {
            Events = [.. Sound.Events.Select((e, i) => i == index ? change(e) : e)],
        };

    static StoredEvent Event(
        Guid referral,
        int version,
        string type,
        long position,
        Stage? from,
        Stage stage,
        string priority,
        string actor = "hub:triage"
    ) => new(referral, version, type, actor, position, from, stage, priority);
}
