using Microsoft.EntityFrameworkCore;
using ReferralHub.Activity;
using ReferralHub.Dispatch;
using ReferralHub.Identity.Audit;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;
using ReferralHub.Review;

namespace ReferralHub.Tests.History;

/// <summary>What a client knows of one message it sent: unknown when no answer came, as in Jepsen.</summary>
public enum Answer
{
    Unknown,
    Acknowledged,
    Refused,
}

/// <summary>One message as its sender saw it, over all tries.</summary>
/// <param name="Referral">The referral that the answer named, when there was one.</param>
public sealed record Attempt(string Sender, string MessageId, SubmissionKind Kind, Answer Answer, Guid? Referral = null);

/// <summary>A message that reached a provider, over all tries.</summary>
public sealed record Delivery(Guid Referral, Guid MessageId, int Times);

public sealed record StoredMessage(string Sender, string MessageId, string Kind, Guid Referral);

/// <summary>A referral that a provider has and may act on, by all it was told.</summary>
/// <param name="DocumentVersion">Null where it cannot be known.</param>
public sealed record HeldReferral(Guid Referral, string Service, int? DocumentVersion);

public sealed record StoredJourney(
    Guid Id,
    string Sender,
    Stage Stage,
    int Version,
    string Priority,
    bool HasOwnerAndDue,
    bool WaitsForWorker,
    bool Parked,
    int DocumentVersion = 1
);

public sealed record StoredEvent(
    Guid Referral,
    int Version,
    string Type,
    string Actor,
    long? Position,
    Stage? From,
    Stage? Stage,
    string? Priority,
    DateTime At = default,
    ReadFirst? First = null
)
{
    public bool IsByClinician => Actor.StartsWith("clinician:", StringComparison.Ordinal);
}

/// <summary>A decision that took effect, as its reviewer signed it.</summary>
public sealed record StoredDecision(Guid Referral, int Version, string Reviewer);

/// <summary>A decision as its reviewer saw it sent. Each has a name of its own, so that none stands for another.</summary>
public sealed record DecisionAttempt(string Reference, string Reviewer, Answer Answer);

/// <summary>Everything a check needs, with nothing behind it: made from a database, by the simulator, or by hand and then spoilt.</summary>
public sealed record HistorySnapshot
{
    public IReadOnlyList<Attempt> Attempts { get; init; } = [];

    public IReadOnlyList<Delivery> Deliveries { get; init; } = [];

    public IReadOnlyList<StoredMessage> Messages { get; init; } = [];

    public IReadOnlyList<StoredJourney> Journeys { get; init; } = [];

    /// <summary>Events about referrals.</summary>
    public IReadOnlyList<StoredEvent> Events { get; init; } = [];

    /// <summary>Positions of the events of the log that are about the books.</summary>
    public IReadOnlyList<long?> Books { get; init; } = [];

    /// <summary>Referrals that the hub has recorded as sent to a provider.</summary>
    public IReadOnlyList<(Guid Referral, Guid MessageId)> Sent { get; init; } = [];

    /// <summary>What providers have at the end; null where nobody looked.</summary>
    public IReadOnlyList<HeldReferral>? Held { get; init; }

    /// <summary>Referrals of which a provider refused the newest that it was told; null where nobody looked.</summary>
    public IReadOnlyList<Guid>? Refused { get; init; }

    /// <summary>Referrals of which a person has been told that a provider did not take a message.</summary>
    public IReadOnlyList<Guid> BeforePeople { get; init; } = [];

    /// <summary>Referrals for which a telephone was to ring, and since when.</summary>
    public IReadOnlyList<(Guid Referral, DateTime Raised)> Alarms { get; init; } = [];

    /// <summary>Until when it was looked at; null where nobody looked how long anything stood still.</summary>
    public DateTime? Until { get; init; }

    public IReadOnlyList<StoredDecision> Decisions { get; init; } = [];

    public IReadOnlyList<DecisionAttempt> Decided { get; init; } = [];

    public string? ChainFault { get; init; }

    public long ChainEvents { get; init; }

    /// <summary>What a walk along the audit found; null when it is sound.</summary>
    public string? AuditFault { get; init; }

    /// <summary>Referrals of which the audit says that somebody changed them; null where nobody looked.</summary>
    public IReadOnlyCollection<Guid>? Audited { get; init; }

    /// <summary>Referrals received by the activity projection's count; null where there is none.</summary>
    public long? ProjectedReceived { get; init; }

    public static async Task<HistorySnapshot> ReadAsync(
        HubDatabase database,
        IReadOnlyList<Attempt> attempts,
        IReadOnlyList<Delivery> deliveries,
        IReadOnlyList<DecisionAttempt>? decided = null,
        IReadOnlyList<HeldReferral>? held = null,
        IReadOnlyList<Guid>? refused = null
    )
    {
        await using var db = database.OpenRead();
        var verified = await LogVerifier.VerifyAsync(db, CancellationToken.None);
        var events = await db.Log.OrderBy(e => e.Referral).ThenBy(e => e.Version).ToListAsync();
        var journeys = await db.Journeys.ToListAsync();
        return new()
        {
            Attempts = attempts,
            Deliveries = deliveries,
            Messages = await db.Submissions.Select(s => new StoredMessage(s.Sender, s.MessageId, s.Kind, s.Referral)).ToListAsync(),
            Journeys = journeys.ConvertAll(j => new StoredJourney(
                j.Id,
                j.Sender,
                j.Stage,
                j.Version,
                ReferralHub.Kernel.Priorities.ToCode(j.Priority),
                j.Owner is not null && j.Due is not null,
                j.WakeAt is not null,
                j.ParkedSince is not null,
                j.DocumentVersion
            )),
            Events = events.FindAll(e => e.IsAboutReferral).ConvertAll(ToStoredEvent),
            Books = events.FindAll(e => !e.IsAboutReferral).ConvertAll(e => e.Position),
            Sent = (await db.Dispatches.Where(d => d.Sent != null).Select(d => new { d.Referral, d.MessageId }).ToListAsync()).ConvertAll(
                d => (d.Referral, d.MessageId)
            ),
            Decisions = await db.ReviewDecisions.Select(d => new StoredDecision(d.Referral, d.Version, d.Reviewer)).ToListAsync(),
            BeforePeople = await db.Set<WorkItem>()
                .Where(w => w.Kind == Flags.ProviderRefused && w.Referral != null)
                .Select(w => w.Referral!.Value)
                .ToListAsync(),
            Decided = decided ?? [],
            Held = held,
            Refused = refused,
            ChainFault = verified.FirstFault,
            ChainEvents = verified.Events,
            AuditFault = (await AuditVerifier.VerifyAsync(db, [], CancellationToken.None)).FirstFault,
            Audited = (
                await db.Set<AccessSubject>()
                    .Where(a => a.Referral != null)
                    .Join(db.Set<AccessEvent>().Where(e => e.Act == AuditActs.Change), a => a.Event, e => e.Id, (a, _) => a.Referral!.Value)
                    .ToListAsync()
            ).ToHashSet(),
            ProjectedReceived = await db.ActivityMonths.SumAsync(m => (long)m.Received),
        };
    }

    public static StoredEvent ToStoredEvent(LogEvent e)
    {
        var data = EventData.Read(e.Data);
        return new(e.Referral, e.Version, e.Type, e.Actor, e.Position, data.From, data.Stage, data.Priority, e.At, data.First);
    }
}
