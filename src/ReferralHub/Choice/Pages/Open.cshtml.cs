using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Web;

namespace ReferralHub.Choice.Pages;

/// <summary>
/// The patient's way in. A GET changes nothing and shows nothing, because mail scanners open links; the answer is the
/// same for an unknown, expired or locked link and a wrong date.
/// </summary>
[AllowAnybody("A patient comes with a link, and opens it with a date of birth.")]
public sealed class OpenModel(ChoiceLinks links, ChoiceSession session, ChoiceTries tries, TimeProvider time) : PageModel
{
    [BindProperty]
    public string? Day { get; set; }

    [BindProperty]
    public string? Month { get; set; }

    [BindProperty]
    public string? Year { get; set; }

    public void OnGet()
    {
        // Nothing to load: the page must not tell whether the link is known.
    }

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken cancellationToken)
    {
        if (
            !int.TryParse(Day, CultureInfo.InvariantCulture, out var day)
            || !int.TryParse(Month, CultureInfo.InvariantCulture, out var month)
            || !int.TryParse(Year, CultureInfo.InvariantCulture, out var year)
            || !DateOnly.TryParseExact(
                $"{year:0000}-{month:00}-{day:00}",
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var born
            )
            || born > WorkingDays.LocalDate(time.UtcNow())
        )
        {
            ModelState.AddModelError("birth-day", "Enter a real date of birth, for example 31 3 1980.");
            return Page();
        }

        var address = ClientAddress.ReadAddress(HttpContext);
        if (tries.AreUsedUp(address))
        {
            ModelState.AddModelError("birth-day", "There were too many tries from where you are. Wait one minute, then try again.");
            Response.Headers.RetryAfter = ChoiceTries.WindowSeconds.ToString(CultureInfo.InvariantCulture);
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Page();
        }

        if (await links.OpenAsync(token, born, cancellationToken) is not { } opened)
        {
            tries.CountFailed(address);
            HttpContext.AuditEntry().IsRefused = true;
            ModelState.AddModelError(
                "birth-day",
                "We cannot show a referral for this link and date of birth. Check the date. If it is right, the link may have "
                    + "run out: ask your GP practice for a new one."
            );
            return Page();
        }

        HttpContext.AuditEntry().Keep(AuditActs.SignIn);
        HttpContext.AuditEntry().Touch(opened.Referral, null);
        session.Begin(Response, opened);
        return Redirect("/choose");
    }
}
