using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals.Register;
using ReferralHub.Review.Concerns;
using ReferralHub.Review.Referral;
using ReferralHub.Web.Users;

namespace ReferralHub.Practices.OurReferrals;

/// <summary>A practice's own referrals, by whose turn it is.</summary>
[ForUsers(CallerRole.Practice)]
public sealed class OurReferralsModel(
    ListOurReferrals list,
    CountTurns count,
    CountAsked asked,
    ListConcerns concerns,
    PracticeRegister practices,
    CurrentUser current
) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "turn")]
    public string? TurnCode { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    public Turn Turn => Turns.Find(TurnCode);

    public IReadOnlyList<PracticeRow> Rows { get; private set; } = [];

    public IReadOnlyList<int> Counts { get; private set; } = [];

    public TimesAsked Times { get; private set; } = TimesAsked.Never;

    public ConcernCounts Concerns { get; private set; } = new(0, 0, 0, 0);

    public string? NextUrl { get; private set; }

    public string PracticeName => practices.FindName(current.Required.Organisation);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var (rows, next) = await list.ListAsync(current.Required.Organisation, Turn, Cursor, cancellationToken);
        Rows = rows;
        NextUrl = next is null ? null : $"/practice?turn={Turn.Code}&cursor={next}";
        Counts = await count.CountAsync(current.Required.Organisation, cancellationToken);
        Times = await asked.CountAsync(current.Required.Organisation, cancellationToken);
        Concerns = await concerns.CountAsync(current.Required.Organisation, cancellationToken);
    }
}
