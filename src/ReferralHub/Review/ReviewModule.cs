using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.FhirApi;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Referrals;
using ReferralHub.Review.Claim;
using ReferralHub.Review.Concerns;
using ReferralHub.Review.Decide;
using ReferralHub.Review.Interests;
using ReferralHub.Review.Leave;
using ReferralHub.Review.Record;
using ReferralHub.Review.Referral;
using ReferralHub.Review.Session;
using ReferralHub.Review.Worklist;

namespace ReferralHub.Review;

public sealed class ReviewModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<ListQueue>();
        services.AddSingleton<CountQueue>();
        services.AddSingleton<CountArrivals>();
        services.AddSingleton<FindElsewhere>();

        services.AddSingleton<ReadReferralSheet>();
        services.AddSingleton<ReadDecideView>();
        services.AddSingleton<DecidedBanners>();
        services.AddSingleton<SaveDraft>();
        services.AddSingleton<SendDecisionForm>();
        services.AddSingleton<DecideReferral>();
        services.AddSingleton<SettleDecision>();
        services.AddSingleton<DecisionEffect>();
        services.AddSingleton<UndoDecision>();

        services.AddSingleton<ClaimReferral>();
        services.AddSingleton<RenewClaim>();
        services.AddSingleton<ReleaseClaim>();
        services.AddSingleton<ReleaseExpiredClaims>();
        services.AddSingleton<IScheduledCheck>(provider => provider.GetRequiredService<ReleaseExpiredClaims>());

        services.AddSingleton<StartSession>();
        services.AddSingleton<ReadSession>();
        services.AddSingleton<ListSkipped>();
        services.AddSingleton<EndSession>();
        services.AddSingleton<TakeNextReferral>();
        services.AddSingleton<GoToNext>();

        services.AddSingleton<SkipReferral>();
        services.AddSingleton<DeferReferral>();
        services.AddSingleton<AskColleague>();
        services.AddSingleton<CloseAsDuplicate>();
        services.AddSingleton<ListColleagues>();

        services.AddSingleton<RecordConcern>();
        services.AddSingleton<CloseConcern>();
        services.AddSingleton<ListConcerns>();

        services.AddSingleton<ReadDecisions>();
        services.AddSingleton<MeasureReviewers>();

        services.AddSingleton<ReviewerInterests>();
        services.AddSingleton<IReferenceDataLoader>(provider => provider.GetRequiredService<ReviewerInterests>());

        services.AddSingleton<IReferralNotes, ReviewNotes>();
        services.AddSingleton<IFhirResourceType, ReviewerRoles>();

        // A decision takes effect when it can no longer be undone; the watchdog wakes this worker then.
        services.AddSingleton<ReviewStage>();
        services.AddSingleton(provider =>
            StageWorker.Create(
                Stage.InReview,
                id => new CarryOutDecision(id),
                (ids, token) =>
                    provider
                        .GetRequiredService<StageRunner>()
                        .RunAsync(Stage.InReview, ids, provider.GetRequiredService<ReviewStage>().AdvanceAsync, token)
            )
        );
    }

    public void AddConsumers(IRegistrationConfigurator bus) =>
        bus.AddConsumer<CarryOutDecisionConsumer, CarryOutDecisionConsumerDefinition>();

    public void MapRoutes(IEndpointRouteBuilder routes) => ReviewEndpoints.Map(routes);
}
