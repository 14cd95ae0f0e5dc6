using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>The lines of all plans that run in a day's financial year, in words. Who may read which, the book says itself.</summary>
public sealed class LinesInForce
{
    readonly Memberships memberships;
    readonly Dictionary<string, HeldLine> byId;
    readonly DateOnly on;

    public LinesInForce(Configuration configuration, DateOnly on)
    {
        (Configuration, memberships, this.on) = (configuration, new Memberships(configuration), on);
        var year = FinancialYear.FromDate(on);
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var scope in configuration.Scopes)
            words.TryAdd(scope.Id, scope.Words);
        All =
        [
            .. configuration
                .PlanSets.Where(s => !s.IsExample && s.Period.From <= year.End && s.Period.To >= year.Start)
                .SelectMany(s => s.Holders.Select(h => Describe(s, h, words.GetValueOrDefault(s.Scope, s.Scope))))
                .DistinctBy(l => l.Id, StringComparer.Ordinal),
        ];
        byId = All.ToDictionary(l => l.Id, StringComparer.Ordinal);
    }

    public Configuration Configuration { get; }

    /// <summary>In the order of the files.</summary>
    public IReadOnlyList<HeldLine> All { get; }

    /// <summary>Null where no plan of the year has it.</summary>
    public HeldLine? Find(string line) => byId.GetValueOrDefault(line);

    /// <summary>Ids of the lines that a practice or body holds, by its id or its ODS code.</summary>
    public IReadOnlyList<string> FindHeldBy(string holder) => [.. All.Where(l => l.IsHeldBy(holder)).Select(l => l.Id)];

    /// <summary>Ids of the lines of everybody whose patients are the body's, without its own.</summary>
    public IReadOnlyList<string> FindHeldByMembers(string body)
    {
        var members = memberships.FindAllMembers(body, on).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. All.Where(l => !l.IsHeldBy(body) && (members.Contains(l.Holder) || members.Contains(l.Code))).Select(l => l.Id)];
    }

    /// <summary>The lines of plans whose sum is the body's, by plan: also those of holders that have left it since.</summary>
    public IReadOnlyList<IGrouping<PlanSet, HeldLine>> FindSummedBy(string body) =>
        [.. All.Where(l => string.Equals(l.Line.Set.RollUp, body, StringComparison.OrdinalIgnoreCase)).GroupBy(l => l.Line.Set)];

    /// <summary>Whether a holder's patients are the body's in a month: its first day decides.</summary>
    public bool IsIn(string body, string holder, DateOnly month) =>
        memberships.FindRollUp(holder, month).Contains(body, StringComparer.OrdinalIgnoreCase);

    /// <summary>The bodies that a holder has left in this financial year, by name, with its last day in each.</summary>
    public IEnumerable<(string Body, string Name, DateOnly Last)> FindLeft(string holder)
    {
        var year = FinancialYear.FromDate(on);
        return Configuration
            .Members.Where(m => string.Equals(m.Member, holder, StringComparison.OrdinalIgnoreCase))
            .Where(m => m.Period.To is { } to && to >= year.Start && to < on)
            .Select(m => (m.Body, memberships.FindName(m.Body, on), m.Period.To!.Value));
    }

    /// <summary>The row that describes a body; null when the configuration does not know it.</summary>
    public Body? FindBody(string id) => memberships.FindBody(id, on);

    HeldLine Describe(PlanSet set, string holder, string words)
    {
        var body = memberships.FindBody(holder, on);
        return new(new(set, holder), body?.Ods ?? holder, body?.Name ?? holder, words, memberships.FindName(set.Commissioner, on));
    }
}
