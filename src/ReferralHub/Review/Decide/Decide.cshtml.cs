using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Identity.Audit;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Review.Claim;
using ReferralHub.Review.Leave;
using ReferralHub.Review.Session;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Decide;

/// <summary>
/// One referral, and the decision about it. What was typed survives every refusal, a lost race and the end of a session.
/// </summary>
[ForUsers(CallerRole.Reviewer, CallerRole.Lead)]
public sealed class DecideModel(
    ReadDecideView views,
    ReadSession sessions,
    SaveDraft drafts,
    AccessLog access,
    DecidedBanners banners,
    HubDatabase database,
    CurrentScope callerScope,
    CurrentUser current
) : PageModel, IKeepsWork
{
    public DecideView? View { get; private set; }

    [BindProperty]
    public DecisionForm Form { get; set; } = new();

    /// <summary>Version of the journey that the form speaks of.</summary>
    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? TakeOver { get; set; }

    public DateTime? DraftSaved { get; private set; }

    public DecidedBanner? Banner { get; private set; }

    /// <summary>When the reader last looked, if the practice has changed or answered something since.</summary>
    public DateTime? ChangedSince { get; private set; }

    public bool IsPreview { get; private set; }

    HubUser Reader => current.Required;

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        View = await views.ReadAsync(reference, Reader, cancellationToken);
        if (View is null)
            return NotFound();
        var journey = View.Sheet.Journey;
        Version = journey.Version;
        var last = await access.LastReadAsync(Reader, journey.Id, cancellationToken);
        var isChanged = View.Sheet.History.Any(e => e.Type is EventTypes.Amended or EventTypes.InformationReceived && e.At > last);
        ChangedSince = isChanged ? last : null;
        await using var db = database.OpenRead(callerScope.Read());
        if (await db.ReadDraftAsync(journey.Id, Reader.Name, cancellationToken) is var (form, saved))
            (Form, DraftSaved) = (form, saved);
        else
            Form = View.Pending is { } proposed ? DecisionForm.FromPending(proposed) : DecisionForm.FromRules(View.Sheet);
        Banner = await banners.ReadAsync(TempData, Reader.Name, cancellationToken);
        return Page();
    }

    /// <summary>Does what is chosen in the form, and stays with this referral.</summary>
    public async Task<IActionResult> OnPostDecideAsync(
        string reference,
        [FromServices] SendDecisionForm send,
        CancellationToken cancellationToken
    )
    {
        if (await SendAsync(reference, send, cancellationToken) is { } refused)
            return refused;
        return Redirect(Form.Act is FormActs.Refer or FormActs.Defer ? "/review" : $"/review/{reference}");
    }

    /// <summary>Does what is chosen in the form, and goes on to the next referral.</summary>
    public async Task<IActionResult> OnPostNextAsync(
        string reference,
        [FromServices] SendDecisionForm send,
        [FromServices] GoToNext next,
        CancellationToken cancellationToken
    )
    {
        if (await SendAsync(reference, send, cancellationToken) is { } refused)
            return refused;
        return Redirect(await next.GoOnAsync(Reader, TempData, cancellationToken));
    }

    public async Task<IActionResult> OnPostClaimAsync(
        string reference,
        [FromServices] ClaimReferral claim,
        CancellationToken cancellationToken
    )
    {
        if (TakeOver is not null && string.IsNullOrWhiteSpace(TakeOver))
            return await ShowAgainAsync(reference, [ReviewProblems.TakeOverUnexplained], cancellationToken);
        await KeepAsync(reference, cancellationToken);
        var (_, problem) = await claim.ClaimAsync(reference, Reader.Name, cancellationToken, TakeOver);
        return problem is null ? Redirect($"/review/{reference}") : await ShowAgainAsync(reference, [problem], cancellationToken);
    }

    public async Task<IActionResult> OnPostSkipAsync(
        string reference,
        [FromServices] SkipReferral skip,
        [FromServices] GoToNext next,
        CancellationToken cancellationToken
    )
    {
        await KeepAsync(reference, cancellationToken);
        var problem = await skip.SkipAsync(reference, Reader, await FindSessionAsync(cancellationToken), cancellationToken);
        return problem is null
            ? Redirect(await next.GoOnAsync(Reader, TempData, cancellationToken))
            : await ShowAgainAsync(reference, [problem], cancellationToken);
    }

    public async Task<IActionResult> OnPostUndoAsync(
        string reference,
        [FromServices] UndoDecision undo,
        CancellationToken cancellationToken
    )
    {
        var session = await FindSessionAsync(cancellationToken);
        if (await undo.UndoAsync(reference, Reader.Name, cancellationToken, session) is { } problem)
            return await ShowAgainAsync(reference, [problem], cancellationToken);
        DecidedBanners.Leave(TempData, Reader.Name, reference, "Undone. What you wrote is a draft again");
        return Redirect($"/review/{reference}");
    }

    public async Task<IActionResult> OnPostSaveAsync(string reference, CancellationToken cancellationToken)
    {
        await KeepAsync(reference, cancellationToken);
        return Redirect("/review");
    }

    public async Task<IActionResult> OnPostPreviewAsync(string reference, CancellationToken cancellationToken)
    {
        View = await views.ReadAsync(reference, Reader, cancellationToken);
        IsPreview = true;
        return View is null ? NotFound() : Page();
    }

    /// <summary>Saves the draft for the page's script and says when.</summary>
    public async Task<IActionResult> OnPostDraftAsync(
        string reference,
        [FromServices] RenewClaim renew,
        CancellationToken cancellationToken
    )
    {
        if (await KeepAsync(reference, cancellationToken) is not { } saved)
            return NotFound();
        await renew.RenewAsync(reference, Reader.Name, cancellationToken);
        return Content($"Draft saved {WorkingDays.LocalTime(saved):HH:mm}", "text/plain", Encoding.UTF8);
    }

    /// <summary>A sign of life from the page's script.</summary>
    public async Task<IActionResult> OnPostHeartbeatAsync(
        string reference,
        [FromServices] RenewClaim renew,
        CancellationToken cancellationToken
    ) => await renew.RenewAsync(reference, Reader.Name, cancellationToken) ? new NoContentResult() : StatusCode(409);

    public async Task KeepAsync(HubUser author, CancellationToken cancellationToken)
    {
        if (RouteData.Values["reference"] is string reference)
            await drafts.SaveAsync(reference, author.Name, Form, cancellationToken);
    }

    /// <summary>Does what is chosen in the form. The page again when it was refused; null when it was done.</summary>
    async Task<IActionResult?> SendAsync(string reference, SendDecisionForm send, CancellationToken cancellationToken)
    {
        var session = await FindSessionAsync(cancellationToken);
        var problems = await send.SendAsync(reference, Form, Reader, Version, session, cancellationToken);
        if (problems.Count > 0)
            return await ShowAgainAsync(reference, problems, cancellationToken);
        var isProposal = await IsProposalAsync(reference, cancellationToken);
        DecidedBanners.Leave(TempData, Reader.Name, reference, FormActs.DescribeDone(Form, isProposal));
        return null;
    }

    /// <summary>Whether what was just recorded waits for a second reader.</summary>
    async Task<bool> IsProposalAsync(string reference, CancellationToken cancellationToken)
    {
        if (Form.Act != FormActs.Return)
            return false;
        await using var db = database.OpenRead(callerScope.Read());
        return await db.FindForReviewAsync(reference, cancellationToken) is { } journey
            && await db.FindPendingDecisionAsync(journey, cancellationToken) is { Effect: null };
    }

    async Task<Guid?> FindSessionAsync(CancellationToken cancellationToken) =>
        (await sessions.ReadAsync(Reader.Name, cancellationToken))?.Id;

    Task<DateTime?> KeepAsync(string reference, CancellationToken cancellationToken) =>
        drafts.SaveAsync(reference, Reader.Name, Form, cancellationToken);

    async Task<IActionResult> ShowAgainAsync(string reference, IReadOnlyList<Problem> problems, CancellationToken cancellationToken)
    {
        View = await views.ReadAsync(reference, Reader, cancellationToken);
        if (View is null)
            return NotFound();
        // The form now speaks of what is shown: a second try after reading is a new decision, not a stale one.
        Version = View.Sheet.Journey.Version;
        ModelState.Clear();
        foreach (var problem in problems)
            ModelState.AddModelError(problem.Expression ?? "", problem.Text);
        if (problems.Any(p => p.Status == 409))
            await KeepAsync(reference, cancellationToken);
        Response.StatusCode = problems[0].Status;
        return Page();
    }
}
