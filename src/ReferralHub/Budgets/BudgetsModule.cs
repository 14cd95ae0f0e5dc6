using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Closing;
using ReferralHub.Budgets.Commissioners;
using ReferralHub.Budgets.Pages;
using ReferralHub.Budgets.Positions;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets;

public sealed class BudgetsModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings) =>
        services
            .AddSingleton<BudgetReader>()
            .AddSingleton<WaitingReader>()
            .AddBudgetPages()
            .AddSingleton<IReferenceDataLoader, BudgetLoader>()
            .AddSingleton<CommissionedPractices>()
            .AddSingleton<ICommissionedPractices>(provider => provider.GetRequiredService<CommissionedPractices>())
            .AddSingleton<IReferenceDataLoader, CommissionerLoader>()
            .AddSingleton<IProjection, LedgerProjection>()
            .AddSingleton<BookPositions>()
            .AddSingleton<CloseMonth>();

    public void MapRoutes(IEndpointRouteBuilder routes) => BookEndpoints.Map(routes);
}
