using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Referral;

/// <summary>The content of one attachment of a referral; a page that says why, when it is not handed out.</summary>
[ForUsers(CallerRole.Reviewer, CallerRole.Lead)]
public sealed class AttachmentModel(ReadReferralSheet sheets, AttachmentContent attachments, AttachmentVerdicts verdicts) : PageModel
{
    public RefusedFile? Refused { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference, int number, CancellationToken cancellationToken)
    {
        var sheet = await sheets.ReadAsync(reference, cancellationToken);
        if (sheet?.Facts.Attachments.ElementAtOrDefault(number) is not { } attachment)
            return NotFound();
        if (await attachments.ReadAsync(sheet.Journey.Id, attachment.Expression, cancellationToken) is not { } content)
            return NotFound();
        HttpContext.AuditEntry().Act = AuditActs.Attachment;
        AuditEntry.Show(sheet.Journey);
        var verdict = await verdicts.FindAsync(content, cancellationToken);
        if (verdict.MayBeOpened)
            return AttachmentFile.CreateResult(Response, attachment.Title, attachment.ContentType, content);
        Refused = new(sheet.Reference, attachment.Title, verdict);
        Response.StatusCode = verdict.RefusalStatus;
        return Page();
    }
}
