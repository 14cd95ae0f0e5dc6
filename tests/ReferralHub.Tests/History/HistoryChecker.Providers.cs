using ReferralHub.Journey;

namespace ReferralHub.Tests.History;

/// <summary>What providers have.</summary>
public static partial class HistoryChecker
{
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
                yield return $"I4 referral {d.Key} has {choices.GetValueOrDefault(d.Key)} choices and was delivered as {d.Count()} "
                    + "messages";
        foreach (var twice in h.Sent.GroupBy(s => s.MessageId).Where(g => g.Count() > 1))
            yield return $"I4 {twice.Key} is recorded as sent {twice.Count()} times";
    }

    /// <summary>
    /// I13: one provider at the most has a referral, only the one it went to, as it stands; none has one that was withdrawn or
    /// returned.
    /// </summary>
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
