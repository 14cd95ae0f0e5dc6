using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Prices;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Prices;

/// <summary>Laws of prices, held against <see cref="PriceOracle"/>, which asks every row.</summary>
public sealed class PriceLaws
{
    const int Rows = 30;
    const int Questions = 40;

    static readonly DateOnly First = new(2026, 1, 1);
    static readonly Config Tests = Config.QuickThrowOnFailure.WithMaxTest(300);

    static readonly Gen<PriceRow> AnyRow =
        from provider in Gen.Elements(null, "RZ1", "NZ7")
        from tfc in Gen.Elements(null, "110", "130")
        from hrg in Gen.Elements(null, "HN22A", "HN23B")
        from pod in Gen.Elements("OPFA", "DC")
        from list in Gen.Elements("a", "b", "c")
        from kind in Gen.Elements("national", "local")
        from pence in Gen.Choose(0, 20_000)
        from scaled in Gen.Elements(true, false)
        from day in Gen.Choose(0, 300)
        from days in Gen.Choose(-100, 200)
        select new PriceRow(
            new("prices.csv", 0),
            list,
            kind,
            provider,
            tfc,
            hrg,
            pod,
            new(pence),
            scaled,
            new(First.AddDays(day), days < 0 ? null : First.AddDays(day + days)),
            "x"
        );

    static readonly Gen<PriceRow[]> AnyRows = AnyRow
        .ArrayOf(Rows)
        .Select(r => r.Select((p, i) => p with { Place = new("prices.csv", i + 2) }).ToArray());

    static readonly Gen<PriceQuestion> AnyQuestion =
        from provider in Gen.Elements("RZ1", "NZ7", "QQ1")
        from tfc in Gen.Elements("110", "130", "330")
        from hrg in Gen.Elements(null, "HN22A", "HN23B")
        from pod in Gen.Elements("OPFA", "DC")
        from day in Gen.Choose(-10, 520)
        from basis in Gen.Elements<PriceBasis?>(null, PriceBasis.National, PriceBasis.Local)
        select new PriceQuestion(provider, tfc, hrg, pod, First.AddDays(day)) { Basis = basis };

    static readonly MarketForcesFactor[] Factors =
    [
        new(new("mff.csv", 2), "RZ1", 1_034_512, new(First, null), "x"),
        new(new("mff.csv", 3), "RZ1", 1_020_000, new(First.AddDays(200), null), "x"),
    ];

    [Fact]
    public void MostSpecific_Wins_WhateverTheOrderOfRows() =>
        Prop.ForAll(
                (
                    from rows in AnyRows
                    from order in Gen.Shuffle(Enumerable.Range(0, Rows).ToArray())
                    from questions in AnyQuestion.ArrayOf(Questions)
                    select (Rows: PriceOracle.DropAmbiguous(rows), order, questions)
                ).ToArbitrary(),
                drawn =>
                {
                    PriceRow[] shuffled = [.. drawn.Rows.OrderBy(r => Array.IndexOf(drawn.order, r.Place.Line - 2))];
                    var book = new PriceBook(new() { Prices = shuffled, Factors = Factors });
                    return drawn.questions.All(q =>
                        book.Find(q)?.Row == PriceOracle.Find(drawn.Rows, q)
                        && book.Find(q)?.Payable == PriceOracle.Charge(drawn.Rows, Factors, q)
                    );
                }
            )
            .Check(Tests);

    [Fact]
    public void Ambiguities_AreFound_WhereTwoRowsCountOnOneDay() =>
        Prop.ForAll(
                AnyRows.ToArbitrary(),
                rows =>
                {
                    var found = PriceBook.FindAmbiguities(rows);
                    var pairs = PriceOracle.FindPairs(rows);
                    return found.All(a =>
                            PriceOracle.IsInForce(rows, a.First, a.Day)
                            && PriceOracle.IsInForce(rows, a.Second, a.Day)
                            && PriceOracle.IsForTheSame(a.First, a.Second)
                        ) && found.Select(a => a.Second.Place.Line).ToHashSet().SetEquals(pairs.Select(p => p.Second.Place.Line));
                }
            )
            .Check(Tests);

    [Fact]
    public void PublicationBackwards_Differs_ByWhatIsRecomputed() =>
        Prop.ForAll(
                (
                    from rows in AnyRows
                    from published in AnyRows
                    from questions in AnyQuestion.ArrayOf(Questions)
                    from quantity in Gen.Choose(-3, 3)
                    select (Rows: PriceOracle.DropAmbiguous(rows), Published: published[..8], questions, quantity)
                ).ToArbitrary(),
                drawn =>
                {
                    var before = new PriceBook(new() { Prices = drawn.Rows, Factors = Factors });
                    PriceRow[] list = [.. drawn.Published.Select(p => p with { List = "a", Place = new("new.csv", p.Place.Line + 100) })];
                    var merged = PriceOracle.Publish(drawn.Rows, list);
                    var publication = before.WithList(list);
                    if (publication.Book is not { } after)
                        return PriceOracle.FindPairs(merged).Count > 0 && publication.Ambiguities.Count > 0;
                    PricedItem[] items = [.. drawn.questions.Select((q, i) => new PricedItem($"{i}", q, drawn.quantity))];
                    var restated = PriceBook.Difference(before, after, items);
                    var recomputed = items.Sum(i =>
                        i.Quantity
                        * (
                            (PriceOracle.Charge(merged, Factors, i.Question)?.Pence ?? 0)
                            - (PriceOracle.Charge(drawn.Rows, Factors, i.Question)?.Pence ?? 0)
                        )
                    );
                    return restated.Difference.Pence == recomputed && PriceOracle.FindPairs(merged).Count == 0;
                }
            )
            .Check(Tests);

    [Fact]
    public void ExpectedCare_CostsTheSumOfItsComponents() =>
        Prop.ForAll(
                (
                    from rows in AnyRows
                    from perMille in Gen.Choose(0, 3_000).ArrayOf(PointsOfDelivery.All.Count)
                    from question in AnyQuestion
                    select (Rows: PriceOracle.DropAmbiguous(rows), perMille, question)
                ).ToArbitrary(),
                drawn =>
                {
                    var (provider, tfc, _, _, date) = drawn.question;
                    var expected = PointsOfDelivery.All.Select(
                        (pod, i) => TestFigures.Expected(tfc, pod, drawn.perMille[i], from: "2020-01-01")
                    );
                    var configuration = new Configuration
                    {
                        Prices = drawn.Rows,
                        Factors = Factors,
                        Expected = [.. expected],
                    };
                    var components = new ExpectedPathway(configuration).Find(tfc, null, provider, date);
                    var costs = PointsOfDelivery
                        .All.Select(
                            (pod, i) =>
                                (
                                    PerMille: drawn.perMille[i],
                                    Price: PriceOracle.Charge(drawn.Rows, Factors, new(provider, tfc, null, pod, date))
                                )
                        )
                        .Where(c => c.PerMille > 0)
                        .ToList();
                    var (payable, unpriced) = ExpectedPathway.Sum(components);
                    return payable.Pence == costs.Sum(c => (c.Price ?? Money.Zero).Share(c.PerMille, 1_000).Pence)
                        && unpriced == costs.Count(c => c.Price is null)
                        && components.Count == costs.Count;
                }
            )
            .Check(Tests);
}
