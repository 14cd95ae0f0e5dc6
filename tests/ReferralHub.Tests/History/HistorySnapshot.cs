using Microsoft.EntityFrameworkCore;
using ReferralHub.Activity;
using ReferralHub.Dispatch;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

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

public sealed record StoredJourney(Guid Id, string Sender, Stage Stage, int Version, string Priority, bool HasOwnerAndDue, bool WaitsForWorker, bool Parked);

public sealed record StoredEvent(Guid Referral, int Version, string Type, string Actor, long? Position, Stage? From, Stage? Stage, string? Priority);

/// <summary>Everything a check needs, with nothing behind it: made from a database, by the simulator, or by hand and then spoilt.</summary>
public sealed record HistorySnapshot
{
    public IReadOnlyList<Attempt> Attempts { get; init; } = [];

    public IReadOnlyList<Delivery> Deliveries { get; init; } = [];

    public IReadOnlyList<StoredMessage> Messages { get; init; } = [];

    public IReadOnlyList<StoredJourney> Journeys { get; init; } = [];

    public IReadOnlyList<StoredEvent> Events { get; init; } = [];

    /// <summary>Referrals that the hub has recorded as sent to a provider.</summary>
    public IReadOnlyList<(Guid Referral, Guid MessageId)> Sent { get; init; } = [];

    public string? ChainFault { get; init; }

    public long ChainEvents { get; init; }

    /// <summary>Referrals received by the activity projection's count; null where there is none.</summary>
    public long? ProjectedReceived { get; init; }

    public static async Task<HistorySnapshot> ReadAsync(HubDatabase database, IReadOnlyList<Attempt> attempts, IReadOnlyList<Delivery> deliveries)
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
            Journeys = journeys.ConvertAll(j => new StoredJourney(j.Id, j.Sender, j.Stage, j.Version, ReferralHub.Kernel.Priorities.Code(j.Priority), j.Owner is not null && j.Due is not null, j.WakeAt is not null, j.ParkedSince is not null)),
            Events = events.ConvertAll(Of),
            Sent = (await db.Dispatches.Where(d => d.State != DispatchState.Failing).Select(d => new { d.Referral, d.MessageId }).ToListAsync()).ConvertAll(d => (d.Referral, d.MessageId)),
            ChainFault = verified.FirstFault,
            ChainEvents = verified.Events,
            ProjectedReceived = await db.ActivityMonths.SumAsync(m => (long)m.Received),
        };
    }

    public static StoredEvent Of(LogEvent e)
    {
        var data = EventData.Read(e.Data);
        return new(e.Referral, e.Version, e.Type, e.Actor, e.Position, data.From, data.Stage, data.Priority);
    }
}
