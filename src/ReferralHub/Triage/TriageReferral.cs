using MassTransit;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Messaging;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Triage;

/// <summary>Command: this referral waits to be triaged.</summary>
public sealed record TriageReferral(Guid ReferralId);

/// <summary>Triages what has been received.</summary>
public sealed class TriageReferralConsumer(StageRunner runner, TriageStage stage) : IConsumer<Batch<TriageReferral>>
{
    public Task Consume(ConsumeContext<Batch<TriageReferral>> context) =>
        runner.RunAsync(Stage.Received, [.. context.Message.Select(m => m.Message.ReferralId).Distinct()], stage.ApplyAsync, context.CancellationToken);
}

public sealed class TriageReferralConsumerDefinition : BatchConsumerDefinition<TriageReferralConsumer, TriageReferral>;

/// <summary>Loads facts, decides, records the trace, moves the journey.</summary>
public sealed class TriageStage(RulePacks packs, JourneyMoves moves)
{
    const int RuleNamesInEventMax = 20;

    public async Task ApplyAsync(HubDbContext db, IReadOnlyList<ReferralJourney> journeys, DateTime now, CancellationToken cancellationToken)
    {
        var ids = journeys.Select(j => j.Id).ToList();
        var facts = await db.Referrals.AsNoTracking().Where(r => ids.Contains(r.Referral)).Select(r => new { r.Referral, r.Facts }).ToDictionaryAsync(r => r.Referral, r => r.Facts, cancellationToken);
        foreach (var journey in journeys) Apply(db, journey, ReferralFacts.Read(facts[journey.Id]), now);
    }

    internal void Apply(HubDbContext db, ReferralJourney journey, ReferralFacts facts, DateTime now)
    {
        var decision = TriageRules.Decide(TriageFacts.Of(journey, facts, now), packs.All, WorkingDays.LocalDate(now));
        var (to, type) = decision.Outcome switch
        {
            RuleOutcome.FastTrack or RuleOutcome.Accept => (Stage.Accepted, EventTypes.Accepted),
            RuleOutcome.Ask => (Stage.AwaitingInformation, EventTypes.InformationRequested),
            _ => (Stage.InReview, EventTypes.SentToReview),
        };
        var deciding = decision.Deciding.ToList();
        moves.Move(db, journey, to, type, Actor.Triage, new()
        {
            Reason = Code(decision.Outcome),
            Pack = deciding.Count > 0 ? $"{deciding[0].Pack}@{deciding[0].PackVersion}" : null,
            Rules = [.. deciding.Select(t => t.Rule).Take(RuleNamesInEventMax)],
        }, now);
        db.TriageRuns.Add(new()
        {
            Referral = journey.Id,
            Version = journey.Version,
            Outcome = decision.Outcome,
            At = now,
            Fired = TriageRun.Write([.. decision.Fired]),
            Packs = string.Join(' ', packs.All.Select(p => $"{p.Id}@{p.Version}")),
            RulesConsidered = decision.Trace.Count,
        });
        HubMeters.Triaged.Add(1, new KeyValuePair<string, object?>("outcome", Code(decision.Outcome)));
    }

    static string Code(RuleOutcome outcome) => outcome == RuleOutcome.FastTrack ? "fast-track" : outcome.ToString().ToLowerInvariant();
}
