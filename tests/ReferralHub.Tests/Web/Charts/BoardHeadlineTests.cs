using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Kernel;
using ReferralHub.Web.Charts;
using ReferralHub.Web.Charts.Bars;
using ReferralHub.Web.Charts.MonthBoards;
using ReferralHub.Web.Charts.ScopeMaps;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Web.Charts;

/// <summary>Headlines of the board, the map and the bars, read back and compared with what they are of.</summary>
public sealed partial class BoardHeadlineTests
{
    static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    static readonly Gen<long?> Figure = Gen.Frequency(
        (4, Gen.Choose(0, 4).Select(n => (long?)(n * 70_000L))),
        (2, Gen.Choose(-200_000, 2_000_000).Select(n => (long?)n)),
        (1, Gen.Constant((long?)null))
    );

    static readonly Gen<MonthBoard> Boards =
        from months in Gen.Choose(1, 14)
        from rows in Gen.Choose(1, 6)
        from states in Gen.Elements(MonthStates.All.Concat([MonthState.Closed, MonthState.Closed, MonthState.Restated]))
            .ArrayOf(months * rows)
        select new MonthBoard(
            "m",
            "n",
            ChartSamples.April,
            [.. Enumerable.Range(0, months).Select(ChartSamples.April.AddMonths)],
            [
                .. Enumerable
                    .Range(0, rows)
                    .Select(r => new MonthBoardRow(
                        $"Provider {r}",
                        [.. states.Skip(r * months).Take(months).Select(s => new MonthCell(s))]
                    )),
            ]
        );

    static readonly Gen<ScopeMap> Maps =
        from rows in Gen.Choose(1, 5)
        from figures in Figure.ArrayOf(rows * 6)
        from has in Gen.Elements(true, true, true, false).ArrayOf(rows * 3)
        select new ScopeMap(
            "s",
            "n",
            ["A", "B", "C"],
            [
                .. Enumerable
                    .Range(0, rows)
                    .Select(r => new ScopeMapRow(
                        $"Holder {r}",
                        [
                            .. Enumerable
                                .Range(r * 3, 3)
                                .Select(i => has[i] ? new ScopeMapCell(ToMoney(figures[i * 2]), ToMoney(figures[(i * 2) + 1])) : null),
                        ]
                    )),
            ]
        );

    static readonly Gen<BarChart> Bars =
        from rows in Gen.Choose(1, 5)
        from parts in Gen.Choose(1, 3)
        from figures in Figure.ArrayOf(rows * 4)
        from marked in Gen.Elements(true, false)
        select new BarChart(
            "b",
            "n",
            ChartUnit.Pence,
            [.. Enumerable.Range(0, parts).Select(p => $"Part {p}")],
            [.. Enumerable.Range(0, rows).Select(r => new BarRow($"Row {r}", [.. figures.Skip(r * 4).Take(parts)], figures[(r * 4) + 3]))]
        )
        {
            MarkName = marked ? "budget" : null,
        };

    [Fact]
    public void MonthBoard_Any_CountsWhatIsLateDueAndClosed() =>
        Prop.ForAll(
                Boards.ToArbitrary(),
                board =>
                {
                    var headline = MonthBoard.Draw(board).Headline;
                    int Count(MonthState state) => board.Rows.Sum(r => r.Cells.Count(c => c.State == state));
                    var closed = Enumerable
                        .Range(0, board.Months.Count)
                        .Count(i => board.Rows.All(r => r.Cells[i].State is MonthState.Closed or MonthState.Restated));
                    return Read(headline, @"(\d+) reports? (?:is|are) late") == Count(MonthState.Late)
                        && headline.StartsWith("No report is late.", StringComparison.Ordinal) == (Count(MonthState.Late) == 0)
                        && Read(headline, @"(\d+) more (?:is|are) due") == Count(MonthState.Expected)
                        && Read(headline, @"(\d+) (?:is|are) declared missing") == Count(MonthState.Missing)
                        && Read(headline, @"(\d+) (?:is|are) not known") == Count(MonthState.Unknown)
                        && Read(headline, @"(\d+) closed reports? ha(?:s|ve) changed") == Count(MonthState.Restated)
                        && Read(headline, @"(\d+) of \d+ months? (?:is|are) closed for every provider") == closed
                        && Read(headline, @"\d+ of (\d+) months? (?:is|are) closed") == board.Months.Count
                        && NamedLate().Matches(headline).All(m => IsLate(board, m));
                }
            )
            .Check(Many);

