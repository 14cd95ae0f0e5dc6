using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Identity.People.StepUp;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Users;

namespace ReferralHub.Identity.Audit.Pages;

/// <summary>The answer to the same question as a file; taking it is audited as an export.</summary>
[ForUsers(CallerRole.Privacy)]
[NeedsStepUp(ToRead = true)]
public sealed class ExportModel(AuditSearch search) : PageModel
{
    public IActionResult OnGet() => Redirect("/audit");

    public async Task<IActionResult> OnPostAsync(
        string? patient,
        string? person,
        bool emergency,
        bool sameName,
        CancellationToken cancellationToken
    )
    {
        HttpContext.AuditEntry().Act = AuditActs.Export;
        var answer = await search.AskAsync(new(patient, person, emergency, sameName), AuditSearch.ExportRowsMax, cancellationToken);
        if (!answer.IsFound || answer.Rows.Count == 0)
            return NotFound();
        return File(Encoding.UTF8.GetBytes(AuditCsv.Write(answer.Rows)), "text/csv; charset=utf-8", "audit.csv");
    }
}
