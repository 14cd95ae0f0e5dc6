using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Platform.Access;
using ReferralHub.Triage.Language;
using ReferralHub.Web.Users;

namespace ReferralHub.Triage.Pages;

/// <summary>What rules said of one referral, each time it was triaged. Asked for JSON it answers as <c>trace.json</c> does.</summary>
[ForUsers(CallerRole.Reviewer, CallerRole.Lead)]
public sealed class TraceModel(TriageTraces traces) : PageModel
{
    public ReferralTrace? Trace { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        Trace = await traces.FindAsync(reference, cancellationToken);
        if (Trace is null)
            return NotFound();
        var accepts = Request.Headers.Accept.ToString();
        return
            accepts.Contains("application/json", StringComparison.OrdinalIgnoreCase)
            && !accepts.Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? new JsonResult(Trace, TraceJson.Options)
            : Page();
    }

    /// <summary>What the rule asks for, in words.</summary>
    internal static string DescribeOutcome(RuleTrace rule) =>
        rule.Outcome is { } outcome
            ? TriageStage.ToCode(outcome).Replace('-', ' ') + (rule.GaveWay ? " (gave way to something graver)" : "")
            : "nothing";

    /// <summary>
    /// Whether what a rule read says something by itself. Cut-out pieces of text do not: the words found are shown in their sentence.
    /// </summary>
    internal static bool IsToldInWords(ReadValue read) =>
        read.What is not ("mentions" or "states")
        || !(read.Value.Contains('…', StringComparison.Ordinal) || read.Value.StartsWith("denied:", StringComparison.Ordinal));

    internal static string Describe(RuleResult result) =>
        result switch
        {
            RuleResult.Met => "met",
            RuleResult.NotMet => "not met",
            RuleResult.Unknown => "not known",
            RuleResult.Excluded => "excluded",
            RuleResult.Unclear => "unclear whether it applies",
            _ => "did not apply",
        };
}
