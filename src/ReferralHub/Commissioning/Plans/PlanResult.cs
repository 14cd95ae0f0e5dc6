using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Plans;

/// <summary>The budgets of a plan set with the way to them.</summary>
/// <param name="Steps">Those that could be taken, in order; all of them unless there is a fault.</param>
/// <param name="Authority">What each holder may spend, in the order of the file. Empty when there is a fault: no such budget holds.</param>
/// <param name="Pools">What goes to pools out of the total, by the id of the pool. Empty when there is a fault.</param>
/// <param name="Left">What a limit could neither place with a holder nor with a pool; zero unless that is the fault.</param>
/// <param name="Fault">Why the set has no budgets; null when the steps arrive at the total.</param>
public sealed record PlanResult(
    IReadOnlyList<PlanStepResult> Steps,
    IReadOnlyDictionary<string, Money> Authority,
    IReadOnlyDictionary<string, Money> Pools,
    Money Left,
    ConfigurationFault? Fault
);

/// <summary>One step that was taken: whoever knows its input and the amounts before can work out those after.</summary>
/// <param name="Words">A sentence for people who do not read files.</param>
/// <param name="Before">Amounts by holder; empty before the first step.</param>
/// <param name="After">Amounts by holder.</param>
public sealed record PlanStepResult(
    SettingStep Step,
    string Words,
    IReadOnlyDictionary<string, Money> Before,
    IReadOnlyDictionary<string, Money> After
)
{
    /// <summary>What the step means for single holders, where it means something of its own: a share, a bound.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>What pools hold after it.</summary>
    public IReadOnlyDictionary<string, Money> Pools { get; init; } = new Dictionary<string, Money>();
}

/// <summary>The part of a plan set that one holder has: where money is spent.</summary>
/// <param name="Holder">Id of a body, or ODS code of a practice.</param>
public sealed record PlanLine(PlanSet Set, string Holder)
{
    public string Id => $"{Set.Id}/{Holder}";

    public bool Equals(PlanLine? other) => other is not null && Id == other.Id;

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Id;
}
