using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Referral;

/// <summary>What a practice attached to an answer.</summary>
[ForUsers(UserKind.Reviewer, UserKind.Lead)]
public sealed class MessageModel(HubDatabase database, AccessLog access, CurrentUser current) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var message = await db.PracticeMessages.FirstOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (message?.Attachment is null)
            return NotFound();
        await access.RecordAsync(current.Required, message.Referral, AccessActs.Attachment, cancellationToken);
        return AttachmentFile.CreateResult(Response, message.AttachmentTitle, message.AttachmentType, message.Attachment);
    }
}
