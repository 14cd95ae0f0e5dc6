using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Budgets.Pages.Lines;
using ReferralHub.Budgets.Pages.Months;

namespace ReferralHub.Budgets.Pages;

static class BudgetPages
{
    /// <summary>What the pages of budgets read.</summary>
    public static IServiceCollection AddBudgetPages(this IServiceCollection services) =>
        services
            .AddSingleton<BookFigures>()
            .AddSingleton<PlanStandings>()
            .AddSingleton<LineSections>()
            .AddSingleton<MonthReadings>()
            .AddSingleton<ReadRepriced>();
}
