using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Triage.Pages;

/// <summary>One pack in words.</summary>
public sealed class PackModel(RulePacks packs, TimeProvider time) : PageModel
{
    public RulePack? Found { get; private set; }

    public DateOnly Today => WorkingDays.LocalDate(time.UtcNow());

    public IActionResult OnGet(string pack)
    {
        Found = packs.InForce(Today).FirstOrDefault(p => p.Id == pack) ?? packs.All.LastOrDefault(p => p.Id == pack);
        return Found is null ? NotFound() : Page();
    }
}
