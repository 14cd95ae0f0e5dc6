using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Review.Referral;
using ReferralHub.Web.Users;

namespace ReferralHub.Dispatch.Pages;

/// <summary>A document of a referral that was sent to a provider; a page that says why, when it is not handed out.</summary>
[ForUsers(CallerRole.Provider)]
public sealed class ProviderDocumentModel(
    ReadProviderReferrals referrals,
    AttachmentContent attachments,
    AttachmentVerdicts verdicts,
    CurrentUser current
) : PageModel
{
    public RefusedFile? Refused { get; private set; }

    public Guid Message { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid message, int number, CancellationToken cancellationToken)
    {
        Message = message;
        var found = await referrals.FindAsync(current.Required.Organisation, message, cancellationToken);
        if (found?.Facts.Attachments.ElementAtOrDefault(number) is not { } attachment)
            return NotFound();
        if (await attachments.ReadAsync(found.Journey.Id, attachment.Expression, cancellationToken) is not { } content)
            return NotFound();
        HttpContext.AuditEntry().Touch(found.Journey.Id, found.Journey.PatientKey);
        HttpContext.AuditEntry().Act = AuditActs.Attachment;
        var verdict = await verdicts.FindAsync(content, cancellationToken);
        if (verdict.MayBeOpened)
            return AttachmentFile.CreateResult(Response, attachment.Title, attachment.ContentType, content);
        Refused = new(found.Reference, attachment.Title, verdict);
        Response.StatusCode = verdict.RefusalStatus;
        return Page();
    }
}
