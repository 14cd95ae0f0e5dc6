using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Model;

/// <summary>Money that several stand together for.</summary>
/// <param name="Kind">contingency, risk or innovation.</param>
public sealed record Pool(RowPlace Place, string Id, string Kind)
{
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Id of the body that pays for it, where its members do not.</summary>
    public string? FundedBy { get; init; }

    /// <summary>What the members pay together.</summary>
    public Money? Contribution { get; init; }

    /// <summary>A sum that is put there once.</summary>
    public Money? Amount { get; init; }

    /// <summary>Id of the plan set of which it is a share.</summary>
    public string? PerMilleOf { get; init; }

    public long? PerMille { get; init; }

    /// <summary>need, list or equal.</summary>
    public string? By { get; init; }

    public PoolCover? Covers { get; init; }

    public PoolUnderwriting? Underwrites { get; init; }

    /// <summary>What is done with what is left.</summary>
    public string? Surplus { get; init; }
}

/// <summary>What one patient costs above a sum in a year, the pool pays.</summary>
public sealed record PoolCover(string Scope, Money PerPatientAbove, long SharePerMille);

/// <summary>What a new service may lose at the pool's cost.</summary>
public sealed record PoolUnderwriting(long SharePerMille, Money MostPerCase);
