using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Referrals.Documents;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Pages;

/// <summary>The content of one attachment of a referral.</summary>
[ForUsers(UserKind.Reviewer, UserKind.Lead)]
public sealed class AttachmentModel(ReferralSheets sheets, AttachmentContent attachments, AccessLog access, CurrentUser current) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string reference, int number, CancellationToken cancellationToken)
    {
        var sheet = await sheets.ReadAsync(reference, cancellationToken);
        var attachment = sheet?.Facts.Attachments.ElementAtOrDefault(number);
        if (
            sheet is null
            || attachment is null
            || await attachments.ReadAsync(sheet.Journey.Id, attachment.Expression, cancellationToken) is not { } content
        )
            return NotFound();
        await access.RecordAsync(current.Required, sheet.Journey.Id, "attachment", cancellationToken);
        return AttachmentFile.CreateResult(Response, attachment.Title, attachment.ContentType, content);
    }
}

/// <summary>Gives content of others to a browser so that it can do nothing there: shown only when it is what it says, and never as a page of this site.</summary>
static class AttachmentFile
{
    public static FileContentResult CreateResult(
        Microsoft.AspNetCore.Http.HttpResponse response,
        string? title,
        string? type,
        byte[] content
    )
    {
        var shown = AttachmentTypes.Shown(type, content);
        // Nothing in it may run or fetch; a PDF is shown by the browser's own viewer, which needs its own style.
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        response.Headers.ContentDisposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue(
            shown is null ? "attachment" : "inline"
        )
        {
            FileNameStar = Name(title),
        }.ToString();
        return new(content, shown ?? "application/octet-stream");
    }

    static string Name(string? title)
    {
        var safe = string.Concat((title ?? "").Where(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '-' or '_')).Trim();
        return safe.Length == 0 ? "attachment" : safe[..Math.Min(safe.Length, 80)];
    }
}
