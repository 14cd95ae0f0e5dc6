using ReferralHub.Journey;
using ReferralHub.Kernel;

namespace ReferralHub.Tests.History;

/// <summary>What stands still.</summary>
public static partial class HistoryChecker
{
    /// <summary>A provider has an hour to say that it has suspected cancer; everything else is sooner.</summary>
    static readonly TimeSpan StandsStillMax = TimeSpan.FromMinutes(75);

    /// <summary>I15: suspected cancer is nowhere longer than its bound without moving on or a telephone that rings.</summary>
    static IEnumerable<string> Held(HistorySnapshot h, TimeSpan bound)
    {
        if (h.Until is not { } until)
            yield break;
        var alarms = h.Alarms.ToLookup(a => a.Referral, a => a.Raised);
        foreach (var events in h.Events.GroupBy(e => e.Referral))
        {
            var stays = events.Where(e => e.From is not null || e.Version == 1).OrderBy(e => e.Version).ToList();
            for (var i = 0; i < stays.Count; i++)
            {
                var stay = stays[i];
                if (stay.Stage!.Value.IsTerminal() || !Priorities.TryParse(stay.Priority, out var priority) || priority < Priority.Asap)
                    continue;
                var left = i + 1 < stays.Count ? stays[i + 1].At : until;
                if (left - stay.At > bound && !alarms[stay.Referral].Any(a => a >= stay.At && a <= stay.At + bound))
                    yield return $"I15 {stay.Referral} is {stay.Priority} and stood in {stay.Stage} since {stay.At:u}, and nobody was rung";
            }
        }
    }
}
