using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals.Register;
using ReferralHub.Web.Users;

namespace ReferralHub.Budgets.Pages;

/// <summary>All practices with their budget positions.</summary>
[ForUsers(CallerRole.Practice, CallerRole.Commissioner, CallerRole.Lead)]
public sealed class PracticesModel(PracticeRegister practices, CurrentScope callerScope, BudgetReader budgets, TimeProvider time)
    : PageModel
{
    public IReadOnlyList<(Practice Practice, BudgetPosition Position)> Rows { get; private set; } = [];

    /// <summary>How the figures are told to whoever reads the page.</summary>
    public FigureReader Reader { get; private set; } = new(AccessScope.Nothing);

    public FinancialYear Year { get; } = FinancialYear.FromDate(WorkingDays.LocalDate(time.UtcNow()));

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Reader = new(callerScope.Read());
        var own = practices.All.Where(p => Reader.Knows(p.Ods)).OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        var positions = await budgets.ReadAllAsync([.. own.Select(p => p.Ods)], cancellationToken);
        Rows = own.ConvertAll(p => (p, Reader.Tell(positions[p.Ods])));
    }
}
