using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Platform.Access;
using ReferralHub.Review.Referral;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Concerns;

/// <summary>Where a complaint or incident is recorded against one referral.</summary>
[ForUsers(CallerRole.Reviewer, CallerRole.Lead)]
public sealed class RecordModel(ReadReferralSheet sheets, RecordConcern record, CurrentUser current) : PageModel
{
    public ReferralSheet? Sheet { get; private set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Owner { get; set; }

    [BindProperty]
    public string? Day { get; set; }

    [BindProperty]
    public string? Month { get; set; }

    [BindProperty]
    public string? Year { get; set; }

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        Sheet = await sheets.ReadAsync(reference, cancellationToken);
        if (Sheet is null)
            return NotFound();
        AuditEntry.Show(Sheet.Journey);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string reference, CancellationToken cancellationToken)
    {
        Sheet = await sheets.ReadAsync(reference, cancellationToken);
        if (Sheet is null)
            return NotFound();
        HttpContext.AuditEntry().Act = AuditActs.Concern;
        AuditEntry.Show(Sheet.Journey);
        var user = current.Required;
        var (isDay, due) = ReadDue();
        if (!isDay)
            ModelState.AddModelError("due-day", "Enter a real date, or none for the usual three working days.");
        var (problems, concern) = isDay
            ? await record.RecordAsync(reference, new(Kind, Text, Owner, due, user.Name, user.Role, user.Organisation), cancellationToken)
            : ([], null);
        if (concern is not null)
        {
            TempData["Said"] = $"{concern.Kind} recorded. {concern.Owner} answers for it.";
            return Redirect($"/review/{reference}#concerns");
        }

        foreach (var problem in problems)
            ModelState.AddModelError(problem.Expression == "due" ? "due-day" : problem.Expression ?? "", problem.Text);
        Response.StatusCode = 422;
        return Page();
    }

    /// <summary>No day when nothing was entered; not a day when what was entered is none.</summary>
    (bool IsDay, DateOnly? Due) ReadDue()
    {
        if (string.IsNullOrWhiteSpace(Day + Month + Year))
            return (true, null);
        var written = $"{Year}-{Month?.PadLeft(2, '0')}-{Day?.PadLeft(2, '0')}";
        return DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? (true, date)
            : (false, null);
    }
}
