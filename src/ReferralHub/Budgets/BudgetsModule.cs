using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Budgets.Commissioners;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform;

namespace ReferralHub.Budgets;

public sealed class BudgetsModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings) =>
        services
            .AddSingleton<BudgetReader>()
            .AddSingleton<IReferenceDataLoader, BudgetLoader>()
            .AddSingleton<CommissionedPractices>()
            .AddSingleton<ICommissionedPractices>(provider => provider.GetRequiredService<CommissionedPractices>())
            .AddSingleton<IReferenceDataLoader, CommissionerLoader>();
}
