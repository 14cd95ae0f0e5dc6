using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Pages;

/// <summary>A reviewer's own decisions and what became of them; for a lead, how all decide as well.</summary>
[ForUsers(UserKind.Reviewer, UserKind.Lead)]
public sealed class MineModel(ReviewRecord record, CurrentUser current) : PageModel
{
    public IReadOnlyList<DecidedReferral> Decided { get; private set; } = [];

    public ReviewerMeasures? Own { get; private set; }

    public IReadOnlyList<ReviewerMeasures> All { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var reader = current.Required;
        Decided = await record.ReadDecisionsAsync(reader.Name, cancellationToken);
        Own = (await record.MeasuresAsync(reader.Name, cancellationToken)).FirstOrDefault();
        if (reader.Kind == UserKind.Lead)
            All = await record.MeasuresAsync(null, cancellationToken);
    }
}
