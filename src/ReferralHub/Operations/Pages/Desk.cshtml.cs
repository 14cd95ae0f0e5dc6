using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Review.Concerns;
using ReferralHub.Web.Users;

namespace ReferralHub.Operations.Pages;

/// <summary>Stuck work, work items, and processes.</summary>
[ForUsers(CallerRole.Operator)]
public sealed class DeskModel(OperationsDesk desk, FailedWork failed, ListConcerns concerns, CurrentUser current) : PageModel
{
    public OperationsView? View { get; private set; }

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

    /// <summary>Whose act it is: that of whoever is signed in.</summary>
    string By => current.Required.Name;

    public ConcernCounts Concerns { get; private set; } = new(0, 0, 0, 0);

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostRetryAsync(string reference, CancellationToken cancellationToken)
    {
        if (await failed.RetryAsync(reference, By, null, cancellationToken) is { } problem)
            return await ShowAgainAsync("", "It is no longer stuck.", cancellationToken);
        TempData["Said"] = $"{reference} is being tried again.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRetryAllAsync(string cause, CancellationToken cancellationToken)
    {
        var (count, problem) = await failed.RetryAllAsync(cause == "parked" ? null : cause, By, cancellationToken);
        if (problem is not null)
            return await ShowAgainAsync("", problem.Text, cancellationToken);
        TempData["Said"] = count == 1 ? "One referral is being tried again." : $"{count:N0} referrals are being tried again.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostParkAsync(string reference, string? reason, CancellationToken cancellationToken)
    {
        if (await failed.ParkAsync(reference, By, reason, cancellationToken) is { } problem)
            return await ShowAgainAsync(
                problem == FailedWork.ReasonMissing ? $"reason-{reference}" : "",
                problem == FailedWork.ReasonMissing ? "Say why it is parked."
                    : problem == FailedWork.NeverParked ? problem.Text
                    : "It is parked already, or no longer stuck.",
                cancellationToken
            );
        TempData["Said"] = $"{reference} is parked. Its owner and deadline stay.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostAdmitAsync(Guid workItem, CancellationToken cancellationToken)
    {
        var result = await desk.AdmitAsync(workItem, By, cancellationToken);
        TempData["Said"] =
            result is null ? "It has been settled already."
            : result.Stored ? "Admitted; it goes before a clinician."
            : result.Problems[0].Text;
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostSettleAsync(Guid workItem, string? settlement, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(settlement))
            return await ShowAgainAsync($"settlement-{workItem}", "Say what was done.", cancellationToken);
        TempData["Said"] = await desk.SettleAsync(workItem, By, settlement.Trim(), cancellationToken)
            ? "Settled."
            : "It has been settled already.";
        return RedirectToPage();
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
