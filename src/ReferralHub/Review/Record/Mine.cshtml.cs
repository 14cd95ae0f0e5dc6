using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Record;

/// <summary>A reviewer's own decisions and what became of them; for a lead, how all decide as well.</summary>
[ForUsers(CallerRole.Reviewer, CallerRole.Lead)]
public sealed class MineModel(ReadDecisions decisions, MeasureReviewers measures, CurrentUser current) : PageModel
{
    public IReadOnlyList<DecidedReferral> Decided { get; private set; } = [];

    public ReviewerMeasures? Own { get; private set; }

    public IReadOnlyList<ReviewerMeasures> All { get; private set; } = [];

    public static string DescribeSeconds(int? seconds) => seconds is { } known ? $"{known / 60}:{known % 60:00}" : "–";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var reader = current.Required;
        Decided = await decisions.ReadAsync(reader.Name, cancellationToken);
        Own = (await measures.MeasureAsync(reader.Name, cancellationToken)).FirstOrDefault();
        if (reader.Kind == CallerRole.Lead)
            All = await measures.MeasureAsync(null, cancellationToken);
    }
}
