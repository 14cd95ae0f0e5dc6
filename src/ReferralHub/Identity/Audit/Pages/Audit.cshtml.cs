using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Platform.Access;
using ReferralHub.Web.Users;

namespace ReferralHub.Identity.Audit.Pages;

/// <summary>
/// Who has seen a patient, what somebody saw, and what was done under emergency access. What is asked comes in a form and not in
/// the address, where it would stay in histories.
/// </summary>
[ForUsers(CallerRole.Privacy)]
public sealed class AuditModel(AuditSearch search) : PageModel
{
    [BindProperty]
    public string? Patient { get; set; }

    [BindProperty]
    public string? Person { get; set; }

    [BindProperty]
    public bool Emergency { get; set; }

    [BindProperty]
    public bool SameName { get; set; }

    public AuditAnswer Answer { get; private set; } = AuditAnswer.Nothing;

    public bool IsAsked { get; private set; }

    AuditQuestion Question => new(Patient, Person, Emergency, SameName);

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        HttpContext.AuditEntry().Act = AuditActs.Search;
        IsAsked = Question.IsAsked;
        if (!IsAsked)
        {
            ModelState.AddModelError("patient", "Say whose records or whose doings you ask about, or choose emergency access.");
            Response.StatusCode = 422;
            return Page();
        }

        Answer = await search.AskAsync(Question, AuditSearch.PageRowsMax, cancellationToken);
        if (Answer.IsFound)
            return Page();
        ModelState.AddModelError("patient", "There is no referral with this reference, nor one of a patient with this NHS number.");
        Response.StatusCode = 422;
        return Page();
    }

    internal static string DescribeWho(AccessEvent e) =>
        e.Role switch
        {
            AuditCallers.Patient => "Patient, by their link",
            AuditCallers.Nobody => "Somebody who had not signed in",
            _ => e.Post.Length > 0 ? $"{e.Name}, {e.Post}" : e.Name,
        };
}
