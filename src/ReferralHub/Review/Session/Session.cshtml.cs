using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Platform.Access;
using ReferralHub.Review.Decide;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Session;

/// <summary>How a session of reviewing goes, what was skipped, and its end.</summary>
[ForUsers(CallerRole.Reviewer, CallerRole.Lead)]
public sealed class SessionModel(ListSkipped skipped, CurrentUser current) : PageModel
{
    public SessionProgress? Progress { get; private set; }

    public IReadOnlyList<string> Skipped { get; private set; } = [];

    public bool HasEnded { get; private set; }

    public DecidedBanner? Banner { get; private set; }

    /// <summary>Whether the best next one was asked for and there was none.</summary>
    [BindProperty(SupportsGet = true)]
    public bool None { get; set; }

    public async Task OnGetAsync(
        [FromServices] ReadSession session,
        [FromServices] DecidedBanners banners,
        CancellationToken cancellationToken
    )
    {
        Progress = await session.ReadAsync(current.Required.Name, cancellationToken);
        Banner = await banners.ReadAsync(TempData, current.Required.Name, cancellationToken);
        await LoadSkippedAsync(cancellationToken);
    }

    public async Task OnPostEndAsync([FromServices] EndSession end, CancellationToken cancellationToken)
    {
        Progress = await end.EndAsync(current.Required.Name, cancellationToken);
        HasEnded = Progress is not null;
        await LoadSkippedAsync(cancellationToken);
    }

    async Task LoadSkippedAsync(CancellationToken cancellationToken)
    {
        if (Progress is not null)
            Skipped = await skipped.ListAsync(Progress.Id, cancellationToken);
    }
}
