using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;

namespace ReferralHub.Triage;

/// <summary>What a rule did in a period, and what became of it. All counts are of referrals as they were triaged, in the period.</summary>
public sealed class RuleMeasure
{
    public required string Pack { get; init; }

    public required string Rule { get; init; }

    public required string Title { get; init; }

    public int Met { get; set; }

    public int NotMet { get; set; }

    public int Unknown { get; set; }

    public int Excluded { get; set; }

    /// <summary>How often what it asked for was what was done.</summary>
    public int Decided { get; set; }

    /// <summary>Reviews it led to that were accepted.</summary>
    public int Accepted { get; set; }

    /// <summary>Reviews it led to that went back to the practice.</summary>
    public int Returned { get; set; }

    /// <summary>Of these, how many patients were referred again and linked.</summary>
    public int ReferredAgain { get; set; }

    /// <summary>Reviews in which it said that criteria were not met, or suggested advice, and the clinician accepted all the same.</summary>
    public int Overridden { get; set; }

    /// <summary>Such reviews, however they ended.</summary>
    public int Opposed { get; set; }

    /// <summary>Days that referrals spent in review or with the practice because of it.</summary>
    public double DaysAdded { get; set; }

    /// <summary>
    /// First attendances that did not take place because referrals it led to were returned and not referred again, in pence at
    /// the mean price of their specialty in the period. Null when no price of such a specialty is known.
    /// </summary>
    public long? PenceMoved { get; set; }

    /// <summary>Null when nobody could have overridden it.</summary>
    public double? OverrideShare => Opposed == 0 ? null : (double)Overridden / Opposed;
}

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
    /// <param name="pause">How long to leave the machine to others after each two hundred referrals; nobody waits for a count that pauses.</param>
    public async Task<IReadOnlyList<RuleMeasure>> CountAsync(
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken,
        TimeSpan pause = default
    )
    {
        var (start, end) = (
            from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)
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

    /// <summary>Prices of what was chosen, and what was avoided by which rule.</summary>
    sealed class CostMoved
    {
        readonly Dictionary<string, (long Pence, int Count)> paid = new(StringComparer.Ordinal);
        readonly Dictionary<string, List<string?>> avoided = new(StringComparer.Ordinal);

        public void Paid(EventData chosen)
        {
            if (chosen is not { Specialty: { } specialty, Pence: { } pence })
                return;
            var (sum, count) = paid.GetValueOrDefault(specialty);
            paid[specialty] = (sum + pence, count + 1);
        }

        public void Avoided(string rule, string? specialty)
        {
            if (!avoided.TryGetValue(rule, out var specialties))
                avoided[rule] = specialties = [];
            specialties.Add(specialty);
        }

        /// <summary>0 when nothing was avoided; null when what was has no known price.</summary>
        public long? EstimatePence(string rule)
        {
            if (!avoided.TryGetValue(rule, out var specialties))
                return 0;
            var prices = specialties.ConvertAll(s => s is not null && paid.TryGetValue(s, out var p) ? p.Pence / p.Count : (long?)null);
            return prices.TrueForAll(p => p is null) ? null : prices.Sum();
        }
    }
}

/// <summary>
/// Every few hours, tells the owner of a rule that clinicians override more than half the time. The count goes on beside the
/// scheduler's other work, slowly, and what it found is written at a later turn: neither the watchdog nor intake waits for it.
/// </summary>
public sealed class RuleOverrides(RuleMeasures measures, RulePacks packs, HubDatabase database, TimeProvider time) : IScheduledCheck
{
    public const string Kind = "rule-overridden";
    const int DaysLookedBack = 90;
    const int DaysQuiet = 30;
    const int OpposedMin = 20;
    const int DueWorkingDays = 10;
    const double ShareMax = 0.5;
    static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(10);
    static readonly TimeSpan Every = TimeSpan.FromHours(6);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    readonly DateTime started = time.UtcNow();
    DateTime? lookedAt;
    Task<IReadOnlyList<RuleMeasure>>? counting;

    public async Task RunAsync(LeaseFence fence, CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        if (counting is null)
        {
            // Not right after a start, when there is enough to do.
            if (now - (lookedAt ?? started) < (lookedAt is null ? FirstAfter : Every))
                return;
            lookedAt = now;
            var today = WorkingDays.LocalDate(now);
            counting = Task.Run(
                () => measures.CountAsync(today.AddDays(-DaysLookedBack), today, cancellationToken, Pause),
                cancellationToken
            );
        }

        if (!counting.IsCompleted)
            return;
        var counted = counting;
        counting = null;
        await TellAsync(await counted, fence, now, cancellationToken);
    }

    /// <summary>Raises a work item for each rule that is overridden too often and has none open.</summary>
    internal async Task TellAsync(IReadOnlyList<RuleMeasure> counted, LeaseFence fence, DateTime now, CancellationToken cancellationToken)
    {
        var overridden = counted.Where(m => m.Opposed >= OpposedMin && m.OverrideShare > ShareMax).ToList();
        if (overridden.Count == 0)
            return;
        await database.WriteAsync(
            async (db, token) =>
            {
                await fence.HoldAsync(database, db, token);
                // An owner who has looked at it is not told again at once: what was decided in those days still counts.
                var quiet = now.AddDays(-DaysQuiet);
                var told = await db
                    .WorkItems.Where(w => w.Kind == Kind && (w.Settled == null || w.Raised > quiet))
                    .Select(w => w.Sender)
                    .ToListAsync(token);
                foreach (var rule in overridden.Where(r => !told.Contains($"{r.Pack}/{r.Rule}")))
                {
                    db.WorkItems.Add(
                        new()
                        {
                            Id = EntityId.New(now),
                            Kind = Kind,
                            Sender = $"{rule.Pack}/{rule.Rule}",
                            Text =
                                $"For {packs.All.LastOrDefault(p => p.Id == rule.Pack)?.Owner ?? "the owner of the pack"}: clinicians accepted {rule.Overridden} of {rule.Opposed} referrals that the rule {rule.Pack}/{rule.Rule} spoke against in the last {DaysLookedBack} days. Look whether it should be changed or withdrawn.",
                            Raised = now,
                            Due = WorkingDays.Deadline(now, DueWorkingDays),
                        }
                    );
                }
            },
            cancellationToken
        );
    }
}
