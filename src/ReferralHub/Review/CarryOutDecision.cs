using MassTransit;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Messaging;
using ReferralHub.Review.Decide;

namespace ReferralHub.Review;

/// <summary>Command: the decision about this referral can no longer be undone.</summary>
public sealed record CarryOutDecision(Guid ReferralId);

/// <summary>Carries out decisions whose time to be undone is over.</summary>
public sealed class CarryOutDecisionConsumer(StageRunner runner, ReviewStage stage) : IConsumer<Batch<CarryOutDecision>>
{
    public Task Consume(ConsumeContext<Batch<CarryOutDecision>> context) =>
        runner.RunAsync(
            Stage.InReview,
            [.. context.Message.Select(m => m.Message.ReferralId).Distinct()],
            stage.AdvanceAsync,
            context.CancellationToken
        );
}

public sealed class CarryOutDecisionConsumerDefinition : BatchConsumerDefinition<CarryOutDecisionConsumer, CarryOutDecision>;

/// <summary>Lets decisions take effect. The watchdog wakes it at the time; twice equals once.</summary>
public sealed class ReviewStage(DecisionEffect decisions)
{
    public async Task AdvanceAsync(
        HubDbContext db,
        IReadOnlyList<ReferralJourney> journeys,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var ids = journeys.Select(j => j.Id).ToList();
        var pending = await db
            .PendingDecisions.AsTracking()
            .Where(p => ids.Contains(p.Referral))
            .ToDictionaryAsync(p => p.Referral, cancellationToken);
        foreach (var journey in journeys)
            CarryOut(db, journey, pending.GetValueOrDefault(journey.Id), now);
    }

    internal void CarryOut(HubDbContext db, ReferralJourney journey, PendingDecision? decision, DateTime now)
    {
        if (decision is not { Effect: { } effect } || decision.StageEntered != journey.StageEntered)
        {
            JourneyMoves.NothingDue(journey);
            return;
        }

        // After a start everything that is woken at some time is woken at once; this one has time yet.
        if (effect > now)
            return;
        db.PendingDecisions.Remove(decision);
        decisions.CarryOut(db, journey, decision.ToRequest(journey.Version), now, decision.At, decision.SecondReader);
    }
}
