using ReferralHub.Journey;
using ReferralHub.Kernel;

namespace ReferralHub.Tests.History;

/// <summary>What people decided.</summary>
public static partial class HistoryChecker
{
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

    /// <summary>
    /// I11: what a clinician was told was recorded is there; it takes effect, once, unless it is undone or the referrer
    /// overtakes it; and nothing else that a clinician decides about other than suspected cancer takes effect.
    /// </summary>
    static IEnumerable<string> Decided(HistorySnapshot h)
    {
        foreach (var events in h.Events.GroupBy(e => e.Referral))
        {
            var (standing, isProposed, first) = ((StoredEvent?)null, false, ReadFirst.No);
            foreach (var e in events.OrderBy(e => e.Version))
            {
                // What a rule took for pressing leaves at once, as suspected cancer does.
                var mayNotWait = first >= ReadFirst.SuspectedCancer;
                first = e.First ?? ReadFirst.No;
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
                        && !mayNotWait
                        && !(Priorities.TryParse(e.Priority, out var priority) && priority >= Priority.Asap)
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
}
