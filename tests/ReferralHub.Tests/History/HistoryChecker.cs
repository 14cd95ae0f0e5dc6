using ReferralHub.Journey;
using ReferralHub.Kernel;

namespace ReferralHub.Tests.History;

/// <summary>What is wrong, by invariant.</summary>
public sealed record HistoryVerdict(IReadOnlyList<string> Violations, int Acknowledged, int Unknown, int Journeys, long Events)
{
    public int Count(string invariant) => Violations.Count(v => v.StartsWith(invariant + " ", StringComparison.Ordinal));

    public bool ChainVerified => Count("I9") == 0;

    public override string ToString() =>
        $"{Acknowledged} acknowledged, {Unknown} unknown, {Journeys} journeys, {Events} events; lost {Count("I1")}, duplicated effects {Count("I2") + Count("I4")}, illegal paths {Count("I5")}, chain {(ChainVerified ? "verified" : "BROKEN")}"
        + (Violations.Count == 0 ? "" : $"; {Violations.Count} violations: {string.Join("; ", Violations.Take(8))}");
}

/// <summary>
/// Holds what the hub has against what its clients saw (reliability §1.7, H-2). Knows nothing of how the hub works beyond
/// its table of moves.
/// </summary>
public static class HistoryChecker
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
        found.AddRange(AnotherOnes(h));
        found.AddRange(Decided(h));
        found.AddRange(Signed(h));
        found.AddRange(Held(h));
        found.AddRange(Refused(h));
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
        foreach (var twice in h.Messages.Where(m => m.Kind == "New").GroupBy(m => m.Referral).Where(g => g.Count() > 1))
            yield return $"I2 journey {twice.Key} began {twice.Count()} times";
        var begun = h.Messages.Where(m => m.Kind == "New").Select(m => m.Referral).ToHashSet();
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

    /// <summary>I4: each message to a provider arrived, and each referral has one effective message for each choice.</summary>
    static IEnumerable<string> Delivered(HistorySnapshot h)
    {
        var arrived = h.Deliveries.Select(d => d.MessageId).ToHashSet();
        var sent = h.Sent.Select(s => s.MessageId).ToHashSet();
        foreach (var s in h.Sent.Where(s => !arrived.Contains(s.MessageId)))
            yield return $"I4 {s.MessageId} is recorded as sent and never arrived";
        foreach (var d in h.Deliveries.GroupBy(d => d.MessageId).Where(g => g.Count() > 1))
            yield return $"I4 {d.Key} took effect {d.Count()} times";
        // By choice and not by dispatch: a message may arrive while an amendment or withdrawal overtakes its record.
        var choices = h.Events.Where(e => e.Type == EventTypes.Chosen).GroupBy(e => e.Referral).ToDictionary(g => g.Key, g => g.Count());
        foreach (var d in h.Deliveries.Where(d => sent.Contains(d.MessageId)).GroupBy(d => d.Referral))
            if (d.Count() > choices.GetValueOrDefault(d.Key))
                yield return $"I4 referral {d.Key} has {choices.GetValueOrDefault(d.Key)} choices and was delivered as {d.Count()} messages";
        foreach (var twice in h.Sent.GroupBy(s => s.MessageId).Where(g => g.Count() > 1))
            yield return $"I4 {twice.Key} is recorded as sent {twice.Count()} times";
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
                yield return $"I5 journey {events.Key} stands at {journey.Stage} version {journey.Version}, its log at {at} version {events.Count()}";
        }

        var logged = h.Events.Select(e => e.Referral).ToHashSet();
        foreach (var j in h.Journeys.Where(j => !logged.Contains(j.Id)))
            yield return $"I5 journey {j.Id} has no events";
    }

    /// <summary>I6: only a named clinician lowers a priority; nobody lowers suspected cancer by saying less.</summary>
    static IEnumerable<string> Lowered(HistorySnapshot h)
    {
        foreach (var events in h.Events.GroupBy(e => e.Referral))
        {
            var highest = Priority.Routine;
            foreach (var e in events.OrderBy(e => e.Version))
            {
                if (!Priorities.TryParse(e.Priority, out var now))
                    continue;
                var bySender = e.Actor.StartsWith("sender:", StringComparison.Ordinal) && !highest.IsSuspectedCancer();
                if (now < highest && !bySender && !e.Actor.StartsWith("clinician:", StringComparison.Ordinal))
                    yield return $"I6 {e.Actor} lowered {e.Referral} from {highest} to {now}";
                highest = now;
            }
        }

        var last = h.Events.GroupBy(e => e.Referral).ToDictionary(g => g.Key, g => g.MaxBy(e => e.Version)!.Priority);
        foreach (var j in h.Journeys.Where(j => last.TryGetValue(j.Id, out var logged) && logged != j.Priority))
            yield return $"I6 journey {j.Id} is {j.Priority} and its log says {last[j.Id]}";
    }

    /// <summary>I7: by sender, what was received is what there is, and the projection counts the same.</summary>
    static IEnumerable<string> Conservation(HistorySnapshot h)
    {
        var received = h.Messages.Where(m => m.Kind == "New").GroupBy(m => m.Sender).ToDictionary(g => g.Key, g => g.Count());
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
    }

    /// <summary>I9: the chain verifies and is as long as the log.</summary>
    static IEnumerable<string> Chain(HistorySnapshot h)
    {
        if (h.ChainFault is not null)
            yield return $"I9 {h.ChainFault}";
        if (h.ChainEvents != h.Events.Count)
            yield return $"I9 the chain has {h.ChainEvents} events, the log {h.Events.Count}";
        foreach (var twice in h.Events.Where(e => e.Position is not null).GroupBy(e => e.Position).Where(g => g.Count() > 1))
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

    /// <summary>
    /// I11: what a clinician was told was recorded is there; it takes effect, once, unless it is undone or the referrer
    /// overtakes it; and nothing else that a clinician decides about other than suspected cancer takes effect.
    /// </summary>
    static IEnumerable<string> Decided(HistorySnapshot h)
    {
        foreach (var events in h.Events.GroupBy(e => e.Referral))
        {
            var (standing, isProposed) = ((StoredEvent?)null, false);
            foreach (var e in events.OrderBy(e => e.Version))
            {
                if (e.Type == EventTypes.DecisionRecorded)
                {
                    if (standing is not null)
                        yield return $"I11 {e.Referral} was decided twice, at versions {standing.Version} and {e.Version}";
                    (standing, isProposed) = (e, false);
                }
                else if (e.Type == EventTypes.SecondOpinionAsked)
                {
                    isProposed = true;
                }
                else if (e.Type == EventTypes.DecisionUndone)
                {
                    if (standing is null && !isProposed)
                        yield return $"I11 {e.Referral} version {e.Version} undoes what was not decided";
                    (standing, isProposed) = (null, false);
                }
                else if (e.From == Stage.InReview)
                {
                    if (standing is not null && !e.IsByClinician && !e.Actor.StartsWith("sender:", StringComparison.Ordinal))
                        yield return $"I11 {e.Actor} overtook the decision about {e.Referral} at version {e.Version}";
                    if (
                        standing is null
                        && e.IsByClinician
                        && !(Priorities.TryParse(e.Priority, out var priority) && priority.IsSuspectedCancer())
                    )
                        yield return $"I11 {e.Referral} moved to {e.Stage} at version {e.Version} and nobody had decided so";
                    (standing, isProposed) = (null, false);
                }
            }

            if (standing is not null)
                yield return $"I11 the decision about {events.Key} at version {standing.Version} never took effect";
        }

        var signs = h
            .Events.Where(e =>
                e.IsByClinician && (e.From == Stage.InReview || e.Type is EventTypes.DecisionRecorded or EventTypes.SecondOpinionAsked)
            )
            .Select(e => (ReferralReference.FromReferralId(e.Referral).Value, e.Actor))
            .ToHashSet();
        foreach (
            var d in h.Decided.Where(d =>
                d.Answer == Answer.Acknowledged && !signs.Contains((d.Reference, Actor.Clinician(d.Reviewer).ToString()))
            )
        )
            yield return $"I11 {d.Reviewer} was told that the decision about {d.Reference} is recorded, and it is not";
    }

    /// <summary>I12: a named clinician signs whatever leaves review by a clinician's hand, and nothing else.</summary>
    static IEnumerable<string> Signed(HistorySnapshot h)
    {
        var moves = h
            .Events.Where(e => e.From == Stage.InReview && e.IsByClinician)
            .Select(e => (e.Referral, e.Version, e.Actor))
            .ToHashSet();
        var signed = h.Decisions.Select(d => (d.Referral, d.Version, Actor.Clinician(d.Reviewer).ToString())).ToHashSet();
        foreach (var (referral, version, actor) in moves.Except(signed))
            yield return $"I12 nobody signed what {actor} decided about {referral} at version {version}";
        foreach (var (referral, version, actor) in signed.Except(moves))
            yield return $"I12 {actor} signed version {version} of {referral}, which is no decision";
        foreach (var e in h.Events.Where(e => e.Stage == Stage.Returned && e.From is not null && !e.IsByClinician))
            yield return $"I12 {e.Actor} returned {e.Referral}";
    }

    /// <summary>I13: one provider at the most has a referral, only the one it went to, as it stands; none has one that was withdrawn or returned.</summary>
    static IEnumerable<string> Held(HistorySnapshot h)
    {
        if (h.Held is null)
            yield break;
        var journeys = h.Journeys.GroupBy(j => j.Id).ToDictionary(g => g.Key, g => g.First());
        foreach (var twice in h.Held.GroupBy(x => x.Referral).Where(g => g.Count() > 1))
            yield return $"I13 {twice.Key} is with {twice.Count()} providers: {string.Join(", ", twice.Select(x => x.Service))}";
        foreach (var held in h.Held.Where(x => h.Refused?.Contains(x.Referral) is not true))
        {
            if (!journeys.TryGetValue(held.Referral, out var journey))
                yield return $"I13 a provider has {held.Referral}, which is not there";
            else if (journey.Stage is not (Stage.Chosen or Stage.Dispatched or Stage.HandedOver))
                yield return $"I13 {held.Service} has {held.Referral}, which is {journey.Stage}";
            else if (journey.Stage != Stage.Chosen && held.DocumentVersion is { } version && version != journey.DocumentVersion)
                yield return $"I13 {held.Service} has version {version} of {held.Referral}, which stands at {journey.DocumentVersion}";
        }

        var having = h.Held.Select(x => x.Referral).ToHashSet();
        foreach (var j in h.Journeys.Where(j => j.Stage is Stage.Dispatched or Stage.HandedOver && !having.Contains(j.Id)))
            yield return $"I13 {j.Id} is {j.Stage} and no provider has it";
    }

    /// <summary>I14: what a provider does not take is before a person.</summary>
    static IEnumerable<string> Refused(HistorySnapshot h) =>
        (h.Refused ?? []).Except(h.BeforePeople).Select(r => $"I14 a provider did not take what it was told of {r}, and nobody knows");
}
