using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Triage.Approval;
using ReferralHub.Web.Users;

namespace ReferralHub.Triage.Pages;

/// <summary>The packs, and what their rules did.</summary>
[ForAnyUser]
public sealed class RulesModel(RulePacks packs, RuleMeasures measures, TimeProvider time) : PageModel
{
    public const int DaysShown = 90;

    public DateOnly Today => WorkingDays.LocalDate(time.UtcNow());

    public IReadOnlyList<RulePack> Packs => packs.All;

    public string? Fault => packs.Fault;

    public IReadOnlyList<string> Unreadable => packs.Unreadable;

    internal string Describe(RulePack pack) => StandingWords.Describe(pack, Today) + (IsWaiting(pack) ? "; waits for approval" : "");

    /// <summary>A file that was changed so that it needs an approval, while what was in force before goes on from the kept text.</summary>
    bool IsWaiting(RulePack pack) =>
        !pack.IsFromStore
        && pack.StatusOn(Today) == PackStatus.Draft
        && packs.All.Any(p => p.Id == pack.Id && p.IsFromStore && p.IsInForce(Today));

    public IReadOnlyList<RuleMeasure> Measures { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await packs.RefreshAsync(cancellationToken);
        Measures = await measures.CountAsync(Today.AddDays(-DaysShown), Today, cancellationToken);
    }

    /// <summary>What a rule's returns kept from taking place, in money; that nothing was saved is said as well.</summary>
    internal static string Moved(RuleMeasure measure) =>
        measure.Returned == measure.ReferredAgain ? "No saving seen"
        : measure.PenceMoved is { } pence ? new Money(pence).ToString()
        : "Not known";
}
