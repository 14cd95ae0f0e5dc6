using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Practices.Say;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Referrals.Documents;
using ReferralHub.Review.Concerns;
using ReferralHub.Web.Users;

namespace ReferralHub.Practices.Referral;

/// <summary>One referral as its practice sees it: what is asked, what was advised, and what the practice can do.</summary>
[ForUsers(CallerRole.Practice)]
public sealed class ReferralModel(ReadPracticeView views, CurrentUser current) : PageModel, IKeepsWork
{
    const string TypedKey = "Typed";
    const string SaidKey = "Said";

    public PracticeView? View { get; private set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    [BindProperty]
    public IFormFile? Attachment { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Concern { get; set; }

    public bool IsWithdrawing { get; private set; }

    public bool IsRaising { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(reference, cancellationToken))
            return NotFound();
        Text = TempData.TakeFor(current.Required, TypedKey, NameReferral(reference));
        return Page();
    }

    public Task<IActionResult> OnPostAnswerAsync(
        string reference,
        [FromServices] SayAboutReferral say,
        CancellationToken cancellationToken
    ) => SayAsync(reference, say, PracticeMessageKind.Answer, "Answered. A clinician reads it next.", cancellationToken);

    public Task<IActionResult> OnPostAppealAsync(string reference, [FromServices] SayAboutReferral say, CancellationToken cancellationToken)
    {
        const string Done = "Appealed. Another clinician reads it next; this is the referral that goes on.";
        return SayAsync(reference, say, PracticeMessageKind.Appeal, Done, cancellationToken);
    }

    public Task<IActionResult> OnPostWithdrawAsync(
        string reference,
        [FromServices] SayAboutReferral say,
        CancellationToken cancellationToken
    ) => SayAsync(reference, say, PracticeMessageKind.Withdrawal, "Withdrawn.", cancellationToken);

    /// <summary>Records a complaint or incident; the centre's manager answers for it until somebody is named.</summary>
    public async Task<IActionResult> OnPostConcernAsync(
        string reference,
        [FromServices] RecordConcern record,
        CancellationToken cancellationToken
    )
    {
        const string owner = "Manager of the referral centre";
        if (!await LoadAsync(reference, cancellationToken))
            return NotFound();
        HttpContext.AuditEntry().Act = AuditActs.Concern;
        var user = current.Required;
        var request = new ConcernRequest(Kind, Concern, owner, null, user.Name, user.Role, user.Organisation, IsPractice: true);
        var (problems, recorded) = await record.RecordAsync(reference, request, cancellationToken);
        if (recorded is not null)
        {
            TempData[SaidKey] = $"Recorded. {owner} answers by {WorkingDays.LocalTime(recorded.Due):d MMMM yyyy}.";
            return Redirect($"/practice/{reference}");
        }

        IsRaising = true;
        ModelState.Clear();
        foreach (var problem in problems)
            ModelState.AddModelError(problem.Expression == "text" ? "concern" : problem.Expression ?? "", problem.Text);
        Response.StatusCode = 422;
        return Page();
    }

    /// <summary>Until the next page, which is enough: whoever was asked again who they are comes straight back.</summary>
    public Task KeepAsync(HubUser author, CancellationToken cancellationToken)
    {
        TempData.LeaveFor(author, TypedKey, NameReferral((string)RouteData.Values["reference"]!), Text ?? Why ?? Concern);
        return Task.CompletedTask;
    }

    async Task<IActionResult> SayAsync(
        string reference,
        SayAboutReferral say,
        PracticeMessageKind kind,
        string done,
        CancellationToken cancellationToken
    )
    {
        if (!await LoadAsync(reference, cancellationToken))
            return NotFound();
        HttpContext.AuditEntry().Act = NameAct(kind);
        var (user, referral) = (current.Required, View!.Sheet.Journey.Id);
        var text = kind == PracticeMessageKind.Withdrawal ? Why : Text;
        var says = new PracticeSays(
            kind,
            user.Organisation,
            $"{user.Name}, {user.Role}",
            text,
            await ReadAttachmentAsync(cancellationToken)
        );
        var (problem, said) = await say.SayAsync(referral, says, cancellationToken);
        if (said is null)
            return await ShowAgainAsync(reference, kind, problem!, cancellationToken);
        TempData[SaidKey] = done;
        return Redirect($"/practice/{ReferralReference.Display(said.Journey.Reference)}");
    }

    async Task<IActionResult> ShowAgainAsync(
        string reference,
        PracticeMessageKind kind,
        Problem problem,
        CancellationToken cancellationToken
    )
    {
        IsWithdrawing = kind == PracticeMessageKind.Withdrawal;
        var field = problem.Expression == "text" && IsWithdrawing ? "why" : problem.Expression ?? "";
        ModelState.Clear();
        ModelState.AddModelError(field, problem.Text);
        Response.StatusCode = problem.Status;
        await LoadAsync(reference, cancellationToken);
        return Page();
    }

    /// <summary>However the reference was written in the address.</summary>
    static string NameReferral(string reference) => ReferralReference.TryParse(reference, out var parsed) ? parsed.Value : "";

    static string NameAct(PracticeMessageKind kind) =>
        kind switch
        {
            PracticeMessageKind.Answer => AuditActs.Answer,
            PracticeMessageKind.Appeal => AuditActs.Appeal,
            _ => AuditActs.Withdrawal,
        };

    async Task<PracticeAttachment?> ReadAttachmentAsync(CancellationToken cancellationToken)
    {
        if (Attachment is null || Attachment.Length == 0)
            return null;
        // One byte more than may be sent tells that it is too long without reading all of it.
        var content = new byte[Math.Min(Attachment.Length, AttachmentTypes.BytesMax + 1)];
        await using var stream = Attachment.OpenReadStream();
        await stream.ReadExactlyAsync(content, cancellationToken);
        return new(Path.GetFileName(Attachment.FileName), Attachment.ContentType, content);
    }

    async Task<bool> LoadAsync(string reference, CancellationToken cancellationToken)
    {
        View = await views.ReadAsync(reference, current.Required.Organisation, cancellationToken);
        return View is not null;
    }
}
