using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Triage.Measures;

/// <summary>
/// Counts what each rule did by day, and what became of it, from the log and the traces that triage stored with it. What an event
/// changes depends on nothing but events before it, so the counts can be thrown away and built again.
/// </summary>
sealed class RuleMeasureProjection : IProjection
{
    static readonly string Triage = Actor.Triage.ToString();

    /// <summary>What triage makes of a referral.</summary>
    static readonly string[] Outcomes = [EventTypes.Accepted, EventTypes.InformationRequested, EventTypes.SentToReview];

    public string Name => "rule-measures";

    public async Task ProjectAsync(HubDbContext db, IReadOnlyList<LogEvent> events, CancellationToken cancellationToken)
    {
        var read = events.Select(e => (Event: e, Data: EventData.Read(e.Data))).ToList();
        var past = await RulePast.LoadAsync(
            db,
            [.. read.SelectMany(r => new[] { r.Event.Referral, r.Data.Follows ?? r.Event.Referral }).Distinct()],
            events[^1].Position!.Value,
            cancellationToken
        );
        var days = await RuleDayRows.LoadAsync(db, past, read, cancellationToken);
        foreach (var (e, data) in read)
        {
            if (Outcomes.Contains(e.Type) && e.Actor == Triage && past.FindRun(e.Referral, e.Version) is { } run)
                CountRun(days, run);
            if (past.FindEndedBy(e) is { } ended)
                CountEnd(days, past, ended, e, data);
            if (e.Type == EventTypes.Received && data.Follows is { } earlier)
                CountFollowed(days, past, earlier, e);
            if (e.Type == EventTypes.Chosen && data is { Specialty: { } specialty, Pence: { } pence })
                days.AddPrice(specialty, WorkingDays.LocalDate(e.At), pence);
        }
    }

    public async Task ClearAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        await db.RuleDays.ExecuteDeleteAsync(cancellationToken);
        await db.RulesAvoided.ExecuteDeleteAsync(cancellationToken);
        await db.SpecialtyPriceDays.ExecuteDeleteAsync(cancellationToken);
    }

    static void CountRun(RuleDayRows days, RunOfRules run)
    {
        foreach (var trace in run.Traces)
        {
            var row = days.Find(run, trace);
            if (trace.Result == RuleResult.Met)
                row.Met++;
            else if (trace.Result == RuleResult.NotMet)
                row.NotMet++;
            else if (trace.Result == RuleResult.Unknown)
                row.Unknown++;
            else if (trace.Result == RuleResult.Excluded)
                row.Excluded++;
            if (trace.Outcome == run.Outcome)
                row.Decided++;
        }
    }

    static void CountEnd(RuleDayRows days, RulePast past, RunOfRules run, LogEvent end, EventData data)
    {
        foreach (var trace in run.Deciding)
        {
            var row = days.Find(run, trace);
            row.DaysAdded += (end.At - run.At).TotalDays;
            var isOpposed = trace.Result == RuleResult.NotMet || trace.Outcome == RuleOutcome.Advise;
            if (isOpposed && end.Type is EventTypes.Accepted or EventTypes.Returned)
                row.Opposed++;
            if (end.Type == EventTypes.Accepted)
            {
                row.Accepted++;
                if (isOpposed)
                    row.Overridden++;
            }
            else if (end.Type == EventTypes.Returned)
            {
                row.Returned++;
                if (past.IsFollowed(run.Referral, end.Position!.Value))
                    row.ReferredAgain++;
                else
                    days.AddAvoided(run, trace, data.Specialty, 1);
            }
        }
    }

    /// <summary>The patient of a returned referral comes again: what had been avoided has not been.</summary>
    static void CountFollowed(RuleDayRows days, RulePast past, Guid earlier, LogEvent received)
    {
        // The first who follows says so; another changes nothing.
        if (past.IsFollowed(earlier, received.Position!.Value - 1))
            return;
        foreach (var (run, end) in past.FindReturned(earlier, received.Position.Value))
        foreach (var trace in run.Deciding)
        {
            days.Find(run, trace).ReferredAgain++;
            days.AddAvoided(run, trace, EventData.Read(end.Data!).Specialty, -1);
        }
    }
}
