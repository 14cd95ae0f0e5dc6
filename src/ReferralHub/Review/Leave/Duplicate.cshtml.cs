using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Review.Decide;
using ReferralHub.Review.Referral;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Leave;

/// <summary>Asks which of the patient's other referrals this one is a duplicate of, and closes it.</summary>
[ForUsers(CallerRole.Reviewer, CallerRole.Lead)]
public sealed class DuplicateModel(ReadReferralSheet sheets, CurrentUser current) : PageModel
{
    public ReferralSheet? Sheet { get; private set; }

    [BindProperty]
    public string? Of { get; set; }

    public static string Describe(ReferralJourney other) =>
        $"{ReferralReference.Display(other.Reference)}, received {WorkingDays.LocalDate(other.Received):d MMMM yyyy}: "
        + other.Stage.ToWords().ToLowerInvariant();

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        Sheet = await sheets.ReadAsync(reference, cancellationToken);
        if (Sheet is null)
            return NotFound();
        AuditEntry.Show(Sheet.Journey);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        string reference,
        [FromServices] CloseAsDuplicate close,
        CancellationToken cancellationToken
    )
    {
        if (await close.CloseAsync(reference, current.Required, Of, cancellationToken) is { } problem)
        {
            ModelState.AddModelError("Of", problem.Text);
            return await OnGetAsync(reference, cancellationToken);
        }

        DecidedBanners.Leave(TempData, current.Required.Name, reference, $"Closed as a duplicate of {Of}");
        return Redirect("/review");
    }
}
