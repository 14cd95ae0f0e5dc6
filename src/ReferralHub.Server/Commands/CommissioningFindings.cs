using ReferralHub.Commissioning.Checks;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Server.Commands;

/// <summary>What a check of a folder of arrangements found.</summary>
sealed class CommissioningFindings
{
    readonly Dictionary<string, CommissioningScope> scopes = new(StringComparer.Ordinal);

    /// <param name="configuration">Null when not all rows could be read.</param>
    public CommissioningFindings(string folder, DateOnly on, Configuration? configuration, IReadOnlyList<ConfigurationFault> faults)
    {
        (Folder, On, Configuration) = (folder, on, configuration);
        Errors = [.. faults.Where(f => f.IsError)];
        Warnings = [.. faults.Where(f => !f.IsError)];
        if (configuration is null)
            return;
        foreach (var scope in configuration.Scopes)
            scopes.TryAdd(scope.Id, scope);
        Counts = Count(configuration);
        if (Errors.Count == 0)
            Overlaps = PlanOverlaps.Find(configuration);
    }

    public string Folder { get; }

    /// <summary>Day for which warnings were given.</summary>
    public DateOnly On { get; }

    /// <summary>Null when not all rows could be read.</summary>
    public Configuration? Configuration { get; }

    public IReadOnlyList<ConfigurationFault> Errors { get; }

    public IReadOnlyList<ConfigurationFault> Warnings { get; }

    /// <summary>Which plan sets overlap; not looked for while there is an error.</summary>
    public IReadOnlyList<PlanOverlap> Overlaps { get; } = [];

    /// <summary>How many rows of each kind there are, beside plan sets.</summary>
    public IReadOnlyList<(string Key, string Words, int Rows)> Counts { get; } = [];

    /// <summary>Whether a plan set pays for all that no other one pays for.</summary>
    public bool IsRest(PlanSet set) =>
        set.Holders.Contains(set.Commissioner) && scopes.TryGetValue(set.Scope, out var scope) && scope.CoversEverything;

    static (string, string, int)[] Count(Configuration rows) =>
        [
            ("bodies", "bodies", rows.Bodies.Count),
            ("members", "members", rows.Members.Count),
            ("interests", "declared interests", rows.Interests.Count),
            ("scopes", "scopes", rows.Scopes.Count),
            ("pools", "pools", rows.Pools.Count),
            ("schemes", "schemes", rows.Schemes.Count),
            ("decisions", "decisions", rows.Decisions.Count),
            ("contracts", "contracts", rows.Contracts.Count),
            ("accountability", "accountability", rows.Accountabilities.Count),
            ("prices", "prices", rows.Prices.Count),
            ("factors", "market forces factors", rows.Factors.Count),
            ("expected", "expected care", rows.Expected.Count),
            ("calendar", "months of the calendar", rows.Calendar.Count),
            ("population", "counts of patients", rows.Population.Count),
            ("need", "weighted populations", rows.Need.Count),
        ];
}
