using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Referrals.Documents;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Referral;

/// <summary>The content of one attachment of a referral.</summary>
[ForUsers(UserKind.Reviewer, UserKind.Lead)]
public sealed class AttachmentModel(ReadReferralSheet sheets, AttachmentContent attachments, AccessLog access, CurrentUser current)
    : PageModel
{
    public async Task<IActionResult> OnGetAsync(string reference, int number, CancellationToken cancellationToken)
    {
        var sheet = await sheets.ReadAsync(reference, cancellationToken);
        if (sheet?.Facts.Attachments.ElementAtOrDefault(number) is not { } attachment)
            return NotFound();
        if (await attachments.ReadAsync(sheet.Journey.Id, attachment.Expression, cancellationToken) is not { } content)
            return NotFound();
        await access.RecordAsync(current.Required, sheet.Journey.Id, AccessActs.Attachment, cancellationToken);
        return AttachmentFile.CreateResult(Response, attachment.Title, attachment.ContentType, content);
    }
}
