using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Identity.People.StepUp;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Triage.Approval;
using ReferralHub.Web.Users;

namespace ReferralHub.Triage.Pages;

/// <summary>One content of a pack in words, where it stands, and the acts by which that changes.</summary>
[ForAnyUser]
[NeedsStepUp]
public sealed class PackModel(RulePacks packs, RecordPackAct record, CurrentUser current, TimeProvider time) : PageModel
{
    public RulePack? Found { get; private set; }

    /// <summary>A file of the same pack that has another content, which needs an approval; null when this is it or there is none.</summary>
    public RulePack? Waiting { get; private set; }

    public IReadOnlyList<PackAct> Acts { get; private set; } = [];

    public DateOnly Today => WorkingDays.LocalDate(time.UtcNow());

    public bool CanPropose => !Found!.IsFromStore && Found.Approval is null && !(Found.RaisesAttentionOnly && Found.IsInForce(Today));

    public bool CanApprove => CanPropose && Found!.Proposals.Count > 0;

    public bool CanWithdraw => Found!.Approval is not null || (Found.RaisesAttentionOnly && Found.IsInForce(Today));

    /// <summary>Under whose name an act would be recorded.</summary>
    public string ActsAs =>
        !CanPropose && !CanWithdraw ? ""
        : current.User is { } user ? $"What you do is recorded as done by {user.Name}, {user.Role}."
        : "Before you can act you are asked who you are.";

    /// <summary>The codes of a term and their source, as a sentence after its phrases; empty when it has none.</summary>
    internal static string DescribeCodes(Term term) =>
        term.Codes.Count > 0 ? $" Codes: {string.Join(", ", term.Codes.Select(c => c.Code))} ({term.Source})" : "";

    internal static string Describe(PackAct act) =>
        $"{WorkingDays.LocalTime(act.At):d MMMM yyyy HH:mm}: {act.Kind.ToString().ToLowerInvariant()} by {act.Person}, {act.Role} "
        + $"(version {act.Version}),";

    public async Task<IActionResult> OnGetAsync(string pack, string? hash, CancellationToken cancellationToken)
    {
        await packs.RefreshAsync(cancellationToken);
        return Show(pack, hash) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string pack, string? hash, PackActKind? act, CancellationToken cancellationToken)
    {
        if (act is not { } kind || !Enum.IsDefined(kind))
            return BadRequest();
        if (current.User is not { } user || current.IsIdle)
            return Redirect("/user" + QueryString.Create("back", Address(pack, hash)));
        var problem = user.Reviews
            ? (await record.RecordAsync(new(kind, pack, hash, user.Name, user.Role), cancellationToken)).Problem
            : ApprovalProblems.NotForOthers;
        if (problem is null)
        {
            TempData["Said"] = kind switch
            {
                PackActKind.Proposed => "It is proposed. Somebody else has to approve it.",
                PackActKind.Approved => "It is approved.",
                _ => "The withdrawal is recorded.",
            };
            return LocalRedirect(Address(pack, hash));
        }

        await packs.RefreshAsync(cancellationToken);
        if (!Show(pack, hash))
            return NotFound();
        ModelState.AddModelError("act", problem.Text);
        Response.StatusCode = problem.Status;
        return Page();
    }

    static string Address(string pack, string? hash) => $"/rules/{Uri.EscapeDataString(pack)}{QueryString.Create("hash", hash ?? "")}";

    bool Show(string pack, string? hash)
    {
        var all = packs.All.Where(p => p.Id == pack).ToList();
        var inForce = packs.InForce(Today).FirstOrDefault(p => p.Id == pack);
        Found = all.Find(p => p.Hash == hash) ?? inForce ?? all.LastOrDefault();
        Waiting = all.Find(p => p.Hash != Found?.Hash && p.StatusOn(Today) == PackStatus.Draft);
        Acts = packs.FindActs(pack);
        return Found is not null;
    }
}
