using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Users;

namespace ReferralHub.Dispatch.Pages;

/// <summary>One referral that was sent to a provider, and its answer, which counts as one by message does.</summary>
[ForUsers(CallerRole.Provider)]
public sealed class ProviderReferralModel(ReadProviderReferrals referrals, TakeProviderAnswer take, CurrentUser current) : PageModel
{
    public ProviderReferral? Found { get; private set; }

    [BindProperty]
    public string? Reason { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid message, CancellationToken cancellationToken) =>
        await LoadAsync(message, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAcceptAsync(Guid message, CancellationToken cancellationToken) =>
        await AnswerAsync(message, new(ProviderAnswerKind.Accepted), "is accepted", cancellationToken);

    public async Task<IActionResult> OnPostDeclineAsync(Guid message, CancellationToken cancellationToken)
    {
        if (Reason is not null && DeclineReasons.All.Contains(Reason))
            return await AnswerAsync(
                message,
                new(ProviderAnswerKind.Declined, Reason),
                "is declined and back with the centre",
                cancellationToken
            );
        ModelState.AddModelError("reason", "Choose why you decline it.");
        return await LoadAsync(message, cancellationToken) ? Page() : NotFound();
    }

    async Task<IActionResult> AnswerAsync(Guid message, ProviderAnswer answer, string done, CancellationToken cancellationToken)
    {
        if (await referrals.FindAsync(current.Required.Organisation, message, cancellationToken) is not { } found)
            return NotFound();
        HttpContext.AuditEntry().Touch(found.Journey.Id, found.Journey.PatientKey);
        if (!found.IsOpen)
            TempData["Said"] = $"Nothing was changed: {found.Reference} does not wait for an answer any more.";
        else if (await take.TakeAsync(message, HttpContext.Caller, () => answer, cancellationToken))
            TempData["Said"] = $"{found.Reference} {done}.";
        else
            return NotFound();
        return Redirect("/provider");
    }

    async Task<bool> LoadAsync(Guid message, CancellationToken cancellationToken)
    {
        Found = await referrals.FindAsync(current.Required.Organisation, message, cancellationToken);
        if (Found is null)
            return false;
        HttpContext.AuditEntry().Touch(Found.Journey.Id, Found.Journey.PatientKey);
        return true;
    }
}
