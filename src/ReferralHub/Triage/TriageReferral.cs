using System.Diagnostics;
using MassTransit;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Messaging;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Referrals;

namespace ReferralHub.Triage;

/// <summary>Command: this referral waits to be triaged.</summary>
public sealed record TriageReferral(Guid ReferralId);

/// <summary>Triages what has been received.</summary>
public sealed class TriageReferralConsumer(StageRunner runner, TriageStage stage) : IConsumer<Batch<TriageReferral>>
{
    public Task Consume(ConsumeContext<Batch<TriageReferral>> context) =>
        runner.RunAsync(
            Stage.Received,
            [.. context.Message.Select(m => m.Message.ReferralId).Distinct()],
            stage.AdvanceAsync,
            context.CancellationToken
        );
}

public sealed class TriageReferralConsumerDefinition : BatchConsumerDefinition<TriageReferralConsumer, TriageReferral>;

/// <summary>Loads facts, decides, records the trace, moves the journey.</summary>
public sealed class TriageStage(RulePacks packs, TriageInputs inputs, KeptRulePacks kept, JourneyMoves moves)
{
    const int RuleNamesInEventMax = 20;

    public async Task AdvanceAsync(
        HubDbContext db,
        IReadOnlyList<ReferralJourney> journeys,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        await packs.RefreshAsync(cancellationToken);
        var inForce = packs.InForce(WorkingDays.LocalDate(now));
        await kept.KeepAsync(db, inForce, now, cancellationToken);
        foreach (var (journey, input) in await inputs.LoadAsync(db, journeys, inForce, now, cancellationToken))
            using (input.Resources)
                TriageJourney(db, journey, input, inForce, now);
    }

    /// <summary>Triage of a referral whose facts are at hand and whose document no rule needs to open.</summary>
    /// <param name="asked">Rules whose questions the practice was asked before.</param>
    internal TriageDecision TriageJourney(
        HubDbContext db,
        ReferralJourney journey,
        ReferralFacts facts,
        IReadOnlyList<string> asked,
        DateTime now
    )
    {
        var known = TriageFacts.FromJourney(journey, facts, now) with { Asked = asked, Interests = inputs.FindInterests(journey, now) };
        return TriageJourney(db, journey, new(known, now), packs.InForce(WorkingDays.LocalDate(now)), now);
    }

    /// <summary>Keeps the texts that are in force, so that they go on when their files are changed.</summary>
    internal Task KeepPacksAsync(HubDbContext db, DateTime now, CancellationToken cancellationToken) =>
        kept.KeepAsync(db, packs.InForce(WorkingDays.LocalDate(now)), now, cancellationToken);

    internal TriageDecision TriageJourney(
        HubDbContext db,
        ReferralJourney journey,
        TriageInput input,
        IReadOnlyList<RulePack> inForce,
        DateTime now
    )
    {
        var started = Stopwatch.GetTimestamp();
        var decision = TriageRules.Decide(input, inForce);
        var took = Stopwatch.GetElapsedTime(started);
        var deciding = decision.Deciding.ToList();
        var (to, type) = decision.Outcome switch
        {
            RuleOutcome.FastTrack or RuleOutcome.Accept or RuleOutcome.AcceptElsewhere => (Stage.Accepted, EventTypes.Accepted),
            RuleOutcome.Ask => (Stage.AwaitingInformation, EventTypes.InformationRequested),
            _ => (Stage.InReview, EventTypes.SentToReview),
        };
        if (decision.Outcome == RuleOutcome.AcceptElsewhere && deciding[0].Specialty is { } specialty)
            JourneyMoves.Reclassify(journey, specialty, journey.Priority);
        // Before the move: the deadline of the review goes by it.
        moves.PutFirst(db, journey, decision.ReadFirst, now);
        moves.Move(
            db,
            journey,
            to,
            type,
            Actor.Triage,
            new()
            {
                Reason = ToCode(decision.Outcome),
                Pack = deciding.Count > 0 ? $"{deciding[0].Pack}@{deciding[0].PackVersion}" : null,
                Rules = [.. deciding.Select(t => t.Rule).Take(RuleNamesInEventMax)],
            },
            now
        );
        db.TriageRuns.Add(
            new()
            {
                Referral = journey.Id,
                Version = journey.Version,
                Outcome = decision.Outcome,
                At = now,
                Fired = TriageRun.Write(decision.Trace),
                Packs = string.Join(' ', inForce.Select(p => $"{p.Name}#{p.Hash[..Math.Min(p.Hash.Length, TriageRun.HashCharacters)]}")),
                RulesConsidered = inForce.Where(p => p.AppliesTo(journey.Practice)).Sum(p => p.Rules.Count),
                Microseconds = (int)Math.Min(int.MaxValue, took.TotalMicroseconds),
            }
        );
        HubMeters.Triaged.Add(1, new KeyValuePair<string, object?>("outcome", ToCode(decision.Outcome)));
        return decision;
    }

    /// <summary>AcceptElsewhere → accept-elsewhere.</summary>
    internal static string ToCode(RuleOutcome outcome) =>
        outcome switch
        {
            RuleOutcome.FastTrack => ReasonCodes.FastTrack,
            RuleOutcome.Accept => ReasonCodes.AcceptedByRule,
            RuleOutcome.AcceptElsewhere => ReasonCodes.AcceptedElsewhere,
            _ => outcome.ToString().ToLowerInvariant(),
        };
}
