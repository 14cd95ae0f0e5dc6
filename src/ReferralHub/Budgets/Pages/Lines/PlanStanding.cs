using ReferralHub.Commissioning;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>How far the parties of a plan's line have come, as its events in the log say.</summary>
/// <param name="ProposedOn">Since when a figure waits for agreement; null when none does.</param>
/// <param name="AgreedOn">Null while no figure is agreed.</param>
/// <param name="Understood">How far the holder says it understands the agreed figure: fully, partly or no; null until it has said.</param>
/// <param name="Reason">Why it counts as agreed, where its event says so.</param>
public sealed record PlanStanding(DateOnly? ProposedOn, DateOnly? AgreedOn, string? Understood, string? Reason)
{
    /// <summary>Nothing was said of the line yet.</summary>
    public static readonly PlanStanding Nothing = new(null, null, null, null);

    /// <summary>What is left over for the commissioner is agreed by being loaded: there is nobody to ask.</summary>
    public bool HasOneParty => Reason == "rest";

    /// <param name="events">About one line, in their order. A plan is agreed year by year: what is about other years is left out.</param>
    public static PlanStanding Read(IEnumerable<PlanStep> events, FinancialYear year) =>
        events
            .Where(e => e.Data.EffectiveFrom is not { } from || FinancialYear.FromDate(from) == year)
            .Aggregate(
                Nothing,
                (standing, e) =>
                    e.Type switch
                    {
                        BookEventTypes.PlanProposed => standing with { ProposedOn = WorkingDays.LocalDate(e.At) },
                        BookEventTypes.PlanAgreed => new(null, WorkingDays.LocalDate(e.At), null, e.Data.Reason),
                        BookEventTypes.PlanUnderstood => standing with { Understood = e.Data.Understood },
                        BookEventTypes.PlanSuperseded => standing with { AgreedOn = null, Understood = null, Reason = null },
                        _ => standing,
                    }
            );
}

/// <summary>An event about a line of a plan.</summary>
/// <param name="At">UTC.</param>
public sealed record PlanStep(string Type, DateTime At, BookEventData Data);
