using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Triage.Measures;

/// <summary>One triage of a referral, as measures look at it.</summary>
sealed record RunOfRules(Guid Referral, int Version, DateTime At, RuleOutcome Outcome, IReadOnlyList<RuleTrace> Traces)
{
    /// <summary>Rules whose wish was done and of which something can still become: nothing is waited for after an acceptance.</summary>
    public IEnumerable<RuleTrace> Deciding =>
        Outcome is RuleOutcome.Accept or RuleOutcome.AcceptElsewhere or RuleOutcome.FastTrack
            ? []
            : Traces.Where(t => t.Outcome == Outcome);
}

/// <summary>What had happened to some referrals up to a position of the log: triages, what ended them, and who followed.</summary>
sealed class RulePast(ILookup<Guid, RunOfRules> runs, ILookup<Guid, RulePast.Step> ends, ILookup<Guid, long> followers)
{
    static readonly string[] Ends =
    [
        EventTypes.Accepted,
        EventTypes.Returned,
        EventTypes.InformationRequested,
        EventTypes.InformationReceived,
        EventTypes.Amended,
        EventTypes.Cancelled,
        EventTypes.EnteredInError,
    ];

    public static async Task<RulePast> LoadAsync(
        HubDbContext db,
        IReadOnlyList<Guid> referrals,
        long upTo,
        CancellationToken cancellationToken
    )
    {
        var runs = await db.TriageRuns.AsNoTracking().Where(t => referrals.Contains(t.Referral)).ToListAsync(cancellationToken);
        var ends = await db
            .Log.AsNoTracking()
            .Where(e => referrals.Contains(e.Referral) && e.Position <= upTo && Ends.Contains(e.Type))
            .Select(e => new Step(e.Referral, e.Version, e.Type, e.Position!.Value, e.Type == EventTypes.Returned ? e.Data : null))
            .ToListAsync(cancellationToken);
        var followers = await db
            .Journeys.AsNoTracking()
            .Where(j => j.Follows != null && referrals.Contains(j.Follows.Value))
            .Join(
                db.Log.Where(e => e.Type == EventTypes.Received && e.Position <= upTo),
                j => j.Id,
                e => e.Referral,
                (j, e) => new { Followed = j.Follows!.Value, Position = e.Position!.Value }
            )
            .ToListAsync(cancellationToken);
        return new(
            runs.Select(r => new RunOfRules(r.Referral, r.Version, r.At, r.Outcome, [.. r.ReadFired().Where(t => t.Pack != "hub")]))
                .ToLookup(r => r.Referral),
            ends.ToLookup(e => e.Referral),
            followers.ToLookup(f => f.Followed, f => f.Position)
        );
    }

    public IEnumerable<RunOfRules> Runs => runs.SelectMany(r => r);

    /// <summary>The triage that made this version of a journey; null when something else made it.</summary>
    public RunOfRules? FindRun(Guid referral, int version) => runs[referral].FirstOrDefault(r => r.Version == version);

    /// <summary>The triage that an event ends: the last before it, when nothing has ended that yet. Null when it ends none.</summary>
    public RunOfRules? FindEndedBy(LogEvent e)
    {
        if (!Ends.Contains(e.Type))
            return null;
        var run = runs[e.Referral].Where(r => r.Version < e.Version).MaxBy(r => r.Version);
        return run is not null && FindEnd(run)?.Position == e.Position ? run : null;
    }

    /// <summary>Whether somebody was referred again after this referral, at or before a position.</summary>
    public bool IsFollowed(Guid referral, long position) => followers[referral].Any(p => p <= position);

    /// <summary>Triages of a referral that ended in a return before a position, each with the return.</summary>
    public IEnumerable<(RunOfRules Run, Step End)> FindReturned(Guid referral, long before) =>
        from run in runs[referral]
        let end = FindEnd(run)
        where end is not null && end.Type == EventTypes.Returned && end.Position < before
        select (run, end);

    Step? FindEnd(RunOfRules run) =>
        ends[run.Referral].Where(e => e.Version > run.Version).OrderBy(e => e.Version).ThenBy(e => e.Position).FirstOrDefault();

    internal sealed record Step(Guid Referral, int Version, string Type, long Position, string? Data);
}
