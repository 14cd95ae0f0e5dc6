using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Fhir;

namespace ReferralHub.Review.Pages;

/// <summary>One referral, and the decision about it. What was typed survives every refusal.</summary>
public sealed class DecideModel(ReferralSheets sheets, ReviewService review, TimeProvider time) : PageModel
{
    public ReferralSheet? Sheet { get; private set; }

    public DateTime Now { get; } = time.UtcNow();

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Reviewer { get; set; }

    [BindProperty]
    public string? ReviewerRole { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? ReasonCode { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Specialty { get; set; }

    [BindProperty]
    public string? Priority { get; set; }

    public IEnumerable<(string Value, string Words)> Choices => Sheet!.Journey.Priority.IsSuspectedCancer()
        ? [("Accept", "Accept")]
        : [("Accept", "Accept"), ("Ask", "Ask the practice"), ("Return", "Return with advice")];

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        Sheet = await sheets.ReadAsync(reference, cancellationToken);
        if (Sheet is null) return NotFound();
        Version = Sheet.Journey.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostClaimAsync(string reference, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Reviewer)) return await AgainAsync(reference, [new(422, "required", "", "reviewer", "Enter your name to take the referral.", "reviewer")], cancellationToken);
        var (_, problem) = await review.ClaimAsync(reference, Reviewer.Trim(), cancellationToken);
        return await AgainAsync(reference, problem is null ? [] : [problem], cancellationToken);
    }

    public async Task<IActionResult> OnPostDecideAsync(string reference, CancellationToken cancellationToken)
    {
        ReviewOutcome? outcome = Enum.TryParse<ReviewOutcome>(Outcome, out var parsed) ? parsed : null;
        var problems = await review.DecideAsync(reference, new(outcome, Reviewer?.Trim(), ReviewerRole?.Trim(), Version, ReasonCode, Text, Specialty, Priority), cancellationToken);
        if (problems.Count > 0) return await AgainAsync(reference, problems, cancellationToken);
        TempData["Said"] = outcome switch
        {
            ReviewOutcome.Accept => "Accepted. The patient is offered a choice.",
            ReviewOutcome.Ask => "The question has been put to the practice. The received date and place in the queue are kept.",
            _ => "Returned with your advice.",
        };
        return Redirect($"/review/{reference}");
    }

    async Task<IActionResult> AgainAsync(string reference, IReadOnlyList<Problem> problems, CancellationToken cancellationToken)
    {
        Sheet = await sheets.ReadAsync(reference, cancellationToken);
        if (Sheet is null) return NotFound();
        // The form now speaks of what is shown: a second try after reading is a new decision, not a stale one.
        Version = Sheet.Journey.Version;
        ModelState.Clear();
        foreach (var problem in problems) ModelState.AddModelError(problem.Expression switch { "outcome" => "outcome-Accept", { } field => field, null => "" }, problem.Text);
        if (problems.Count > 0) Response.StatusCode = problems[0].Status;
        return Page();
    }
}
