using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Reading;

/// <summary>The rows of all YAML files, as they are being read.</summary>
sealed class ReadRows
{
    public List<WrittenRow> Written { get; } = [];
    public List<Body> Bodies { get; private set; } = [];
    public List<Membership> Members { get; } = [];
    public List<DeclaredInterest> Interests { get; } = [];
    public List<CommissioningScope> Scopes { get; } = [];
    public List<PlanSet> PlanSets { get; } = [];
    public List<Pool> Pools { get; } = [];
    public List<Scheme> Schemes { get; } = [];
    public List<Decision> Decisions { get; } = [];
    public List<Contract> Contracts { get; private set; } = [];
    public List<Accountability> Accountabilities { get; } = [];

    /// <summary>
    /// Of rows with one id the later begins when it says, and the earlier ends the day before. Rows that have no days of their own
    /// stand once.
    /// </summary>
    public void EndEarlierRows(List<ConfigurationFault> faults)
    {
        Bodies = EffectiveDating.EndEarlier(Bodies, b => b.Id, b => b.Period, b => b.Place, (b, p) => b with { Period = p }, faults);
        Contracts = EffectiveDating.EndEarlier(Contracts, c => c.Id, c => c.Period, c => c.Place, (c, p) => c with { Period = p }, faults);
        EffectiveDating.RefuseTwice(Scopes, s => s.Id, s => s.Place, faults);
        EffectiveDating.RefuseTwice(PlanSets, s => s.Id, s => s.Place, faults);
        EffectiveDating.RefuseTwice(Pools, p => p.Id, p => p.Place, faults);
        EffectiveDating.RefuseTwice(Schemes, s => s.Id, s => s.Place, faults);
    }

    public Configuration ToConfiguration(IReadOnlyList<ConfigurationFile> files) =>
        new()
        {
            Files = files,
            Written = Written,
            Bodies = Bodies,
            Members = Members,
            Interests = Interests,
            Scopes = Scopes,
            PlanSets = PlanSets,
            Pools = Pools,
            Schemes = Schemes,
            Decisions = Decisions,
            Contracts = Contracts,
            Accountabilities = Accountabilities,
        };
}