    [Fact]
    public void ScopeMap_Any_CountsTheOverspentAndNamesTheFurthest() =>
        Prop.ForAll(
                Maps.ToArbitrary(),
                map =>
                {
                    var headline = ScopeMap.Draw(map).Headline;
                    var cells = map
                        .Rows.SelectMany(r => r.Cells.Select((c, i) => (Name: $"{r.Holder}, {map.Scopes[i]}", Cell: c)))
                        .ToList();
                    cells.RemoveAll(c => c.Cell is null);
                    var known = cells.Where(c => c.Cell is { Budget: not null, Forecast: not null }).ToList();
                    var over = known.Where(c => c.Cell!.Forecast > c.Cell.Budget).ToList();
                    var most = over.Select(c => (c.Name, By: c.Cell!.Forecast!.Value - c.Cell.Budget!.Value))
                        .OrderByDescending(c => c.By)
                        .FirstOrDefault();
                    var gaps = cells.Count - known.Count;
                    return Read(headline, @"^(\d+) of \d+ budgets? will be overspent") == over.Count
                        && (over.Count == 0 || Read(headline, @"^\d+ of (\d+) budgets?") == known.Count)
                        && (over.Count == 0 || headline.Contains($"{most.Name}, by {Pounds.Say(most.By.Pence)}.", StringComparison.Ordinal))
                        && (known.Count == 0 || Read(headline, @"Of (\d+) budgets? it is not known") == gaps)
                        && headline.StartsWith("There are no budgets", StringComparison.Ordinal) == (cells.Count == 0)
                        && headline.StartsWith("None of", StringComparison.Ordinal) == (known.Count > 0 && over.Count == 0);
                }
            )
            .Check(Many);

    [Fact]
    public void Bars_Any_NamesTheLargestAndWhoIsOverTheMark() =>
        Prop.ForAll(
                Bars.ToArbitrary(),
                bars =>
                {
                    var headline = BarChart.Draw(bars).Headline;
                    var totals = bars
                        .Rows.Where(r => r.Amounts.Any(a => a is not null))
                        .ToDictionary(r => r, r => r.Amounts.Sum(a => a ?? 0));
                    if (totals.Count == 0)
                        return headline == "No figure is known yet.";
                    var over = totals.Where(t => t.Key.Mark is { } mark && t.Value > mark).Select(t => t.Key.Name).ToList();
                    var gaps = bars.Rows.Sum(r => r.Amounts.Count(a => a is null));
                    var named =
                        bars.Parts.Count > 1
                            ? bars.Parts.Select((p, i) => (Name: p, Sum: bars.Rows.Sum(r => r.Amounts[i] ?? 0))).ToList()
                            : [.. totals.Select(t => (t.Key.Name, Sum: t.Value))];
                    var most = named.Max(n => n.Sum);
                    var firsts = named.Where(n => n.Sum == most).ToList();
                    return Read(headline, @"(\d+) figures? (?:is|are) not known") == gaps
                        && (bars.MarkName is null || Read(headline, @"^(\d+) of \d+ (?:is|are) over the budget") == over.Count)
                        && (
                            bars.MarkName is null
                            || over.Count == 0
                            || headline.Contains($"over the budget: {over[0]}", StringComparison.Ordinal)
                        )
                        && headline.Contains(Pounds.Say(most), StringComparison.Ordinal)
                        && headline.Contains(firsts[0].Name, StringComparison.Ordinal)
                        && headline.Contains(" each.", StringComparison.Ordinal) == firsts.Count > 1
                        && Shares(headline, most, named.Sum(n => n.Sum));
                }
            )
            .Check(Many);

    [Fact]
    public void Bars_SharesBelowNought_AreNotSaid()
    {
        var bars = new BarChart("b", "n", ChartUnit.Items, ["a"], [new("x", [5]), new("y", [-2])]);
        BarChart.Draw(bars).Headline.ShouldBe("x has the most: 5 of 3.");
        BarChart
            .Draw(bars with { Rows = [new("x", [1999]), new("y", [1])] })
            .Headline.ShouldBe("x has the most: 1,999 of 2,000 (more than 99%).");
    }

    static bool IsLate(MonthBoard board, Match named)
    {
        var row = board.Rows.Single(r => r.Provider == named.Groups[1].Value);
        var month = board.Months.ToList().FindIndex(m => m.ToString("MMMM yyyy") == named.Groups[2].Value);
        return row.Cells[month].State == MonthState.Late;
    }

    /// <summary>A share that is said is right to half a hundredth.</summary>
    static bool Shares(string headline, long part, long whole) =>
        SaidShare().Match(headline) is not { Success: true } said
        || Math.Abs((decimal.Parse(said.Groups[1].Value) / 100) - ((decimal)part / whole)) <= 0.005m;

    static int Read(string headline, string pattern) =>
        Regex.Match(headline, pattern) is { Success: true } found ? int.Parse(found.Groups[1].Value) : 0;

    static Money? ToMoney(long? pence) => pence is { } amount ? new Money(amount) : null;

    [GeneratedRegex(@"(Provider \d) for (\w+ \d{4})")]
    private static partial Regex NamedLate();

    [GeneratedRegex(@"\((\d+)%\)")]
    private static partial Regex SaidShare();
}
