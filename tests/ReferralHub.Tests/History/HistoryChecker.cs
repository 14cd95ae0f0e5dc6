using ReferralHub.Journey;
using ReferralHub.Referrals;

namespace ReferralHub.Tests.History;

/// <summary>What is wrong, by invariant.</summary>
public sealed record HistoryVerdict(IReadOnlyList<string> Violations, int Acknowledged, int Unknown, int Journeys, long Events)
{
    public int Count(string invariant) => Violations.Count(v => v.StartsWith(invariant + " ", StringComparison.Ordinal));

    public bool ChainVerified => Count("I9") == 0;

    public override string ToString() =>
        $"{Acknowledged} acknowledged, {Unknown} unknown, {Journeys} journeys, {Events} events; lost {Count("I1")}, "
        + $"duplicated effects {Count("I2") + Count("I4")}, illegal paths {Count("I5")}, chain "
        + $"{(ChainVerified ? "verified" : "BROKEN")}"
        + (Violations.Count == 0 ? "" : $"; {Violations.Count} violations: {string.Join("; ", Violations.Take(8))}");
}

/// <summary>
/// Holds what the hub has against what its clients saw. Knows nothing of how the hub works beyond
/// its table of moves.
/// </summary>
public static partial class HistoryChecker
{
    public static HistoryVerdict Check(HistorySnapshot h)
    {
        var found = new List<string>();
        found.AddRange(Lost(h));
        found.AddRange(Unexpected(h));
        found.AddRange(NotAtRest(h));
        found.AddRange(Delivered(h));
        found.AddRange(Paths(h));
        found.AddRange(Lowered(h));
        found.AddRange(Conservation(h));
        found.AddRange(Unowned(h));
        found.AddRange(Chain(h));
        found.AddRange(Unaudited(h));
        found.AddRange(AnotherOnes(h));
        found.AddRange(Decided(h));
        found.AddRange(Signed(h));
        found.AddRange(Held(h));
        found.AddRange(Refused(h));
        found.AddRange(Held(h, StandsStillMax));
        return new(
            found,
            h.Attempts.Count(a => a.Answer == Answer.Acknowledged),
            h.Attempts.Count(a => a.Answer == Answer.Unknown),
            h.Journeys.Count,
            h.ChainEvents
        );
    }

    /// <summary>I1: what was acknowledged is there.</summary>
    static IEnumerable<string> Lost(HistorySnapshot h)
    {
        var stored = h.Messages.Select(m => (m.Sender, m.MessageId)).ToHashSet();
        var journeys = h.Journeys.Select(j => j.Id).ToHashSet();
        foreach (var a in h.Attempts.Where(a => a.Answer == Answer.Acknowledged && !stored.Contains((a.Sender, a.MessageId))))
            yield return $"I1 {a.MessageId} was acknowledged and is not there";
        foreach (var m in h.Messages.Where(m => m.Kind != EventTypes.Conflict && !journeys.Contains(m.Referral)))
            yield return $"I1 {m.MessageId} has no journey {m.Referral}";
    }

    /// <summary>I2: nothing is there that nobody sent, and nothing twice.</summary>
    static IEnumerable<string> Unexpected(HistorySnapshot h)
    {
        var attempted = h.Attempts.Select(a => (a.Sender, a.MessageId)).ToHashSet();
        foreach (var m in h.Messages.Where(m => !attempted.Contains((m.Sender, m.MessageId))))
            yield return $"I2 {m.MessageId} was never sent";
        foreach (var twice in h.Messages.GroupBy(m => (m.Sender, m.MessageId)).Where(g => g.Count() > 1))
            yield return $"I2 {twice.Key.MessageId} was stored {twice.Count()} times";
        foreach (var twice in h.Messages.Where(m => m.Kind == SubmissionCodes.New).GroupBy(m => m.Referral).Where(g => g.Count() > 1))
            yield return $"I2 journey {twice.Key} began {twice.Count()} times";
        var begun = h.Messages.Where(m => m.Kind == SubmissionCodes.New).Select(m => m.Referral).ToHashSet();
        foreach (var j in h.Journeys.Where(j => !begun.Contains(j.Id)))
            yield return $"I2 journey {j.Id} has no message that began it";
        var kinds = h.Attempts.ToLookup(a => (a.Sender, a.MessageId), a => a.Kind);
        foreach (
            var m in h.Messages.Where(m => kinds[(m.Sender, m.MessageId)].Any(k => k.ToString() != m.Kind && m.Kind != EventTypes.Conflict))
        )
            yield return $"I2 {m.MessageId} was taken as {m.Kind}";
    }

    /// <summary>I3: once it is quiet, every journey is in one stage in which it is somebody's turn.</summary>
    static IEnumerable<string> NotAtRest(HistorySnapshot h)
    {
        foreach (var twice in h.Journeys.GroupBy(j => j.Id).Where(g => g.Count() > 1))
            yield return $"I3 journey {twice.Key} is there {twice.Count()} times";
        foreach (var j in h.Journeys.Where(j => (j.Stage.IsAutomated() || j.WaitsForWorker) && !j.Parked))
            yield return $"I3 journey {j.Id} still waits for a worker in {j.Stage}";
    }

