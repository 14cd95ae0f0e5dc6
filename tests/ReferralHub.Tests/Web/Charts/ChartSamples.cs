using ReferralHub.Kernel;
using ReferralHub.Web.Charts;
using ReferralHub.Web.Charts.Bars;
using ReferralHub.Web.Charts.BurnUps;
using ReferralHub.Web.Charts.MonthBoards;
using ReferralHub.Web.Charts.ScopeMaps;
using ReferralHub.Web.Charts.Waterfalls;

namespace ReferralHub.Tests.Web.Charts;

/// <summary>Charts as pages will have them, and charts that nobody should make.</summary>
static class ChartSamples
{
    public const string LongName =
        "The Wessex and Thames Valley Amalgamated Community Musculoskeletal, Dermatology and Ophthalmology Partnership Foundation Trust";
    public const string HostileName =
        "<script>alert(\"£\")</script> & 'Son' \u202Eevil\u0000 \uD800 Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch";

    public static readonly DateOnly April = new(2026, 4, 1);

    public static readonly IReadOnlyList<(string Name, Chart Chart)> Usual =
    [
        ("burn-up", BurnUp.Draw(UsualBurnUp)),
        ("waterfall", Waterfall.Draw(UsualWaterfall)),
        ("bars", BarChart.Draw(UsualBars)),
        ("parts", BarChart.Draw(UsualParts)),
        ("board", MonthBoard.Draw(Board(["Royal Infirmary", "City Hospital", "Meadow Skin Clinic"], 12))),
        ("map", ScopeMap.Draw(Map(["Elm Practice", "Oak Surgery", "Ash Health Centre"]))),
    ];

