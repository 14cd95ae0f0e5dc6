using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Documents;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Pages;

/// <summary>One referral, and the decision about it. What was typed survives every refusal, a lost race and the end of a session.</summary>
[ForUsers(UserKind.Reviewer, UserKind.Lead)]
public sealed class DecideModel(
    ReferralSheets sheets,
    ReviewService review,
    ReviewClaims claims,
    ReviewDesk desk,
    ReviewDrafts drafts,
    ReviewQueue queue,
    AttachmentContent attachments,
    AccessLog access,
    DecidedBanners banners,
    ReviewerInterests interests,
    HubDatabase database,
    CurrentUser current,
    TimeProvider time
) : PageModel, IKeepsWork
{
    const int TextShownBytesMax = 64 * 1024;

    public ReferralSheet? Sheet { get; private set; }

    public DateTime Now { get; } = time.UtcNow();

    public HubUser Reader => current.Required;

    [BindProperty]
    public DecisionForm Form { get; set; } = new();

    /// <summary>Version of the journey that the form speaks of.</summary>
    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? TakeOver { get; set; }

    public DateTime? DraftSaved { get; private set; }

    public SessionProgress? Progress { get; private set; }

    public int Waiting { get; private set; }

    public DecidedBanner? Banner { get; private set; }

    /// <summary>When the reader last looked, if the practice has changed or answered something since.</summary>
    public DateTime? ChangedSince { get; private set; }

    /// <summary>Who looked at it, for a lead.</summary>
    public IReadOnlyList<AccessRecord> Looks { get; private set; } = [];

    /// <summary>Text attachments that are shown in the page, by number.</summary>
    public Dictionary<int, string> Texts { get; } = [];

    public bool IsPreview { get; private set; }

    /// <summary>A decision of this review that has not taken effect.</summary>
    public PendingDecision? Pending =>
        Sheet!.Pending is { } pending && Sheet.Journey.Stage == Stage.InReview && pending.StageEntered == Sheet.Journey.StageEntered
            ? pending
            : null;

    /// <summary>A decision that was overtaken before it took effect: amended or withdrawn by the practice.</summary>
    public PendingDecision? Overtaken =>
        Sheet!.Pending is { } pending && pending.StageEntered != Sheet.Journey.StageEntered ? pending : null;

    public bool IsMine => Sheet!.Claim is { } claim && claim.Until > Now && claim.Reviewer == Reader.Name;

    public ReviewClaim? OtherClaim => Sheet!.Claim is { } claim && claim.Until > Now && claim.Reviewer != Reader.Name ? claim : null;

    /// <summary>Why this reader must leave it to a colleague; null when nothing is against it.</summary>
    public string? Barred =>
        Sheet!.Journey is { Stage: Stage.InReview } journey
        && !journey.Priority.IsSuspectedCancer()
        && interests.Against(Reader.Name, journey.Specialty, WorkingDays.LocalDate(Now)) is { } interest
            ? ReviewService.Interested(interest).Text
            : null;

    public bool CanDecide =>
        Sheet!.Journey.Stage == Stage.InReview && Pending?.Effect is null && !(Pending is { } proposed && proposed.Reviewer == Reader.Name);

    /// <summary>Days that the referral has waited for its practice, all times together.</summary>
    public int DaysWithPractice
    {
        get
        {
            var (total, since) = (TimeSpan.Zero, (DateTime?)null);
            foreach (var e in Sheet!.History)
            {
                if (e.Type == EventTypes.InformationRequested)
                    since = e.At;
                else if (since is { } asked && EventData.Read(e.Data).From == Stage.AwaitingInformation)
                    (total, since) = (total + (e.At - asked), null);
            }

            return (int)Math.Round(total.TotalDays);
        }
    }

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(reference, cancellationToken))
            return NotFound();
        Version = Sheet!.Journey.Version;
        var last = await access.LastReadAsync(Reader, Sheet.Journey.Id, cancellationToken);
        ChangedSince = Sheet.History.Any(e => e.Type is EventTypes.Amended or EventTypes.InformationReceived && e.At > last) ? last : null;
        await access.RecordAsync(Reader, Sheet.Journey.Id, "read", cancellationToken);
        await using var db = database.OpenRead();
        if (await ReviewDrafts.ReadAsync(db, Sheet.Journey.Id, Reader.Name, cancellationToken) is var (form, saved))
            (Form, DraftSaved) = (form, saved);
        else if (Pending is { } proposed)
            Form = DecisionForm.FromPending(proposed);
        else
            Form = new()
            {
                AskText = string.Join('\n', Sheet.Questions),
                ReturnText = string.Join('\n', Sheet.Why.Select(w => w.Advice).OfType<string>().Distinct()),
            };
        Banner = await banners.ReadAsync(TempData, Reader.Name, cancellationToken);
        return Page();
    }

    public Task<IActionResult> OnPostDecideAsync(string reference, CancellationToken cancellationToken) =>
        ActAsync(reference, goOn: false, cancellationToken);

    public Task<IActionResult> OnPostNextAsync(string reference, CancellationToken cancellationToken) =>
        ActAsync(reference, goOn: true, cancellationToken);

    public async Task<IActionResult> OnPostClaimAsync(string reference, CancellationToken cancellationToken)
    {
        if (TakeOver is not null && string.IsNullOrWhiteSpace(TakeOver))
            return await ShowAgainAsync(
                reference,
                [new(422, "required", "", "takeOver", "Say why you take it over; whoever has it reads that.", "takeOver")],
                cancellationToken
            );
        await KeepAsync(reference, cancellationToken);
        var (_, problem) = await claims.ClaimAsync(reference, Reader.Name, cancellationToken, TakeOver);
        return problem is null ? Redirect($"/review/{reference}") : await ShowAgainAsync(reference, [problem], cancellationToken);
    }

    public async Task<IActionResult> OnPostSkipAsync(string reference, CancellationToken cancellationToken)
    {
        await KeepAsync(reference, cancellationToken);
        var problem = await desk.SkipAsync(
            reference,
            Reader,
            (await desk.ProgressAsync(Reader.Name, cancellationToken))?.Id,
            cancellationToken
        );
        return problem is null ? await NextAsync(cancellationToken) : await ShowAgainAsync(reference, [problem], cancellationToken);
    }

    public async Task<IActionResult> OnPostUndoAsync(string reference, CancellationToken cancellationToken)
    {
        var problem = await review.UndoAsync(
            reference,
            Reader.Name,
            cancellationToken,
            (await desk.ProgressAsync(Reader.Name, cancellationToken))?.Id
        );
        if (problem is not null)
            return await ShowAgainAsync(reference, [problem], cancellationToken);
        DecidedBanners.Leave(TempData, reference, "Undone. What you wrote is a draft again");
        return Redirect($"/review/{reference}");
    }

    public async Task<IActionResult> OnPostSaveAsync(string reference, CancellationToken cancellationToken)
    {
        await KeepAsync(reference, cancellationToken);
        return Redirect("/review");
    }

    public async Task<IActionResult> OnPostPreviewAsync(string reference, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(reference, cancellationToken))
            return NotFound();
        IsPreview = true;
        return Page();
    }

    /// <summary>Saves the draft for the page's script and says when.</summary>
    public async Task<IActionResult> OnPostDraftAsync(string reference, CancellationToken cancellationToken)
    {
        var saved = await KeepAsync(reference, cancellationToken);
        if (saved is null)
            return NotFound();
        await claims.RenewAsync(reference, Reader.Name, cancellationToken);
        return Content($"Draft saved {WorkingDays.LocalTime(saved.Value):HH:mm}", "text/plain", Encoding.UTF8);
    }

    /// <summary>A sign of life from the page's script.</summary>
    public async Task<IActionResult> OnPostHeartbeatAsync(string reference, CancellationToken cancellationToken) =>
        await claims.RenewAsync(reference, Reader.Name, cancellationToken) ? new NoContentResult() : StatusCode(409);

    public async Task KeepAsync(HubUser author, CancellationToken cancellationToken)
    {
        if (RouteData.Values["reference"] is string reference)
            await drafts.SaveAsync(reference, author.Name, Form, cancellationToken);
    }

    async Task<IActionResult> ActAsync(string reference, bool goOn, CancellationToken cancellationToken)
    {
        Problem[] problems;
        var session = (await desk.ProgressAsync(Reader.Name, cancellationToken))?.Id;
        switch (Form.Act)
        {
            case "refer":
                problems = await desk.ReferAsync(reference, Reader, Form.Colleague, Form.ReferText, session, cancellationToken)
                    is { } referring
                    ? [PointAtField(referring)]
                    : [];
                break;
            case "defer":
                problems = await desk.DeferAsync(reference, Reader, Date(), Form.DeferText, session, cancellationToken) is { } deferring
                    ? [PointAtField(deferring)]
                    : [];
                break;
            case "accept" or "change" or "ask" or "return":
                problems =
                [
                    .. (
                        await review.DecideAsync(reference, Form.ToRequest(Reader.Name, Reader.Role, Version), cancellationToken, session)
                    ).Select(PointAtField),
                ];
                break;
            default:
                problems = [new(422, "required", "", "act", "Say what you decide.", "act")];
                break;
        }

        if (problems.Length > 0)
            return await ShowAgainAsync(reference, problems, cancellationToken);
        DecidedBanners.Leave(
            TempData,
            reference,
            Form.Act switch
            {
                "ask" => "Practice asked",
                "return" => "Returned with advice",
                "refer" => "Referred to " + Form.Colleague,
                "defer" => "Deferred",
                _ => "Accepted",
            }
        );
        if (goOn)
            return await NextAsync(cancellationToken);
        return Redirect(Form.Act is "refer" or "defer" ? "/review" : $"/review/{reference}");
    }

    async Task<IActionResult> NextAsync(CancellationToken cancellationToken)
    {
        var session = await desk.SessionAsync(Reader.Name, cancellationToken);
        var next = await desk.NextAsync(Reader, AmongWhat(), session, cancellationToken);
        return Redirect(next is null ? "/review/session?none=true" : $"/review/{next}");
    }

    /// <summary>The part of the queue from which this session was started.</summary>
    QueueFilter AmongWhat()
    {
        var query =
            TempData.Peek("Among") is string url && url.IndexOf('?', StringComparison.Ordinal) is > 0 and var at
                ? Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(url[at..])
                : [];
        string? ReadQuery(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;
        return new(
            ReadQuery("specialty"),
            ReadQuery("find"),
            null,
            ReadQuery("show") == "mine" ? QueueShow.Mine : QueueShow.Open,
            Priorities.TryParse(ReadQuery("priority"), out var priority) ? priority : null,
            Enum.TryParse<TimeBand>(ReadQuery("time"), true, out var band) ? band : null,
            ReadQuery("flag"),
            ReadQuery("practice")
        );
    }

    /// <summary>The problem at the field of the act that is chosen.</summary>
    Problem PointAtField(Problem problem) =>
        problem.Expression switch
        {
            "text" => problem with { Expression = $"text-{Form.Act}" },
            "outcome" => problem with { Expression = "act" },
            _ => problem,
        };

    DateOnly? Date() =>
        DateOnly.TryParseExact(
            $"{Form.Year}-{Form.Month?.PadLeft(2, '0')}-{Form.Day?.PadLeft(2, '0')}",
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : null;

    Task<DateTime?> KeepAsync(string reference, CancellationToken cancellationToken) =>
        drafts.SaveAsync(reference, Reader.Name, Form, cancellationToken);

    async Task<bool> LoadAsync(string reference, CancellationToken cancellationToken)
    {
        Sheet = await sheets.ReadAsync(reference, cancellationToken);
        if (Sheet is null)
            return false;
        Progress = await desk.ProgressAsync(Reader.Name, cancellationToken);
        var counts = await queue.CountsAsync(cancellationToken);
        Waiting = counts
            .Specialties.Where(s => Reader.Specialties.Count == 0 || s.Specialty is null || Reader.Specialties.Contains(s.Specialty))
            .Sum(s => s.Count);
        if (Reader.Kind == UserKind.Lead)
            Looks = await access.ListAsync(Sheet.Journey.Id, cancellationToken);
        foreach (var (attachment, number) in Sheet.Facts.Attachments.Select((a, i) => (a, i)))
        {
            if (!AttachmentTypes.IsText(attachment.ContentType) || attachment.Bytes is 0 or > TextShownBytesMax)
                continue;
            if (await attachments.ReadAsync(Sheet.Journey.Id, attachment.Expression, cancellationToken) is { } content)
                Texts[number] = Encoding.UTF8.GetString(content);
        }

        return true;
    }

    async Task<IActionResult> ShowAgainAsync(string reference, IReadOnlyList<Problem> problems, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(reference, cancellationToken))
            return NotFound();
        // The form now speaks of what is shown: a second try after reading is a new decision, not a stale one.
        Version = Sheet!.Journey.Version;
        ModelState.Clear();
        foreach (var problem in problems)
            ModelState.AddModelError(problem.Expression ?? "", problem.Text);
        if (problems.Any(p => p.Status == 409))
            await KeepAsync(reference, cancellationToken);
        Response.StatusCode = problems[0].Status;
        return Page();
    }
}
