using System.Globalization;
using System.Text;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>
/// Arrangements of three years that are changed as time passes: prices are published backwards, plans come to other figures. Whatever
/// changes what has been says why.
/// </summary>
sealed class ChangingArea
{
    public const string First = "first-2026";
    public const string Rest = "rest-2026";
    public static readonly DateOnly Begin = new(2026, 4, 1);
    public static readonly string[] Practices = ["L81008", "A81002"];

    /// <summary>How often prices were published, and plans changed.</summary>
    public int Prices { get; set; }

    public int Plans { get; set; }

    /// <summary>Whether prices of closed months say what they correct.</summary>
    public bool SaysWhy { get; set; } = true;

    public IReadOnlyDictionary<string, string> Write() =>
        new Dictionary<string, string>
        {
            ["arrangements.yaml"] = WriteArrangements(),
            ["prices.csv"] = WritePrices(),
            ["expected.csv"] =
                "tfc,priority,provider,pod,quantityPerMille,from,source\n"
                + "110,,,OPFA,1000,2026-04-01,Matched referrals\n110,,,OPFUP,1400,2026-04-01,Matched referrals\n",
            ["calendar.csv"] = WriteCalendar(),
        };

    string WriteArrangements()
    {
        var (one, other) = (1_000 + (50 * Plans), 2_000 - (30 * Plans));
        var corrects = Plans == 0 ? "" : $"\n    corrects: {{ reason: Change {Plans}, by: Finance lead }}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            version: 1
            source: Made up for tests
            bodies:
              - { id: QXX, name: Test Board, kind: board, ods: QXX, from: 2019-04-01, contact: Finance lead }
              - { id: L81008, name: First Practice, kind: practice, ods: L81008, from: 2019-04-01, reportsTo: QXX, contact: Manager }
              - { id: A81002, name: Second Practice, kind: practice, ods: A81002, from: 2019-04-01, reportsTo: QXX, contact: Manager }
            scopes:
              - { id: first, words: First attendances, include: [{ sources: [gp], pods: [OPFA] }], strategicRisk: low }
              - { id: rest, words: All else, include: [{ sources: [any], pods: [any] }], strategicRisk: high }
            planSets:
              - id: first-2026{{corrects}}
                commissioner: QXX
                scope: first
                money: indicative
                period: { from: 2026-04-01, years: 3 }
                holders: [L81008, A81002]
                total: {{one + other}}.00
                setting:
                  - { step: historic, year: 2025-26, amounts: { L81008: {{one}}.00, A81002: {{other}}.00 }, source: Frozen activity }
                agreed: [{ by: A81002, person: Ann {{Plans}}, on: 2026-04-20 }, { by: QXX, person: Bob {{Plans}}, on: 2026-04-28 }]
              - id: rest-2026
                commissioner: QXX
                scope: rest
                money: indicative
                period: { from: 2026-04-01, years: 3 }
                holders: [QXX]
                total: 5000.00
                setting:
                  - { step: historic, year: 2025-26, amounts: { QXX: 5000.00 }, source: Frozen activity }
            """
        );
    }

    /// <summary>Each publication changes days that have passed: a price that was forgotten, one of another list, a wrong one.</summary>
    string WritePrices()
    {
        var text = new StringBuilder("list,kind,provider,tfc,hrg,pod,pence,mff,from,to,source,corrects,correctedBy\n");
        text.Append("national-2026,national,,110,,OPFUP,8500,y,2026-04-01,,Tariff,,\n");
        text.Append("national-2026,national,,110,,OPFUP,8700,y,2027-04-01,,Tariff,,\n");
        text.Append(
            Prices < 3
                ? "national-2026,national,,110,,OPFA,17000,y,2026-04-01,,Tariff,,\n"
                : "national-2026,national,,110,,OPFA,17200,y,2026-04-01,,Tariff,A misprint,Finance lead\n"
        );
        if (Prices >= 1)
            text.Append("national-2026,national,,130,,OPFA,12000,y,2026-04-01,,Tariff,")
                .Append(SaysWhy ? "Forgotten,Finance lead\n" : ",\n");
        if (Prices >= 2)
            text.Append("local-2026,local,RH2,110,,OPFA,16500,n,2026-06-01,,Agreement,Agreed late,Finance lead\n");
        return text.ToString();
    }

    static string WriteCalendar()
    {
        var text = new StringBuilder("month,flex,freeze,close,packDue\n");
        for (var month = Begin; month < Begin.AddYears(3); month = month.AddMonths(1))
            text.Append(
                CultureInfo.InvariantCulture,
                $"{month:yyyy-MM},{month.AddMonths(1):yyyy-MM}-19,{month.AddMonths(2):yyyy-MM}-19,{month.AddMonths(1):yyyy-MM}-22,\n"
            );
        return text.ToString();
    }
}