    /// <summary>I5: versions are 1..n, every move is in the table, and the journey stands where its last event left it.</summary>
    static IEnumerable<string> Paths(HistorySnapshot h)
    {
        var journeys = h.Journeys.GroupBy(j => j.Id).ToDictionary(g => g.Key, g => g.First());
        foreach (var events in h.Events.GroupBy(e => e.Referral))
        {
            var (at, version) = ((Stage?)null, 0);
            foreach (var e in events.OrderBy(e => e.Version))
            {
                if (e.Version != ++version)
                {
                    yield return $"I5 journey {e.Referral} has version {e.Version} where {version} should be";
                    break;
                }

                if (version == 1 && (e.Type != EventTypes.Received || e.Stage != Stage.Received))
                    yield return $"I5 journey {e.Referral} begins with {e.Type}";
                if (e.From is not null && e.From != at)
                    yield return $"I5 journey {e.Referral} version {version} says it came from {e.From} and was in {at}";
                if (at is not null && e.Stage != at && (e.From is null || !Transitions.Allows(at.Value, e.Stage!.Value)))
                    yield return $"I5 journey {e.Referral} went from {at} to {e.Stage}";
                if (e.From is not null && at is not null && !Transitions.Allows(at.Value, e.Stage!.Value))
                    yield return $"I5 journey {e.Referral} moved from {at} to {e.Stage}";
                at = e.Stage;
            }

            if (!journeys.TryGetValue(events.Key, out var journey))
                yield return $"I5 events of {events.Key} have no journey";
            else if (journey.Version != events.Count() || journey.Stage != at)
                yield return $"I5 journey {events.Key} stands at {journey.Stage} version {journey.Version}, its log at {at} version "
                    + $"{events.Count()}";
        }

        var logged = h.Events.Select(e => e.Referral).ToHashSet();
        foreach (var j in h.Journeys.Where(j => !logged.Contains(j.Id)))
            yield return $"I5 journey {j.Id} has no events";
    }

    /// <summary>I7: by sender, what was received is what there is, and the projection counts the same.</summary>
    static IEnumerable<string> Conservation(HistorySnapshot h)
    {
        var received = h.Messages.Where(m => m.Kind == SubmissionCodes.New).GroupBy(m => m.Sender).ToDictionary(g => g.Key, g => g.Count());
        foreach (var sender in h.Journeys.GroupBy(j => j.Sender))
            if (sender.Count() != received.GetValueOrDefault(sender.Key))
                yield return $"I7 {sender.Key} sent {received.GetValueOrDefault(sender.Key)} referrals and has {sender.Count()} journeys";
        if (h.ProjectedReceived is { } projected && projected != h.Journeys.Count)
            yield return $"I7 activity counts {projected} referrals of {h.Journeys.Count}";
    }

    /// <summary>I8: nothing open is without owner and deadline, and every event has its place.</summary>
    static IEnumerable<string> Unowned(HistorySnapshot h)
    {
        foreach (var j in h.Journeys.Where(j => !j.Stage.IsTerminal() && !j.HasOwnerAndDue))
            yield return $"I8 journey {j.Id} in {j.Stage} is nobody's turn";
        foreach (var e in h.Events.Where(e => e.Position is null))
            yield return $"I8 event {e.Referral} version {e.Version} has no position";
        foreach (var _ in h.Books.Where(p => p is null))
            yield return "I8 an event of the books has no position";
    }

    /// <summary>I9: the chain verifies and is as long as the log.</summary>
    static IEnumerable<string> Chain(HistorySnapshot h)
    {
        if (h.ChainFault is not null)
            yield return $"I9 {h.ChainFault}";
        if (h.ChainEvents != h.Events.Count + h.Books.Count)
            yield return $"I9 the chain has {h.ChainEvents} events, the log {h.Events.Count + h.Books.Count}";
        var positions = h.Events.Select(e => e.Position).Concat(h.Books);
        foreach (var twice in positions.Where(p => p is not null).GroupBy(p => p).Where(g => g.Count() > 1))
            yield return $"I9 position {twice.Key} was given {twice.Count()} times";
    }

    /// <summary>I10: nobody was answered with somebody else's referral.</summary>
    static IEnumerable<string> AnotherOnes(HistorySnapshot h)
    {
        var stored = h.Messages.GroupBy(m => (m.Sender, m.MessageId)).ToDictionary(g => g.Key, g => g.First().Referral);
        foreach (var a in h.Attempts.Where(a => a.Answer == Answer.Acknowledged && a.Referral is not null))
            if (stored.TryGetValue((a.Sender, a.MessageId), out var referral) && referral != a.Referral)
                yield return $"I10 {a.MessageId} was answered with {a.Referral} and is {referral}";
    }
}
