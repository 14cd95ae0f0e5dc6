using Shouldly;

namespace ReferralHub.Tests.Commissioning.Keeping;

/// <summary>The arrangements of a commissioner and one practice, in the files that a folder has; tests change a word of them.</summary>
static class SmallArea
{
    public const string Arrangements = "arrangements.yaml";
    public const string Prices = "prices.csv";
    public const string Calendar = "calendar.csv";

    public static readonly IReadOnlyDictionary<string, string> Files = new Dictionary<string, string>
    {
        [Arrangements] = """
            version: 1
            source: Made up for tests
            bodies:
              - { id: QXX, name: Test Board, kind: board, ods: QXX, from: 2019-04-01, contact: Finance lead }
              - { id: A81001, name: First Practice, kind: practice, ods: A81001, from: 2019-04-01, reportsTo: QXX, contact: Manager }
            scopes:
              - { id: first, words: First attendances, include: [{ sources: [gp], pods: [OPFA] }], strategicRisk: low }
              - { id: rest, words: All else, include: [{ sources: [any], pods: [any] }], strategicRisk: high }
            planSets:
              - id: first-2020
                commissioner: QXX
                scope: first
                money: indicative
                period: { from: 2020-04-01, years: 1 }
                holders: [A81001]
                total: 1000.00
                setting:
                  - { step: historic, year: 2019-20, amounts: { A81001: 1000.00 }, source: Frozen activity }
                agreed: [{ by: A81001, person: Ann, on: 2020-04-20 }, { by: QXX, person: Bob, on: 2020-04-28 }]
              - id: rest-2020
                commissioner: QXX
                scope: rest
                money: indicative
                period: { from: 2020-04-01, years: 1 }
                holders: [QXX]
                total: 5000.00
                setting:
                  - { step: historic, year: 2019-20, amounts: { QXX: 5000.00 }, source: Frozen activity }
            """,
        [Prices] = """
            list,kind,provider,tfc,hrg,pod,pence,mff,from,to,source
            national-2020,national,,110,,OPFA,17000,y,2020-04-01,,Tariff
            national-2020,national,,130,,OPFA,12000,y,2099-04-01,,Tariff
            """,
        [Calendar] = """
            month,flex,freeze,close,packDue
            2020-04,2020-05-19,2020-06-19,2020-05-20,
            2020-05,2020-06-19,2020-07-17,2020-06-22,
            """,
    };

    /// <summary>A plan set of 2026/27 with one holder, whose money is what was spent before, as a row of the list of plan sets.</summary>
    /// <param name="pounds">As 1000.00.</param>
    public static string WritePlan(string id, string commissioner, string scope, string holder, string pounds) =>
        $$"""
              - id: {{id}}
                commissioner: {{commissioner}}
                scope: {{scope}}
                money: indicative
                period: { from: 2026-04-01, years: 1 }
                holders: [{{holder}}]
                total: {{pounds}}
                setting:
                  - { step: historic, year: 2025-26, amounts: { {{holder}}: {{pounds}} }, source: Frozen activity }

            """;

    /// <summary>The files with other words in one of them; the words must be there.</summary>
    public static Dictionary<string, string> With(this IReadOnlyDictionary<string, string> files, string file, string words, string others)
    {
        files[file].ShouldContain(words);
        return new(files) { [file] = files[file].Replace(words, others, StringComparison.Ordinal) };
    }

    public static void Write(this IReadOnlyDictionary<string, string> files, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in files)
            File.WriteAllText(Path.Combine(folder, name), text);
    }
}
