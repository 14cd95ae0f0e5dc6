using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Identity.People.StepUp;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Users;

namespace ReferralHub.Identity.Emergency.Pages;

/// <summary>Where somebody without access to a referral takes it, and says why.</summary>
[ForUsers(CallerRole.Reviewer, CallerRole.Lead, CallerRole.Booking, CallerRole.Practice, CallerRole.Provider)]
[NeedsStepUp]
public sealed class EmergencyModel(TakeEmergencyAccess take) : PageModel
{
    [BindProperty]
    public string? Asked { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var caller = HttpContext.AuditEntry().Caller ?? HttpContext.RequiredCaller;
        var (problem, access, reference) = await take.TakeAsync(caller, Asked, Reason, cancellationToken);
        if (access is not null)
            return Redirect($"/emergency/{reference}");
        ModelState.Clear();
        ModelState.AddModelError(problem!.Expression ?? "", problem.Text);
        Response.StatusCode = problem.Status;
        return Page();
    }
}
