using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Triage.Pages;

/// <summary>One pack in words.</summary>
public sealed class PackModel(RulePacks packs, TimeProvider time) : PageModel
{
    public RulePack? Found { get; private set; }

    public DateOnly Today => WorkingDays.LocalDate(time.UtcNow());

    /// <summary>Who wrote and who approved it, as a sentence after others; empty for a draft.</summary>
    public string Approval =>
        Found?.Approval is { } approval
            ? $" Written by {approval.WrittenBy}, approved by {approval.ApprovedBy} on {approval.ApprovedOn:d MMMM yyyy}."
            : "";

    /// <summary>The codes of a term and their source, as a sentence after its phrases; empty when it has none.</summary>
    internal static string DescribeCodes(Term term) =>
        term.Codes.Count > 0 ? $" Codes: {string.Join(", ", term.Codes.Select(c => c.Code))} ({term.Source})" : "";

    public IActionResult OnGet(string pack)
    {
        Found = packs.InForce(Today).FirstOrDefault(p => p.Id == pack) ?? packs.All.LastOrDefault(p => p.Id == pack);
        return Found is null ? NotFound() : Page();
    }
}
