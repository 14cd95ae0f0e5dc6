using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Review.Worklist;
using ReferralHub.Web;
using ReferralHub.Web.Users;

namespace ReferralHub.Choice.Pages;

/// <summary>The booking team's own page: what waits for a service with room, and whose patients have not chosen yet.</summary>
[ForUsers(CallerRole.Booking)]
public sealed class BookingModel(BookingDesk desk, PutBeforeClinician put, CurrentUser current, HubSettings settings, TimeProvider time)
    : PageModel
{
    public IReadOnlyList<BookingRow> WithoutService { get; private set; } = [];

    public IReadOnlyList<BookingRow> ForCapacity { get; private set; } = [];

    /// <summary>All that wait for a service, shown or not.</summary>
    public int CapacityTotal { get; private set; }

    public IReadOnlyList<BookingRow> ForChoice { get; private set; } = [];

    public int ChoiceTotal { get; private set; }

    /// <summary>The link that was just made, which is shown once.</summary>
    public string? NewLink { get; private set; }

    /// <summary>The referral that it is for.</summary>
    public BookingRow? LinkedTo { get; private set; }

    public int RowsMax => BookingDesk.RowsMax;

    public string DescribeDue(BookingRow row) => row.Due is { } due ? TimeLeft.Describe(due, time.GetUtcNow().UtcDateTime) : "None";

    public string DescribeAge(BookingRow row) =>
        (int)(time.GetUtcNow().UtcDateTime - row.Since).TotalDays switch
        {
            0 => "Less than a day",
            1 => "1 day",
            var days => $"{days} days",
        };

    internal static string ColourOf(BookingRow row) => row.Priority == Priority.Routine ? "grey" : "red";

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostCapacityAsync(Guid referral, CancellationToken cancellationToken)
    {
        HttpContext.AuditEntry().Touch(referral, null);
        await desk.LookForCapacityAsync(referral, cancellationToken);
        return Say("The directory was searched again.");
    }

    public async Task<IActionResult> OnPostReviewAsync(Guid referral, CancellationToken cancellationToken)
    {
        HttpContext.AuditEntry().Touch(referral, null);
        return Say(
            await put.PutAsync(referral, current.Required.Name, cancellationToken)
                ? "It is before a clinician, who can change the specialty."
                : "It no longer waits for a service."
        );
    }

    public async Task<IActionResult> OnPostSpecialtyAsync(Guid referral, string? specialty, CancellationToken cancellationToken)
    {
        if (!TreatmentFunction.TryFind(specialty, out _))
        {
            ModelState.AddModelError($"specialty-{referral}", "Choose the specialty.");
            await LoadAsync(cancellationToken);
            return Page();
        }

        HttpContext.AuditEntry().Touch(referral, null);
        return Say(
            await desk.NameSpecialtyAsync(referral, specialty!, current.Required.Name, cancellationToken)
                ? "The specialty is named and a service was looked for."
                : "It no longer waits for a specialty."
        );
    }

    /// <summary>Shown once and not after a redirect: it is kept nowhere.</summary>
    public async Task<IActionResult> OnPostLinkAsync(Guid referral, CancellationToken cancellationToken)
    {
        HttpContext.AuditEntry().Touch(referral, null);
        if (await desk.IssueLinkAsync(referral, cancellationToken) is not { } link)
            return Say("No patient's choice is awaited for this referral any more.");
        await LoadAsync(cancellationToken);
        (NewLink, LinkedTo) = (settings.LinkTo($"/choose/{link}", Request), ForChoice.FirstOrDefault(r => r.Id == referral));
        return Page();
    }

    RedirectToPageResult Say(string words)
    {
        TempData["Said"] = words;
        return RedirectToPage();
    }

    async Task LoadAsync(CancellationToken cancellationToken)
    {
        (var waiting, CapacityTotal) = await desk.ListAsync(Stage.AwaitingCapacity, cancellationToken);
        (WithoutService, ForCapacity) = ([.. waiting.Where(r => r.IsServiceMissing)], [.. waiting.Where(r => !r.IsServiceMissing)]);
        (ForChoice, ChoiceTotal) = await desk.ListAsync(Stage.AwaitingChoice, cancellationToken);
        foreach (var row in waiting.Concat(ForChoice))
            HttpContext.AuditEntry().Touch(row.Id, row.PatientKey);
    }
}
