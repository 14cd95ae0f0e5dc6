using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Platform;

namespace ReferralHub.Budgets;

public sealed class BudgetsModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings) =>
        services.AddSingleton<BudgetReader>().AddSingleton<IReferenceDataLoader, BudgetLoader>();
}
