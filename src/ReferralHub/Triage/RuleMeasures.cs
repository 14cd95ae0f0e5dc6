using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Triage;

/// <summary>Measures rules from what triage stored and what the log says of each referral afterwards.</summary>
public sealed class RuleMeasures(HubDatabase database)
{
    const int ReferralsAtOnce = 200;
    static readonly string[] Decisions = [EventTypes.Accepted, EventTypes.Returned];
    static readonly string[] Ends =
    [
        .. Decisions,
        EventTypes.InformationRequested,
        EventTypes.InformationReceived,
        EventTypes.Amended,
        EventTypes.Cancelled,
        EventTypes.EnteredInError,
    ];

    /// <param name="from">First day, in London.</param>
    /// <param name="to">Last day.</param>
    /// <param name="pause">How long to leave the machine to others after each two hundred referrals; nobody waits for a count that
    /// pauses.</param>
    public async Task<IReadOnlyList<RuleMeasure>> CountAsync(
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken,
        TimeSpan pause = default
    )
    {
        var (start, end) = (
            from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            WorkingDays.NextDay(to).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)
        );
        var measures = new Dictionary<string, RuleMeasure>(StringComparer.Ordinal);
        var cost = new CostMoved();
        await using var db = database.OpenRead();
        for (var last = Guid.Empty; ; )
        {
            var referrals = await db
                .TriageRuns.AsNoTracking()
                .Where(t => t.At >= start && t.At < end && t.Referral > last)
                .Select(t => t.Referral)
                .Distinct()
                .OrderBy(r => r)
                .Take(ReferralsAtOnce)
                .ToListAsync(cancellationToken);
            if (referrals.Count == 0)
                break;
            var runs = await db
                .TriageRuns.AsNoTracking()
                .Where(t => referrals.Contains(t.Referral) && t.At >= start && t.At < end)
                .ToListAsync(cancellationToken);
            var events = (
                await db
                    .Log.AsNoTracking()
                    .Where(e => referrals.Contains(e.Referral))
                    .Select(e => new Step(
                        e.Referral,
                        e.Version,
                        e.Type,
                        e.At,
                        e.Type == EventTypes.Chosen || e.Type == EventTypes.Returned ? e.Data : null
                    ))
                    .ToListAsync(cancellationToken)
            ).ToLookup(e => e.Referral);
            foreach (var chosen in events.SelectMany(e => e).Where(e => e.Type == EventTypes.Chosen))
                cost.Paid(EventData.Read(chosen.Data!));
            var followed = (
                await db
                    .Journeys.AsNoTracking()
                    .Where(j => j.Follows != null && referrals.Contains(j.Follows.Value))
                    .Select(j => j.Follows!.Value)
                    .ToListAsync(cancellationToken)
            ).ToHashSet();
            foreach (var run in runs)
                Add(measures, cost, run, events[run.Referral], followed.Contains(run.Referral));
            last = referrals[^1];
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, cancellationToken);
        }

        foreach (var (id, measure) in measures)
            measure.PenceMoved = cost.EstimatePence(id);
        return [.. measures.Values.OrderBy(m => m.Pack, StringComparer.Ordinal).ThenBy(m => m.Rule, StringComparer.Ordinal)];
    }

    static void Add(Dictionary<string, RuleMeasure> measures, CostMoved cost, TriageRun run, IEnumerable<Step> events, bool isFollowed)
    {
        var next = events.Where(e => e.Version > run.Version && Ends.Contains(e.Type)).MinBy(e => e.Version);
        foreach (var trace in run.ReadFired().Where(t => t.Pack != "hub"))
        {
            if (!measures.TryGetValue(trace.Id, out var measure))
                measures[trace.Id] = measure = new()
                {
                    Pack = trace.Pack,
                    Rule = trace.Rule,
                    Title = trace.Title,
                };
            if (trace.Result == RuleResult.Met)
                measure.Met++;
            else if (trace.Result == RuleResult.NotMet)
                measure.NotMet++;
            else if (trace.Result == RuleResult.Unknown)
                measure.Unknown++;
            else if (trace.Result == RuleResult.Excluded)
                measure.Excluded++;
            if (trace.Outcome != run.Outcome)
                continue;
            measure.Decided++;
            if (next is null || run.Outcome is RuleOutcome.Accept or RuleOutcome.AcceptElsewhere or RuleOutcome.FastTrack)
                continue;
            measure.DaysAdded += (next.At - run.At).TotalDays;
            var isOpposed = trace.Result == RuleResult.NotMet || trace.Outcome == RuleOutcome.Advise;
            if (isOpposed && Decisions.Contains(next.Type))
                measure.Opposed++;
            if (next.Type == EventTypes.Accepted)
            {
                measure.Accepted++;
                if (isOpposed)
                    measure.Overridden++;
            }
            else if (next.Type == EventTypes.Returned)
            {
                measure.Returned++;
                if (isFollowed)
                    measure.ReferredAgain++;
                else
                    cost.Avoided(trace.Id, EventData.Read(next.Data!).Specialty);
            }
        }
    }

    sealed record Step(Guid Referral, int Version, string Type, DateTime At, string? Data);
}
