using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Triage.Reading;
using ReferralHub.Triage.Simulation;
using ReferralHub.Web.Users;

namespace ReferralHub.Triage.Pages;

/// <summary>Tries a draft while the page is waited for; what would take too long for that is for <c>rules simulate</c>.</summary>
[ForUsers(CallerRole.Lead)]
public sealed class SimulateModel(RuleSimulation simulation, RulePacks packs, TimeProvider time) : PageModel
{
    const int DaysDefault = 182;
    const int ReferralsMax = 50_000;
    const int MinutesMax = 240;
    const int BytesMax = 1024 * 1024;

    [BindProperty]
    public IFormFile? Draft { get; set; }

    [BindProperty]
    public DateOnly From { get; set; }

    [BindProperty]
    public DateOnly To { get; set; }

    [BindProperty]
    public string? Practice { get; set; }

    [BindProperty]
    public int Minutes { get; set; } = 5;

    public SimulationReport? Report { get; private set; }

    DateOnly Today => WorkingDays.LocalDate(time.UtcNow());

    public void OnGet() => (From, To) = (Today.AddDays(-DaysDefault), Today);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var draft = await ReadAsync(cancellationToken);
        if (To < From)
            ModelState.AddModelError("from", "The first day of receipt must not lie after the last.");
        if (Minutes is < 0 or > MinutesMax)
            ModelState.AddModelError("minutes", $"The minutes of a review are from 0 to {MinutesMax}.");
        if (draft is null || !ModelState.IsValid)
            return Page();
        var scope = new SimulationScope(From, To, string.IsNullOrWhiteSpace(Practice) ? null : Practice.Trim().ToUpperInvariant(), Minutes);
        if (await simulation.CountAsync(scope, cancellationToken) is var count and > ReferralsMax)
        {
            ModelState.AddModelError(
                "from",
                $"{count:N0} referrals were received in this time, and this page looks at {ReferralsMax:N0} at most. Choose a "
                    + "shorter time, or use \"referralhub rules simulate\", which tells how far it is."
            );
            return Page();
        }

        await packs.RefreshAsync(cancellationToken);
        Report = await simulation.RunAsync(draft, packs.InForce(Today), scope, null, null, cancellationToken);
        return Page();
    }

    async Task<RulePack?> ReadAsync(CancellationToken cancellationToken)
    {
        if (Draft is null or { Length: 0 })
        {
            ModelState.AddModelError("draft", "Choose the file with the draft.");
            return null;
        }

        if (Draft.Length > BytesMax)
        {
            ModelState.AddModelError("draft", $"A pack has at most {BytesMax:N0} bytes.");
            return null;
        }

        using var bytes = new MemoryStream();
        await Draft.CopyToAsync(bytes, cancellationToken);
        try
        {
            return RulePackReader.Read(Path.GetFileName(Draft.FileName), bytes.ToArray());
        }
        catch (RulePackException e)
        {
            ModelState.AddModelError("draft", e.Message);
            return null;
        }
    }
}
