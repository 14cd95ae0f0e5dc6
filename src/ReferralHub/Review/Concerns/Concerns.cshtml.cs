using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Concerns;

/// <summary>All complaints and incidents: what is open, whose it is and until when; and how those that are closed ended.</summary>
[ForUsers(CallerRole.Reviewer, CallerRole.Lead)]
public sealed class ConcernsModel(ListConcerns list, CloseConcern close, CurrentUser current, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public bool Closed { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    public IReadOnlyList<ListedConcern> Rows { get; private set; } = [];

    public ConcernCounts Counts { get; private set; } = new(0, 0, 0, 0);

    public Guid? Refused { get; private set; }

    public DateTime Now => time.UtcNow();

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostCloseAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await close.CloseAsync(id, current.Required.Name, Outcome, cancellationToken) is not { } problem)
        {
            TempData["Said"] = "Closed. It stays on the referral's record.";
            return RedirectToPage();
        }

        Refused = id;
        ModelState.Clear();
        ModelState.AddModelError($"outcome-{id}", problem.Text);
        Response.StatusCode = problem.Status;
        await LoadAsync(cancellationToken);
        return Page();
    }

    async Task LoadAsync(CancellationToken cancellationToken)
    {
        Rows = await list.ListAsync(!Closed, null, cancellationToken);
        Counts = await list.CountAsync(null, cancellationToken);
    }
}
