using ReferralHub.Budgets.Positions;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Pages.Lines;

/// <summary>
/// The lines of all plans that run in a day's financial year, in words, and those of plans that ended before it. Who may read which, the
/// book says itself.
/// </summary>
public sealed class LinesInForce
{
    readonly Memberships memberships;
    readonly Dictionary<string, HeldLine> byId;
    readonly DateOnly on;

    public LinesInForce(Configuration configuration, DateOnly on)
    {
        (Configuration, memberships, this.on) = (configuration, new Memberships(configuration), on);
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var scope in configuration.Scopes)
            words.TryAdd(scope.Id, scope.Words);
        var found = PlanLines
            .List(configuration, on)
            .ToLookup(l => l.Line.EndedIn is not null, l => Describe(l.Set, l.Line, words.GetValueOrDefault(l.Set.Scope, l.Set.Scope)));
        (All, Ended) = ([.. found[false]], [.. found[true]]);
        byId = All.Concat(Ended).ToDictionary(l => l.Id, StringComparer.Ordinal);
    }

    public Configuration Configuration { get; }

    /// <summary>Those of the year, in the order of the files.</summary>
    public IReadOnlyList<HeldLine> All { get; }

    /// <summary>Those of plans that have ended, of which care may still be to come.</summary>
    public IReadOnlyList<HeldLine> Ended { get; }

    /// <summary>Null where no plan has it that runs in this year or ended not long before.</summary>
    public HeldLine? Find(string line) => byId.GetValueOrDefault(line);

    /// <summary>Ids of the lines that a practice or body holds, by its id or its ODS code; those that have ended last.</summary>
    public IReadOnlyList<string> FindHeldBy(string holder) => [.. All.Concat(Ended).Where(l => l.IsHeldBy(holder)).Select(l => l.Id)];

    /// <summary>Ids of the lines of everybody whose patients are the body's, without its own.</summary>
    public IReadOnlyList<string> FindHeldByMembers(string body)
    {
        var members = memberships.FindAllMembers(body, on).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. All.Concat(Ended)
                .Where(l => !l.IsHeldBy(body) && (members.Contains(l.Holder) || members.Contains(l.Code)))
                .Select(l => l.Id),
        ];
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

    HeldLine Describe(PlanSet set, LineOfDay line, string words)
    {
        var body = memberships.FindBody(line.Holder, on);
        return new(
            new(set, line.Holder),
            body?.Ods ?? line.Holder,
            body?.Name ?? line.Holder,
            words,
            memberships.FindName(set.Commissioner, on)
        )
        {
            HasEnded = line.EndedIn is not null,
        };
    }
}
