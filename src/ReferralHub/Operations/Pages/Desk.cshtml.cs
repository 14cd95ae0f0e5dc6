using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Review.Concerns;

namespace ReferralHub.Operations.Pages;

/// <summary>Stuck work, work items, referrals without capacity, and links for patients.</summary>
public sealed class DeskModel(OperationsDesk desk, FailedWork failed, ListConcerns concerns, HubDatabase database) : PageModel
{
    public OperationsView? View { get; private set; }

    public string? NewLink { get; private set; }

    /// <summary>One stuck referral in a line: which, how pressing, how often it was tried.</summary>
    internal static string Describe(FailedReferral one)
    {
        var deaths = one.Deaths > 0 ? $", in hand at {one.Deaths} deaths of a process" : "";
        var parked = one.ParkedSince is null ? "" : ", parked";
        return $"{one.Reference}, {one.Priority.ToLowerInvariant()}, {one.Tries} tries{deaths}{parked}";
    }

    /// <summary>Kind of the work items for which somebody takes up the telephone.</summary>
    internal const string Alarm = Alarms.Kind;

    /// <summary>The rule pack that a work item is about; null when it is about something else.</summary>
    internal static string? FindPack(WorkItem item) =>
        item.Kind == Triage.RuleOverrides.Kind && item.Sender?.Split('/') is [var pack, _] ? pack : null;

    internal static string DescribeDue(FailedReferral one) => one.Due is { } due ? $", due {WorkingDays.LocalTime(due):d MMMM HH:mm}" : "";

    public ConcernCounts Concerns { get; private set; } = new(0, 0, 0, 0);

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostRetryAsync(string reference, string? by, CancellationToken cancellationToken)
    {
        if (await failed.RetryAsync(reference, by, null, cancellationToken) is { } problem)
            return await ShowAgainAsync(
                $"by-{reference}",
                problem == FailedWork.NameMissing ? "Enter your name." : "It is no longer stuck.",
                cancellationToken
            );
        TempData["Said"] = $"{reference} is being tried again.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRetryAllAsync(string cause, string field, string? by, CancellationToken cancellationToken)
    {
        var (count, problem) = await failed.RetryAllAsync(cause == "parked" ? null : cause, by, cancellationToken);
        if (problem is not null)
            return await ShowAgainAsync(field, "Enter your name.", cancellationToken);
        TempData["Said"] = count == 1 ? "One referral is being tried again." : $"{count:N0} referrals are being tried again.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostParkAsync(string reference, string? by, string? reason, CancellationToken cancellationToken)
    {
        if (await failed.ParkAsync(reference, by, reason, cancellationToken) is { } problem)
            return await ShowAgainAsync(
                problem == FailedWork.ReasonMissing ? $"reason-{reference}" : $"by-{reference}",
                problem == FailedWork.NameMissing ? "Enter your name."
                    : problem == FailedWork.ReasonMissing ? "Say why it is parked."
                    : problem == FailedWork.NeverParked ? problem.Text
                    : "It is parked already, or no longer stuck.",
                cancellationToken
            );
        TempData["Said"] = $"{reference} is parked. Its owner and deadline stay.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostCapacityAsync(Guid referral, CancellationToken cancellationToken)
    {
        await desk.LookForCapacityAsync(referral, cancellationToken);
        TempData["Said"] = "The directory was searched again.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostReviewAsync(
        Guid referral,
        string? by,
        [FromServices] PutBeforeClinician put,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(by))
            return await ShowAgainAsync($"review-{referral}", "Enter your name.", cancellationToken);
        TempData["Said"] = await put.PutAsync(referral, by.Trim(), cancellationToken)
            ? "It is before a clinician, who can change the specialty."
            : "It no longer waits for a service.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostSpecialtyAsync(Guid referral, string? specialty, string? by, CancellationToken cancellationToken)
    {
        if (!TreatmentFunction.TryFind(specialty, out _))
            return await ShowAgainAsync($"specialty-{referral}", "Choose the specialty.", cancellationToken);
        if (string.IsNullOrWhiteSpace(by))
            return await ShowAgainAsync($"named-{referral}", "Enter your name.", cancellationToken);
        TempData["Said"] = await desk.NameSpecialtyAsync(referral, specialty!, by.Trim(), cancellationToken)
            ? "The specialty is named and a service was looked for."
            : "It no longer waits for a specialty.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostAdmitAsync(Guid workItem, string? by, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(by))
            return await ShowAgainAsync($"by-{workItem}", "Enter your name.", cancellationToken);
        var result = await desk.AdmitAsync(workItem, by.Trim(), cancellationToken);
        TempData["Said"] =
            result is null ? "It has been settled already."
            : result.Stored ? "Admitted; it goes before a clinician."
            : result.Problems[0].Text;
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostSettleAsync(Guid workItem, string? by, string? settlement, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(by))
            return await ShowAgainAsync($"by-{workItem}", "Enter your name.", cancellationToken);
        if (string.IsNullOrWhiteSpace(settlement))
            return await ShowAgainAsync($"settlement-{workItem}", "Say what was done.", cancellationToken);
        TempData["Said"] = await desk.SettleAsync(workItem, by.Trim(), settlement.Trim(), cancellationToken)
            ? "Settled."
            : "It has been settled already.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostLinkAsync(string? reference, CancellationToken cancellationToken)
    {
        if (!ReferralReference.TryParse(reference, out var parsed))
            return await ShowAgainAsync("reference", "Enter a referral reference: 12 letters and digits.", cancellationToken);
        await using var db = database.OpenRead();
        var id = await db.Journeys.Where(j => j.Reference == parsed.Value).Select(j => (Guid?)j.Id).FirstOrDefaultAsync(cancellationToken);
        var link = id is null ? null : await desk.IssueLinkAsync(id.Value, cancellationToken);
        if (link is null)
            return await ShowAgainAsync("reference", "No patient's choice is awaited for this reference.", cancellationToken);
        NewLink = $"/choose/{link}";
        await LoadAsync(cancellationToken);
        return Page();
    }

    async Task<IActionResult> ShowAgainAsync(string field, string text, CancellationToken cancellationToken)
    {
        ModelState.AddModelError(field, text);
        await LoadAsync(cancellationToken);
        return Page();
    }

    async Task LoadAsync(CancellationToken cancellationToken)
    {
        View = await desk.LookAsync(cancellationToken);
        Concerns = await concerns.CountAsync(null, cancellationToken);
    }
}
