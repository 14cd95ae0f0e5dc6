using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Referrals.Register;
using ReferralHub.Web.Users;

namespace ReferralHub.Practices.Pages;

/// <summary>A practice's own referrals, by whose turn it is.</summary>
[ForUsers(UserKind.Practice)]
public sealed class ReferralsModel(PracticeDesk desk, PracticeRegister practices, CurrentUser current) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Turn { get; set; } = PracticeDesk.Turns[0].Code;

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    public IReadOnlyList<PracticeRow> Rows { get; private set; } = [];

    public IReadOnlyList<int> Counts { get; private set; } = [];

    public string? NextUrl { get; private set; }

    public string PracticeName => practices.FindName(current.Required.Organisation);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (PracticeDesk.Turns.All(t => t.Code != Turn))
            Turn = PracticeDesk.Turns[0].Code;
        var (rows, next) = await desk.ListAsync(current.Required.Organisation, Turn, Cursor, cancellationToken);
        Rows = rows;
        NextUrl = next is null ? null : $"/practice?turn={Turn}&cursor={next}";
        Counts = await desk.CountsAsync(current.Required.Organisation, cancellationToken);
    }
}
