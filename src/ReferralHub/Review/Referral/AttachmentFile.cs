using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using ReferralHub.Referrals.Documents;

namespace ReferralHub.Review.Referral;

/// <summary>
/// Gives content of others to a browser so that it can do nothing there: shown only when it is what it says, and never
/// as a page of this site.
/// </summary>
static class AttachmentFile
{
    const string DefaultName = "attachment";
    const int NameCharactersMax = 80;

    public static FileContentResult CreateResult(HttpResponse response, string? title, string? type, byte[] content)
    {
        var shown = AttachmentTypes.Shown(type, content);
        // Nothing in it may run or fetch; a PDF is shown by the browser's own viewer, which needs its own style.
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        // The browser's viewer for PDF runs in no sandbox; everything else does, so that it is of no site at all.
        if (shown != "application/pdf")
            response.Headers.ContentSecurityPolicy += "; sandbox";
        var disposition = new ContentDispositionHeaderValue(shown is null ? "attachment" : "inline")
        {
            FileNameStar = MakeName(title, AttachmentTypes.FindEnding(shown)),
        };
        response.Headers.ContentDisposition = disposition.ToString();
        return new(content, shown ?? "application/octet-stream");
    }

    /// <summary>The title as a file name that ends as its content is, so that saved, it is opened as nothing else.</summary>
    static string MakeName(string? title, string ending)
    {
        var safe = string.Concat((title ?? "").Where(c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '-' or '_')).Trim(' ', '.');
        if (safe.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            safe = safe[..^ending.Length];
        safe = safe.Length == 0 ? DefaultName : safe[..Math.Min(safe.Length, NameCharactersMax)];
        return safe.Replace('.', '_') + ending;
    }
}
