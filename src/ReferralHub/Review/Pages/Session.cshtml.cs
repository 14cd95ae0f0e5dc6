using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Pages;

/// <summary>How a session of reviewing goes, what was skipped, and its end.</summary>
[ForUsers(UserKind.Reviewer, UserKind.Lead)]
public sealed class SessionModel(ReviewDesk desk, HubDatabase database, DecidedBanners banners, CurrentUser current) : PageModel
{
    public SessionProgress? Progress { get; private set; }

    public IReadOnlyList<string> Skipped { get; private set; } = [];

    public bool HasEnded { get; private set; }

    public DecidedBanner? Banner { get; private set; }

    /// <summary>Whether the best next one was asked for and there was none.</summary>
    [BindProperty(SupportsGet = true)]
    public bool None { get; set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Progress = await desk.ProgressAsync(current.Required.Name, cancellationToken);
        Banner = await banners.ReadAsync(TempData, current.Required.Name, cancellationToken);
        await LoadAsync(cancellationToken);
    }

    public async Task OnPostEndAsync(CancellationToken cancellationToken)
    {
        Progress = await desk.EndAsync(current.Required.Name, cancellationToken);
        HasEnded = Progress is not null;
        await LoadAsync(cancellationToken);
    }

    async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (Progress is null)
            return;
        await using var db = database.OpenRead();
        var session = Progress.Id;
        var references = await db.Set<ReferralJourney>()
            .Where(j =>
                j.Stage == Stage.InReview
                && j.OwnerKind != OwnerKind.Hub
                && db.Set<ReviewAct>().Any(a => a.Referral == j.Id && a.Session == session && a.Kind == ReviewActKind.Skip)
            )
            .OrderBy(j => j.Due)
            .Select(j => j.Reference)
            .ToListAsync(cancellationToken);
        Skipped = references.ConvertAll(ReferralReference.Display);
    }
}
