using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Plans;

/// <summary>How far the setting of a plan has come.</summary>
/// <param name="Amounts">By holder, in the order of the file; empty before the first step.</param>
/// <param name="Pools">By pool.</param>
sealed record SettingState(IReadOnlyDictionary<string, Money> Amounts, IReadOnlyDictionary<string, Money> Pools)
{
    public static readonly SettingState Begin = new(new Dictionary<string, Money>(), new Dictionary<string, Money>());

    /// <summary>
    /// The shares behind the amounts before they were rounded to pence, where the last step was one of shares. A limit that follows
    /// splits by them, so that its result does not hang on that rounding.
    /// </summary>
    public IReadOnlyDictionary<string, long>? Weights { get; init; }

    /// <summary>What no holder and no pool could take.</summary>
    public Money Left { get; init; }

    public bool HasBegun => Amounts.Count > 0;

    public Money Together => new(Amounts.Values.Sum(a => a.Pence));

    /// <summary>The state after a step that gives every holder an amount worked out from what it has.</summary>
    public SettingState ChangeEach(Func<string, Money, Money> change) => Replace(id => change(id, Amounts[id]), Amounts.Keys);

    /// <summary>The state after a step that begins anew.</summary>
    public SettingState Replace(Func<string, Money> amount, IEnumerable<string> holders) =>
        Replace(holders.ToDictionary(id => id, amount, StringComparer.Ordinal));

    public SettingState Replace(IReadOnlyDictionary<string, Money> amounts) => this with { Amounts = amounts, Weights = null };

    public SettingState PutIntoPool(string pool, Money amount)
    {
        var pools = new Dictionary<string, Money>(Pools, StringComparer.Ordinal);
        pools[pool] = pools.GetValueOrDefault(pool) + amount;
        return this with { Pools = pools };
    }
}

/// <summary>What came of a step: where it led and in which words, or why it cannot be taken.</summary>
sealed record StepOutcome(SettingState? State, string Words)
{
    static readonly IReadOnlyDictionary<string, string> NoNotes = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Notes { get; init; } = NoNotes;

    /// <summary>A sentence that says what to do.</summary>
    public string? Fault { get; init; }

    public static StepOutcome Refuse(string sentence) => new(null, "") { Fault = sentence };
}
