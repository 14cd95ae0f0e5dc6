using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Reading;

namespace ReferralHub.Commissioning.Checks;

/// <summary>Whether every name in a row is the name of something.</summary>
sealed class ReferenceChecks
{
    /// <summary>Looking for a near name goes through all names; who has more wrong ones than this sees the cause anyway.</summary>
    const int HintsMax = 100;

    readonly Configuration configuration;
    readonly List<ConfigurationFault> faults;
    readonly HashSet<string> bodies;
    readonly HashSet<string> holders;
    readonly HashSet<string> organisations;
    readonly HashSet<string> scopes;
    readonly HashSet<string> planSets;
    readonly HashSet<string> pools;

    ReferenceChecks(Configuration configuration, List<ConfigurationFault> faults)
    {
        (this.configuration, this.faults) = (configuration, faults);
        bodies = ToSet(configuration.Bodies.Select(b => b.Id));
        holders = ToSet(
            configuration
                .Bodies.SelectMany(b => b.Ods is { } ods ? new[] { b.Id, ods } : [b.Id])
                .Concat(configuration.Population.Select(p => p.Practice))
                .Concat(configuration.Need.Select(n => n.Practice))
        );
        organisations = ToSet(
            holders
                .Concat(configuration.Contracts.Select(c => c.Provider))
                .Concat(configuration.Factors.Select(f => f.Provider))
                .Concat(configuration.Prices.Select(p => p.Provider).OfType<string>())
        );
        scopes = ToSet(configuration.Scopes.Select(s => s.Id));
        planSets = ToSet(configuration.PlanSets.Select(s => s.Id));
        pools = ToSet(configuration.Pools.Select(p => p.Id));
    }

    public static void Check(Configuration configuration, List<ConfigurationFault> faults)
    {
        var checks = new ReferenceChecks(configuration, faults);
        checks.CheckBodies();
        foreach (var set in configuration.PlanSets)
            checks.CheckPlanSet(set);
        checks.CheckPools();
        checks.CheckArrangements();
    }

    void CheckBodies()
    {
        foreach (var body in configuration.Bodies)
            Body(body.Place, body.Id, "successorOf", body.SuccessorOf);
        foreach (var member in configuration.Members)
        {
            var row = $"{member.Body}/{member.Member}";
            Body(member.Place, row, "body", member.Body);
            Holder(member.Place, row, "member", member.Member);
        }

        foreach (var interest in configuration.Interests)
            Find(interest.Place, $"{interest.Person}/{interest.Body}", "body", interest.Body, organisations, "a body or a provider");
    }

    void CheckPlanSet(PlanSet set)
    {
        Body(set.Place, set.Id, "commissioner", set.Commissioner);
        Find(set.Place, set.Id, "scope", set.Scope, scopes, "a scope");
        Body(set.Place, set.Id, "rollUp", set.RollUp);
        // A person's budget is held under a pseudonym, which is nobody's name.
        if (set.Money != MoneyMode.Personal)
            foreach (var holder in set.Holders)
                Holder(set.Place, set.Id, "holders", holder);
        foreach (var contributor in set.Contributors.Keys)
            Body(set.Place, set.Id, "contributors", contributor);
        foreach (var agreement in set.Agreed)
            Holder(set.Place, set.Id, "agreed by", agreement.By);
        foreach (var step in set.Setting)
            Pool(
                step.Place,
                set.Id,
                step switch
                {
                    TopSliceStep slice => slice.Pool,
                    LimitStep limit => limit.LeftTo,
                    _ => null,
                }
            );
    }

    void CheckPools()
    {
        foreach (var pool in configuration.Pools)
        {
            foreach (var member in pool.Members)
                Holder(pool.Place, pool.Id, "members", member);
            Body(pool.Place, pool.Id, "fundedBy", pool.FundedBy);
            Find(pool.Place, pool.Id, "perMilleOf", pool.PerMilleOf, planSets, "a plan set");
            Find(pool.Place, pool.Id, "covers scope", pool.Covers?.Scope, scopes, "a scope");
        }

        foreach (var scheme in configuration.Schemes)
        {
            foreach (var holder in scheme.Holders)
                Holder(scheme.Place, scheme.Id, "holders", holder);
            foreach (var part in scheme.Parts)
                Body(part.Place, scheme.Id, "approvedBy", part.ApprovedBy);
        }
    }

    void CheckArrangements()
    {
        foreach (var decision in configuration.Decisions)
        {
            var row = $"{decision.What}/{decision.Scope}";
            Find(decision.Place, row, "scope", decision.Scope, scopes, "a scope");
            Body(decision.Place, row, "decides", decision.Decides);
            Body(decision.Place, row, "approves", decision.Approves);
            if (decision.With != "holder")
                Body(decision.Place, row, "with", decision.With);
            foreach (var adviser in decision.Advises)
                Holder(decision.Place, row, "advises", adviser);
            foreach (var principal in decision.AgentFor)
                Holder(decision.Place, row, "agentFor", principal);
        }

        foreach (var contract in configuration.Contracts)
            Body(contract.Place, contract.Id, "commissioner", contract.Commissioner);
        foreach (var answers in configuration.Accountabilities)
        {
            var row = $"{answers.Body}/{answers.To}";
            Holder(answers.Place, row, "body", answers.Body);
            if (answers.To != "public")
                Body(answers.Place, row, "to", answers.To);
        }
    }

    void Body(RowPlace place, string row, string key, string? id) => Find(place, row, key, id, bodies, "a body");

    void Holder(RowPlace place, string row, string key, string id) => Find(place, row, key, id, holders, "a body or a practice");

    void Pool(RowPlace place, string row, string? id) => Find(place, row, "a step", id, pools, "a pool");

    void Find(RowPlace place, string row, string key, string? id, HashSet<string> known, string what)
    {
        if (id is null || known.Contains(id))
            return;
        var hint = faults.Count < HintsMax ? NearWord.Hint(id, known) : ".";
        faults.AddError(
            place,
            row,
            $"{key} names {Shown.Short(id)}, which is not the id of {what}{hint} Put the name right, or add the row."
        );
    }

    static HashSet<string> ToSet(IEnumerable<string> names) => new(names, StringComparer.Ordinal);
}
