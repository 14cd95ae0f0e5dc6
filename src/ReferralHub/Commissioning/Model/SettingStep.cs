using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Model;

/// <summary>One step on the way from last year's figures to this year's budgets. The list of kinds is closed.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Source">Who says so; shown beside the step.</param>
public abstract record SettingStep(RowPlace Place, string? Source)
{
    /// <summary>The word by which files name it.</summary>
    public abstract string Word { get; }
}

/// <summary>Begins with what was spent in an earlier year.</summary>
public sealed record HistoricStep(RowPlace Place, string? Source, string Year, IReadOnlyDictionary<string, Money> Amounts)
    : SettingStep(Place, Source)
{
    public override string Word => "historic";
}

/// <summary>Begins with so much for each weighted head; the total is split over several holders by their needs.</summary>
public sealed record CapitationStep(RowPlace Place, string? Source, long WeightedPopulation, Money PerHead) : SettingStep(Place, Source)
{
    /// <summary>Weighted heads by holder, where there is more than one.</summary>
    public IReadOnlyDictionary<string, long> Need { get; init; } = new Dictionary<string, long>();

    public override string Word => "capitation";
}

/// <summary>Adds a share to every holder's amount: for prices (uplift) or demand (growth); takes it away (reduce).</summary>
/// <param name="PerMille">Always positive; <paramref name="Kind"/> says which way.</param>
public sealed record ChangeStep(RowPlace Place, string? Source, ChangeKind Kind, long PerMille) : SettingStep(Place, Source)
{
    public override string Word => Kind.ToString().ToLowerInvariant();
}

public enum ChangeKind
{
    Uplift,
    Reduce,
    Growth,
}

/// <summary>Moves from the amounts so far to shares by need: so many per mille of the way.</summary>
public sealed record FairSharesStep(RowPlace Place, string? Source, IReadOnlyDictionary<string, long> Need, long WeightPerMille)
    : SettingStep(Place, Source)
{
    public override string Word => "fairShares";
}

/// <summary>Lets no holder move further than so many per mille from another step's amounts.</summary>
/// <param name="Reference">The word of the step whose amounts bind; historic.</param>
public sealed record LimitStep(RowPlace Place, string? Source, long PerMille, string Reference) : SettingStep(Place, Source)
{
    /// <summary>Pool that takes what cannot be placed when every holder is bound.</summary>
    public string? LeftTo { get; init; }

    public override string Word => "limit";
}

/// <summary>Takes a share of every holder's amount into a pool.</summary>
public sealed record TopSliceStep(RowPlace Place, string? Source, long PerMille, string Pool) : SettingStep(Place, Source)
{
    public override string Word => "topSlice";
}

/// <summary>Rounds every amount to so many pence; the last holder takes the difference, so that the sum stays.</summary>
public sealed record RoundStep(RowPlace Place, string? Source, long ToPence) : SettingStep(Place, Source)
{
    public override string Word => "round";
}

/// <summary>Adds or takes away an amount for a reason that somebody stands for.</summary>
/// <param name="Holder">Whose; null where there is only one.</param>
public sealed record AdjustStep(RowPlace Place, string? Source, Money Amount, string Reason, string By, string? Holder)
    : SettingStep(Place, Source)
{
    public override string Word => "adjust";
}
