using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Budgets.Pages;

/// <summary>All practices with their budget positions.</summary>
public sealed class PracticesModel(PracticeRegister practices, BudgetReader budgets, TimeProvider time) : PageModel
{
    public IReadOnlyList<(Practice Practice, BudgetPosition Position)> Rows { get; private set; } = [];

    public FinancialYear Year { get; } = FinancialYear.FromDate(WorkingDays.LocalDate(time.UtcNow()));

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var positions = await budgets.ReadAllAsync([.. practices.All.Select(p => p.Ods)], cancellationToken);
        Rows = [.. practices.All.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => (p, positions[p.Ods]))];
    }
}
