using System.Diagnostics;
using System.Globalization;
using System.Text;
using ReferralHub.Commissioning.Checks;
using ReferralHub.Commissioning.Figures;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Prices;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Tests.Commissioning.Prices;

/// <summary>Lists as long as a national tariff. Times are printed; the bounds only catch what is not linear.</summary>
public sealed class LongPriceListTests(ITestOutputHelper output)
{
    const int Rows = 50_000;
    const int Questions = 200_000;
    const int SecondsMax = 20;

    static readonly string[] Functions = ["100", "101", "110", "120", "130", "140", "160", "300", "320", "330"];
    static readonly DateOnly From = new(2026, 4, 1);

    /// <summary>100 providers, 10 functions, 50 HRGs of day cases: each price tells its place.</summary>
    static readonly PriceRow[] All =
    [
        .. Enumerable
            .Range(0, Rows)
            .Select(i => new PriceRow(
                new("prices.csv", i + 2),
                "national",
                "national",
                Provider(i),
                Functions[i / 100 % 10],
                Hrg(i),
                "DC",
                new(100_000 + i),
                i % 2 == 0,
                new(From, null),
                "x"
            )),
    ];

    /// <summary>What the functions cost everywhere else.</summary>
    static readonly PriceRow[] Elsewhere = [.. Functions.Select((f, i) => TestFigures.Price("DC", i + 1, f, line: Rows + 2 + i))];

    [Fact]
    public void FiftyThousandPrices_AreReadCheckedAndAsked()
    {
        var file = Encoding.UTF8.GetBytes(
            "list,kind,provider,tfc,hrg,pod,pence,mff,from,to,source\n"
                + string.Concat(
                    Shuffle([.. All, .. Elsewhere])
                        .Select(p =>
                            $"{p.List},{p.Kind},{p.Provider},{p.Tfc},{p.Hrg},{p.Pod},{p.Price.Pence},"
                            + $"{(p.IsScaled ? 'y' : 'n')},2026-04-01,,x\n"
                        )
                )
        );
        var faults = new List<ConfigurationFault>();
        var factors = Enumerable.Range(0, 100).Select(i => TestFigures.Factor(Provider(i), 1_020_000)).ToArray();

        var prices = Measure("read", () => FigureFiles.ReadPrices("prices.csv", file, faults));
        var configuration = new Configuration { Prices = prices, Factors = factors };
        var found = Measure("check", () => FigureChecks.Check(configuration, new(2026, 11, 27)).ToList());
        var book = Measure("build", () => new PriceBook(configuration));
        var random = new Random(1);
        var wrong = Measure(
            $"{Questions} questions",
            () =>
            {
                var count = 0;
                for (var i = 0; i < Questions / 2; i++)
                {
                    var row = All[random.Next(Rows)];
                    var price = book.Find(new(row.Provider!, row.Tfc!, row.Hrg, "DC", new(2026, 5, 12)));
                    count += price?.Payable == Payable(row, row.Price.Pence) ? 0 : 1;
                    var elsewhere = book.Find(new("QQ9", row.Tfc!, row.Hrg, "DC", new(2026, 5, 12)));
                    count += elsewhere?.Payable.Pence == Array.IndexOf(Functions, row.Tfc) + 1 ? 0 : 1;
                }

                return count;
            }
        );
        var after = Measure("publish", () => book.WithList([.. All.Select(p => p with { Price = new(p.Price.Pence + 1) })])).Book!;
        var items = All.Select(p => new PricedItem($"{p.Place.Line}", new(p.Provider!, p.Tfc!, p.Hrg, "DC", new(2026, 5, 12)))).ToList();
        var restated = Measure("restate", () => PriceBook.Difference(book, after, items));

        faults.ShouldBeEmpty();
        found.ShouldBeEmpty();
        wrong.ShouldBe(0);
        restated.Difference.Pence.ShouldBe(All.Sum(p => Payable(p, p.Price.Pence + 1).Pence - Payable(p, p.Price.Pence).Pence));
    }

    /// <summary>Comparing each pair would be 1,250 million comparisons.</summary>
    [Fact]
    public void FiftyThousandPricesOfOneThing_AreSweptAndNotCompared()
    {
        PriceRow[] apart =
        [
            .. Enumerable
                .Range(0, Rows)
                .Select(i => TestFigures.Price("OPFA", 1, "110", list: $"l{i}", line: i + 2) with { Period = new(Day(i), Day(i)) }),
        ];
        PriceRow[] together = [.. apart.Select(p => p with { Period = new(Day(Rows - p.Place.Line), null) })];

        Measure("50,000 of one thing, one after the other", () => PriceBook.FindAmbiguities(apart)).ShouldBeEmpty();
        Measure("50,000 of one thing, all at once", () => PriceBook.FindAmbiguities(together)).Count.ShouldBe(Rows - 1);
        var faults = FigureChecks.Check(new() { Prices = together }, new(2026, 11, 27)).Where(f => f.IsError).ToList();

        faults.Count.ShouldBe(51);
        faults[^1].Text.ShouldStartWith("49949 more such rows");
    }

    static PriceRow[] Shuffle(PriceRow[] rows)
    {
        new Random(2).Shuffle(rows);
        return rows;
    }

    static Money Payable(PriceRow row, long pence) => row.IsScaled ? new Money(pence).Share(51, 50) : new(pence);

    static DateOnly Day(int number) => new DateOnly(1900, 1, 1).AddDays(number);

    static string Provider(int row) => FormattableString.Invariant($"R{row % 100:00}");

    static string Hrg(int row) => FormattableString.Invariant($"HN{row / 1_000:00}A");

    T Measure<T>(string what, Func<T> act)
    {
        var watch = Stopwatch.StartNew();
        var result = act();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {watch.Elapsed.TotalMilliseconds:N0} ms"));
        watch.Elapsed.TotalSeconds.ShouldBeLessThan(SecondsMax);
        return result;
    }
}