    public static readonly IReadOnlyList<(string Name, Chart Chart)> Hostile =
    [
        ("burn-up of nothing", BurnUp.Draw(new("x", "", April, []))),
        (
            "burn-up of nothing but a forecast",
            BurnUp.Draw(new("x", "n", April, []) { Budget = new(5), Forecast = new(new(1), new(2), new(3)) })
        ),
        ("burn-up of noughts", BurnUp.Draw(Burn(12, _ => 0, _ => 0, 0, (0, 0, 0)))),
        ("burn-up below nought", BurnUp.Draw(Burn(12, i => -100_000 * i, _ => 5_000, 1_000_000, (-1_000_000, -3_000_000, 900_000)))),
        ("burn-up of one month", BurnUp.Draw(Burn(1, _ => 12_345, _ => 200, 20_000, (20_000, 19_000, 21_000)))),
        ("burn-up of sixty months", BurnUp.Draw(Burn(60, i => 40_000_000L * i, _ => 9_000_000, 2_100_000_000, (2_400_000_000, 0, 0)))),
        (
            "burn-up without limits",
            BurnUp.Draw(Burn(12, _ => long.MaxValue, _ => long.MaxValue, long.MinValue, (0, long.MinValue, long.MaxValue)))
        ),
        ("waterfall of nothing", Waterfall.Draw(new("", HostileName, []))),
        ("waterfall of noughts", Waterfall.Draw(new("w", "n", [new("", new(0), new(0)), new(" ", new(0), new(0))]))),
        (
            "waterfall down to below nought",
            Waterfall.Draw(new("w", LongName, [new(LongName, new(10_000), new(-900_000)), new("b", new(7), new(8))]))
        ),
        ("waterfall without limits", Waterfall.Draw(new("w", "n", [new("a", new(long.MinValue), new(long.MaxValue))]))),
        (
            "waterfall of thirty steps",
            Waterfall.Draw(
                new(
                    "w",
                    "n",
                    [.. Enumerable.Range(0, 30).Select(i => new WaterfallStep(HostileName, new(2_100_000_000 + i), new(2_100_000_001 + i)))]
                )
            )
        ),
        ("bars of nothing", BarChart.Draw(new("b", "n", ChartUnit.Pence, [], []))),
        (
            "bars that are not known",
            BarChart.Draw(new("b", "n", ChartUnit.Items, ["a", "b"], [new("x", []), new("y", [null, null, 4])]) { MarkName = "plan" })
        ),
        (
            "bars of forty holders",
            BarChart.Draw(
                new(
                    "b",
                    LongName,
                    ChartUnit.Pence,
                    ["a"],
                    [
                        .. Enumerable
                            .Range(0, 40)
                            .Select(i => new BarRow($"{LongName} {i}", [2_100_000_000L - (i * 60_000_000L)], 1_000_000_000)),
                    ]
                )
                {
                    MarkName = "budget",
                }
            )
        ),
        (
            "bars on both sides",
            BarChart.Draw(
                new(
                    "b",
                    "n",
                    ChartUnit.Items,
                    ["a", "b", "c", "d", "e", "f", "g", "h"],
                    [new(HostileName, [5, -3, 4, -1, 2, 6, 1, 1], -9), new("y", [0, 0])]
                )
                {
                    MarkName = HostileName,
                }
            )
        ),
        (
            "bars without limits",
            BarChart.Draw(
                new(
                    "b",
                    "n",
                    ChartUnit.Pence,
                    ["a", "b"],
                    [new("x", [long.MaxValue, long.MaxValue]), new("y", [long.MinValue, long.MinValue])]
                )
            )
        ),
        ("board of nothing", MonthBoard.Draw(new("m", "n", April, [], []))),
        ("board of one month", MonthBoard.Draw(Board([HostileName], 1))),
        ("board without cells", MonthBoard.Draw(new("m", "n", April, [April], [new("x", [])]))),
        ("board of forty providers", MonthBoard.Draw(Board([.. Enumerable.Range(0, 40).Select(i => $"{LongName} {i}")], 26))),
        ("map of nothing", ScopeMap.Draw(new("s", HostileName, [], []))),
        ("map of forty holders", ScopeMap.Draw(Map([.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? HostileName : LongName)]))),
        (
            "map without limits",
            ScopeMap.Draw(new("s", "n", ["a"], [new("x", [new(new Money(long.MinValue), new Money(long.MaxValue))]), new("y", [])]))
        ),
    ];

    public static readonly IReadOnlyList<(string Name, Chart Chart)> All = [.. Usual, .. Hostile];

    public static BurnUp UsualBurnUp =>
        Burn(
            12,
            i => i < 5 ? 8_240_000L * (i + 1) : null,
            i => 3_468_000 + (i * 90_000),
            100_000_000,
            (104_302_857, 98_730_300, 110_326_840)
        ) with
        {
            Name = "Elm Practice, first attendances 2026/27",
            Method = "The range holds 95 times in 100",
            Source = "provider returns and choices",
        };

    public static Waterfall UsualWaterfall =>
        new(
            "set",
            "Elm Practice, 2026/27",
            [
                new("Historic spend 2025/26", new(0), new(25_500_000), "returns"),
                new("Uplift 2%", new(25_500_000), new(26_010_000), "guidance"),
                new("Fair shares, weight 30%", new(26_010_000), new(25_338_192)),
                new("Limit of 2% either way", new(25_338_192), new(25_480_000)),
                new("Rounding", new(25_480_000), new(25_480_000)),
            ]
        )
        {
            Source = "plan set of the northern locality",
        };

    public static BarChart UsualBars =>
        new(
            "by-practice",
            "Spent by practice, 2026/27",
            ChartUnit.Pence,
            ["Spent"],
            [
                new("Elm Practice", [41_200_000], 40_000_000),
                new("Oak Surgery", [38_900_000], 42_000_000),
                new("Ash Health Centre", [12_000_000], 12_500_000),
                new("The Limes Medical Practice and Branch Surgery", [0], null),
                new("Beech House", [null], 9_000_000),
            ]
        )
        {
            MarkName = "plan to date",
        };

    public static BarChart UsualParts =>
        new(
            "by-source",
            "Spent by source, 2026/27",
            ChartUnit.Pence,
            ["GP referral", "Consultant", "Emergency", "Self", "Other"],
            [
                new("Elm Practice", [21_200_000, 9_000_000, 7_000_000, 1_000_000, 300_000]),
                new("Oak Surgery", [18_900_000, 12_000_000, 4_000_000, 0, 100_000]),
                new("Ash Health Centre", [7_000_000, 3_000_000, 1_400_000, 600_000, 0]),
            ]
        );

    public static MonthBoard Board(string[] providers, int months) =>
        new(
            "months",
            "Activity returns 2026/27",
            new(2026, 9, 20),
            [.. Enumerable.Range(0, months).Select(April.AddMonths)],
            [
                .. providers.Select(
                    (p, row) =>
                        new MonthBoardRow(
                            p,
                            [
                                .. Enumerable
                                    .Range(0, months)
                                    .Select(i => new MonthCell(
                                        i > 6 ? MonthState.NotDue : (MonthState)((8 - i + (row % 2)) % 9),
                                        April.AddMonths(i + 1)
                                    )),
                            ]
                        )
                ),
            ]
        );

    public static ScopeMap Map(string[] holders) =>
        new(
            "map",
            "Budgets of the northern area, 2026/27",
            ["First attendances", "Community clinics", "Prescribing", "Long-term conditions"],
            [
                .. holders.Select(
                    (h, i) =>
                        new ScopeMapRow(
                            h,
                            [
                                new(new Money(25_480_000), new Money(25_480_000 + ((i - 1) * 900_000))),
                                new(new Money(2_100_000_000), new Money(2_350_000_000)),
                                i % 2 == 0 ? null : new(new Money(1_000_000), null),
                                new(new Money(0), new Money(i)),
                            ]
                        )
                        {
                            Url = i == 0 ? "/commissioning/practices/L81008?a=1&b=2" : null,
                        }
                ),
            ]
        );

    public static BurnUp Burn(
        int months,
        Func<int, long?> spent,
        Func<int, long?> committed,
        long budget,
        (long Expected, long Low, long High) forecast
    ) =>
        new(
            "burn-up",
            HostileName,
            new(2026, 8, 31),
            [
                .. Enumerable
                    .Range(0, months)
                    .Select(i => new BurnUpMonth(
                        April.AddMonths(i),
                        spent(i) is { } s ? new(s) : null,
                        committed(i) is { } c ? new(c) : null,
                        new Money(budget).Share(i + 1, months)
                    )),
            ]
        )
        {
            Budget = new(budget),
            Forecast = new(new(forecast.Expected), new(forecast.Low), new(forecast.High)) { Earlier = new(new(2026, 7, 31), new(0)) },
        };
}
