using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Referral;

/// <summary>What a practice attached to an answer; a page that says why, when it is not handed out.</summary>
[ForUsers(CallerRole.Reviewer, CallerRole.Lead)]
public sealed class MessageModel(HubDatabase database, CurrentScope callerScope, AttachmentVerdicts verdicts) : PageModel
{
    public RefusedFile? Refused { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference, Guid id, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var message = await db.PracticeMessages.FirstOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (message?.Attachment is null)
            return NotFound();
        HttpContext.AuditEntry().Act = AuditActs.Attachment;
        AuditEntry.Show(await db.Set<ReferralJourney>().FirstAsync(j => j.Id == message.Referral, cancellationToken));
        var verdict = await verdicts.FindAsync(message.Attachment, cancellationToken);
        if (verdict.MayBeOpened)
            return AttachmentFile.CreateResult(Response, message.AttachmentTitle, message.AttachmentType, message.Attachment);
        Refused = new(reference, message.AttachmentTitle, verdict);
        Response.StatusCode = verdict.RefusalStatus;
        return Page();
    }
}
