namespace ReferralHub.Commissioning.Model;

/// <summary>
/// All commissioning arrangements of an area, as one folder of files describes them. Loaded whole or not at all; every rule of money
/// asks it and nothing else.
/// </summary>
public sealed record Configuration
{
    public static readonly Configuration Empty = new();

    public IReadOnlyList<ConfigurationFile> Files { get; init; } = [];

    /// <summary>The rows with an id as they stand in the files.</summary>
    public IReadOnlyList<WrittenRow> Written { get; init; } = [];

    public IReadOnlyList<Body> Bodies { get; init; } = [];

    public IReadOnlyList<Membership> Members { get; init; } = [];

    public IReadOnlyList<DeclaredInterest> Interests { get; init; } = [];

    public IReadOnlyList<CommissioningScope> Scopes { get; init; } = [];

    /// <summary>In the order of the files: of several that would pay, the first does.</summary>
    public IReadOnlyList<PlanSet> PlanSets { get; init; } = [];

    public IReadOnlyList<Pool> Pools { get; init; } = [];

    public IReadOnlyList<Scheme> Schemes { get; init; } = [];

    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    public IReadOnlyList<Contract> Contracts { get; init; } = [];

    public IReadOnlyList<Accountability> Accountabilities { get; init; } = [];

    public IReadOnlyList<PriceRow> Prices { get; init; } = [];

    public IReadOnlyList<MarketForcesFactor> Factors { get; init; } = [];

    public IReadOnlyList<ExpectedCare> Expected { get; init; } = [];

    public IReadOnlyList<CalendarMonth> Calendar { get; init; } = [];

    public IReadOnlyList<PopulationBand> Population { get; init; } = [];

    public IReadOnlyList<PracticeNeed> Need { get; init; } = [];
}

/// <summary>A file that was read.</summary>
/// <param name="Sha256">In lower-case hexadecimal.</param>
public sealed record ConfigurationFile(string Name, string Sha256, byte[] Bytes);

/// <summary>What is wrong with a row.</summary>
/// <param name="IsError">Nothing is loaded while there is one; a warning is shown and stops nothing.</param>
/// <param name="Place">Null where something is missing everywhere.</param>
/// <param name="Row">Id of the row, where it has one.</param>
/// <param name="Text">A sentence that says what to do.</param>
public sealed record ConfigurationFault(bool IsError, RowPlace? Place, string? Row, string Text);
