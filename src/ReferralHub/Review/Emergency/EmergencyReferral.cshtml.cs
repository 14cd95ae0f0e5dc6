using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Identity.Emergency;
using ReferralHub.Platform.Access;
using ReferralHub.Review.Referral;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Emergency;

/// <summary>One referral as whoever has emergency access reads it: all of it, and nothing to be done with it.</summary>
[ForUsers(CallerRole.Reviewer, CallerRole.Lead, CallerRole.Booking, CallerRole.Practice, CallerRole.Provider)]
public sealed class EmergencyReferralModel(TakeEmergencyAccess emergency, ReadReferralSheet sheets) : PageModel
{
    public ReferralSheet? Sheet { get; private set; }

    public EmergencyAccess? Access { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        var caller = HttpContext.AuditEntry().Caller ?? HttpContext.RequiredCaller;
        if (await emergency.UseAsync(caller, reference, cancellationToken) is not { } used)
            return NotFound();
        // The caller's own scope does not reach it; this one reaches nothing else.
        CurrentScope.Narrow(HttpContext, AccessScope.ForReferral(used.Access.Referral));
        Access = used.Access;
        Sheet = await sheets.ReadAsync(used.Reference, cancellationToken);
        return Sheet is null ? NotFound() : Page();
    }
}
