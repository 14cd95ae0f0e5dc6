using ReferralHub.Tests.Commissioning.Keeping;

namespace ReferralHub.Tests.Choice;

/// <summary>
/// The test directory, whose own prices are 15,000 pence and 17,000 at the first hospital, with commissioning arrangements beside it that
/// say other prices: one practice holds a budget for first attendances, charged at prices that a test chooses.
/// </summary>
static class PricedArea
{
    public const string NoPrices = "list,kind,provider,tfc,hrg,pod,pence,mff,from,to,source\n";

    /// <summary>18,000 from 2020, scaled by the factor of the first hospital, and a local price at the second.</summary>
    public const string Prices =
        NoPrices
        + "national-a,national,,110,,OPFA,18000,y,2020-04-01,,Tariff\n"
        + "local-a,local,RH2,110,,OPFA,9000,n,2020-04-01,,Agreed with RH2\n";

    public const string Factors = "provider,factorPpm,from,to,source\nRH1,1050000,2020-04-01,,Made up for tests\n";

    public static Dictionary<string, string> Files(string prices = Prices, string basis = "") =>
        new()
        {
            ["arrangements.yaml"] = $$"""
                version: 1
                source: Made up for tests
                bodies:
                  - { id: QXX, name: Test Board, kind: board, ods: QXX, from: 2019-04-01, contact: Finance lead }
                  - { id: L81008, name: Test Practice, kind: practice, ods: L81008, from: 2019-04-01, reportsTo: QXX, contact: Manager }
                scopes:
                  - { id: first, words: First attendances, include: [{ sources: [gp], pods: [OPFA] }], strategicRisk: low }
                  - { id: rest, words: All else, include: [{ sources: [any], pods: [any] }], strategicRisk: high }
                planSets:
                {{Set("first", "L81008", basis)}}
                {{Set("rest", "QXX", "")}}
                """,
            ["prices.csv"] = prices,
            ["mff.csv"] = Factors,
        };

    public static Task<TestHub> StartAsync(IReadOnlyDictionary<string, string> files) =>
        TestHub.StartAsync(writeDirectory: folder =>
        {
            TestDirectory.Write(folder);
            files.Write(Path.Combine(folder, "commissioning"));
        });

    /// <summary>One plan for each financial year from 2026, so that the tests do not depend on the day they run.</summary>
    static string Set(string scope, string holder, string basis) =>
        string.Join(
            "\n",
            new[] { 2026, 2031, 2036 }.Select(year =>
                $$"""
                      - id: {{scope}}-{{year}}
                        commissioner: QXX
                        scope: {{scope}}
                        money: indicative
                        period: { from: {{year}}-04-01, years: 5 }
                        holders: [{{holder}}]
                        total: 1000.00
                        {{(basis.Length > 0 ? $"prices: {basis}" : "")}}
                        setting:
                          - { step: historic, year: 2025-26, amounts: { {{holder}}: 1000.00 }, source: Frozen activity }
                    """
            )
        );
}
