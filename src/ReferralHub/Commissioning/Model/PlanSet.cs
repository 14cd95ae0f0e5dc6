using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Model;

/// <summary>What it means to hold a budget.</summary>
public enum MoneyMode
{
    /// <summary>The holder only sees the figures.</summary>
    None,

    /// <summary>The holder may comment on them.</summary>
    Advisory,

    /// <summary>The commissioner pays; the holder is told how the money goes. The same as indicative, by its other name.</summary>
    Notional,
    Indicative,

    /// <summary>The holder's money, with a cash limit.</summary>
    Real,

    /// <summary>Several bodies pay into it.</summary>
    Pooled,

    /// <summary>One person's.</summary>
    Personal,
}

/// <summary>Which prices a plan is charged.</summary>
public enum PriceBasis
{
    National,
    Local,
    Negotiated,
}

/// <summary>Budgets for one scope of care that are set together, one for each holder, so that they add up.</summary>
/// <param name="Commissioner">Id of the body whose money it is.</param>
/// <param name="Scope">Id of the scope.</param>
/// <param name="Holders">Ids of bodies, or of practices by their ODS code, in the order of the file.</param>
/// <param name="Total">What the holders and the pools that are fed from it have together.</param>
public sealed record PlanSet(
    RowPlace Place,
    string Id,
    string Commissioner,
    string Scope,
    MoneyMode Money,
    PlanPeriod Period,
    IReadOnlyList<string> Holders,
    Money Total,
    IReadOnlyList<SettingStep> Setting
)
{
    /// <summary>Id of the body whose figures are the sum of the holders'.</summary>
    public string? RollUp { get; init; }

    public PriceBasis Prices { get; init; }

    /// <summary>Who pays how much into it, where several do.</summary>
    public IReadOnlyDictionary<string, Money> Contributors { get; init; } = new Dictionary<string, Money>();

    /// <summary>What the file says of an agreement. It counts where the row came with two; pages record those that come later.</summary>
    public IReadOnlyList<WrittenAgreement> Agreed { get; init; } = [];

    /// <summary>What happens to an overspend and a surplus, as written: shown, and read by what settles a year.</summary>
    public IReadOnlyDictionary<string, string> Carry { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Risk { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<PlanGoal> Goals { get; init; } = [];

    /// <summary>Read and checked, and in force nowhere.</summary>
    public bool IsExample { get; init; }
}

/// <summary>The financial years for which a plan is judged as one.</summary>
/// <param name="Years">1 to 5.</param>
public readonly record struct PlanPeriod(DateOnly From, int Years)
{
    /// <summary>Its last day.</summary>
    public DateOnly To => From.AddYears(Years).AddDays(-1);

    public bool Covers(DateOnly day) => day >= From && day <= To;
}

/// <param name="By">Id of the body that agreed.</param>
public sealed record WrittenAgreement(string By, string Person, DateOnly On);

/// <summary>What a holder has taken on beside the money.</summary>
public sealed record PlanGoal(string Measure, string Target);
