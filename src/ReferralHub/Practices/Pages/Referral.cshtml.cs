using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Referrals.Documents;
using ReferralHub.Review;
using ReferralHub.Web.Users;

namespace ReferralHub.Practices.Pages;

/// <summary>One referral as its practice sees it: what is asked, what was advised, and what the practice can do.</summary>
[ForUsers(UserKind.Practice)]
public sealed class ReferralModel(
    ReferralSheets sheets,
    PracticeDesk desk,
    IEnumerable<IReferralNotes> notes,
    AccessLog access,
    HubDatabase database,
    CurrentUser current,
    TimeProvider time
) : PageModel, IKeepsWork
{
    const string TypedKey = "Typed";

    public ReferralSheet? Sheet { get; private set; }

    public IReadOnlyList<ReferralNote> Notes { get; private set; } = [];

    /// <summary>Reference of the referral that follows a returned one.</summary>
    public string? GoesOnAs { get; private set; }

    /// <summary>Whether a provider did not take a message about it and nobody has said yet how that was settled.</summary>
    public bool IsRefused { get; private set; }

    public DateTime Now { get; } = time.UtcNow();

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    [BindProperty]
    public IFormFile? Attachment { get; set; }

    public bool IsWithdrawing { get; private set; }

    /// <summary>Questions, advice and answers in the order in which they were said.</summary>
    public IEnumerable<(DateTime At, string Who, string Words, string Text)> Said =>
        Notes
            .Select(n => (n.At, n.Author, n.Kind == NoteKind.Question ? "Asked by" : "Advice of", n.Text))
            .Concat(
                Sheet!.FromPractice.Select(m =>
                    (
                        m.At,
                        m.Author,
                        m.Kind switch
                        {
                            PracticeMessageKind.Answer => "Answer of",
                            PracticeMessageKind.Appeal => "Appeal of",
                            _ => "Withdrawn by",
                        },
                        m.Text + (m.AttachmentTitle is null ? "" : $"\nAttached: {m.AttachmentTitle}")
                    )
                )
            )
            .OrderBy(s => s.At);

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(reference, cancellationToken))
            return NotFound();
        await access.RecordAsync(current.Required, Sheet!.Journey.Id, "read", cancellationToken);
        if (TempData[TypedKey] is string typed)
            Text = typed;
        return Page();
    }

    public Task<IActionResult> OnPostAnswerAsync(string reference, CancellationToken cancellationToken) =>
        SayAsync(reference, PracticeMessageKind.Answer, Text, "Answered. A clinician reads it next.", cancellationToken);

    public Task<IActionResult> OnPostAppealAsync(string reference, CancellationToken cancellationToken) =>
        SayAsync(
            reference,
            PracticeMessageKind.Appeal,
            Text,
            "Appealed. Another clinician reads it next; this is the referral that goes on.",
            cancellationToken
        );

    public Task<IActionResult> OnPostWithdrawAsync(string reference, CancellationToken cancellationToken) =>
        SayAsync(reference, PracticeMessageKind.Withdrawal, Why, "Withdrawn.", cancellationToken);

    /// <summary>Until the next page, which is enough: whoever was asked again who they are comes straight back.</summary>
    public Task KeepAsync(HubUser author, CancellationToken cancellationToken)
    {
        TempData[TypedKey] = Text ?? Why;
        return Task.CompletedTask;
    }

    async Task<IActionResult> SayAsync(
        string reference,
        PracticeMessageKind kind,
        string? text,
        string done,
        CancellationToken cancellationToken
    )
    {
        if (!await LoadAsync(reference, cancellationToken))
            return NotFound();
        var user = current.Required;
        var (problem, journey, _) = await desk.SayAsync(
            Sheet!.Journey.Id,
            new(kind, user.Organisation, $"{user.Name}, {user.Role}", text, await FileAsync(cancellationToken)),
            cancellationToken
        );
        if (problem is null)
        {
            await access.RecordAsync(user, Sheet.Journey.Id, kind.ToString().ToLowerInvariant(), cancellationToken);
            TempData["Said"] = done;
            return Redirect($"/practice/{ReferralReference.Display(journey!.Reference)}");
        }

        IsWithdrawing = kind == PracticeMessageKind.Withdrawal;
        ModelState.Clear();
        ModelState.AddModelError(
            problem.Expression switch
            {
                "text" when IsWithdrawing => "why",
                { } field => field,
                null => "",
            },
            problem.Text
        );
        Response.StatusCode = problem.Status;
        await LoadAsync(reference, cancellationToken);
        return Page();
    }

    async Task<PracticeAttachment?> FileAsync(CancellationToken cancellationToken)
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
        Sheet = await sheets.ReadAsync(reference, cancellationToken);
        if (Sheet is null || Sheet.Journey.Practice != current.Required.Organisation)
            return false;
        var id = Sheet.Journey.Id;
        await using var db = database.OpenRead();
        var said = new List<ReferralNote>();
        // What the practice itself said stands with its messages.
        foreach (var source in notes)
            said.AddRange(
                (await source.ReadAsync(db, [id], cancellationToken))
                    .Select(n => n.Note)
                    .Where(n => n.Kind is NoteKind.Question or NoteKind.Advice)
            );
        Notes = said;
        var next = await db.Set<ReferralJourney>()
            .Where(j => j.Follows == id)
            .OrderByDescending(j => j.Received)
            .Select(j => j.Reference)
            .FirstOrDefaultAsync(cancellationToken);
        IsRefused =
            Sheet.Journey.Has(Flags.ProviderRefused)
            && await db.WorkItems.AnyAsync(
                w => w.Kind == Flags.ProviderRefused && w.Referral == id && w.Settled == null,
                cancellationToken
            );
        GoesOnAs = next is null ? null : ReferralReference.Display(next);
        return true;
    }
}
