using Microsoft.AspNetCore.Mvc.RazorPages;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Triage.Pages;

/// <summary>The packs, and what their rules did.</summary>
public sealed class RulesModel(RulePacks packs, RuleMeasures measures, TimeProvider time) : PageModel
{
    public const int DaysShown = 90;

    public DateOnly Today => WorkingDays.LocalDate(time.UtcNow());

    public IReadOnlyList<RulePack> Packs => packs.All;

    public string? Fault => packs.Fault;

    public IReadOnlyList<RuleMeasure> Measures { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Measures = await measures.CountAsync(Today.AddDays(-DaysShown), Today, cancellationToken);

    /// <summary>What a rule's returns kept from taking place, in money; that nothing was saved is said as well.</summary>
    internal static string Moved(RuleMeasure measure) =>
        measure.Returned == measure.ReferredAgain ? "No saving seen"
        : measure.PenceMoved is { } pence ? new Money(pence).ToString()
        : "Not known";

    internal static string Describe(PackStatus status) =>
        status switch
        {
            PackStatus.Draft => "Draft, decides nothing",
            PackStatus.Approved => "Approved for later",
            PackStatus.InForce => "In force",
            PackStatus.Ended => "Ended",
            _ => "Withdrawn",
        };
}
