using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Checks;

/// <summary>The lines that pay for the patients of one practice on a day, in the order in which they are tried.</summary>
sealed record PayingOrder(string Practice, DateOnly Day, IReadOnlyList<PlanLine> Lines)
{
    /// <summary>
    /// For each practice that the configuration knows, and each day on which a plan set begins or the practice itself joins a body.
    /// </summary>
    public static IEnumerable<PayingOrder> List(Configuration configuration)
    {
        var attribution = new Attribution(configuration);
        var begins = configuration.PlanSets.Where(s => !s.IsExample).Select(s => s.Period.From).Distinct().Order().ToList();
        var codes = configuration
            .Bodies.Where(b => b.Ods is not null)
            .DistinctBy(b => b.Id, StringComparer.Ordinal)
            .ToDictionary(b => b.Id, b => b.Ods!, StringComparer.Ordinal);
        var joins = configuration.Members.ToLookup(
            m => codes.GetValueOrDefault(m.Member, m.Member),
            m => m.Period.From,
            StringComparer.Ordinal
        );
        foreach (var practice in FindPractices(configuration))
        foreach (var day in begins.Union(joins[practice]))
            if (attribution.FindLines(practice, day) is { Count: > 0 } lines)
                yield return new(practice, day, lines);
    }

    /// <summary>Whether a line pays for whatever comes to it: its scope takes everything, and its holder commissions for all.</summary>
    public static bool TakesAll(PlanLine line, IReadOnlyDictionary<string, CommissioningScope> scopes) =>
        line.Holder == line.Set.Commissioner && scopes[line.Set.Scope].CoversEverything;

    /// <summary>Whether a code is that of a practice.</summary>
    public static bool IsPractice(string code) => OdsCode.TryParse(code, out var ods) && ods.Value == code && ods.IsPracticeForm;

    /// <summary>Codes of practices, each once, in the order of the files.</summary>
    static List<string> FindPractices(Configuration configuration)
    {
        var bodies = configuration.Bodies.Select(b => b.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. configuration
                .Bodies.Select(b => b.Ods ?? b.Id)
                .Concat(
                    configuration
                        .Members.Select(m => m.Member)
                        .Concat(configuration.PlanSets.SelectMany(s => s.Holders))
                        .Concat(configuration.Population.Select(p => p.Practice))
                        .Concat(configuration.Need.Select(n => n.Practice))
                        .Where(id => !bodies.Contains(id))
                )
                .Where(IsPractice)
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
