using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Prices;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestFigures;

namespace ReferralHub.Tests.Commissioning.Prices;

public sealed class PriceBookTests
{
    static readonly PriceQuestion Asked = new("RZ1", "110", "HN22A", "DC", new(2026, 5, 12));

    /// <summary>One price of every form, for the question above, the most specific first.</summary>
    static readonly PriceRow[] Forms =
    [
        Price("DC", 1, "110", "RZ1", "HN22A"),
        Price("DC", 2, null, "RZ1", "HN22A"),
        Price("DC", 3, "110", "RZ1"),
        Price("DC", 4, null, "RZ1"),
        Price("DC", 5, "110", null, "HN22A"),
        Price("DC", 6, null, null, "HN22A"),
        Price("DC", 7, "110"),
        Price("DC", 8),
    ];

    /// <summary>Halves go to the even penny: 12,502.5 is 12,502 and 12,503.5 is 12,504.</summary>
    [Theory]
    [InlineData(15_200, 1_034_512, 15_725)]
    [InlineData(12_500, 1_000_200, 12_502)]
    [InlineData(12_500, 1_000_280, 12_504)]
    [InlineData(17_000, 1_020_000, 17_340)]
    [InlineData(8_500, 1_020_000, 8_670)]
    [InlineData(12_000, 1_020_000, 12_240)]
    public void Price_IsScaledByTheProvidersFactor(long pence, long ppm, long payable)
    {
        var book = new PriceBook(WithPrices(Price("OPFA", pence, "110", scaled: true)) with { Factors = [Factor("RZ1", ppm)] });

        var found = book.Find(new("RZ1", "110", null, "OPFA", Day("2026-05-12")))!;

        found.Payable.ShouldBe(new(payable));
        found.Factor!.FactorPpm.ShouldBe(ppm);
    }

    [Fact]
    public void Price_WithoutFactor_CountsAsWritten()
    {
        var book = new PriceBook(
            WithPrices(Price("OPFA", 17_000, "110", scaled: true), Price("OPFA", 16_000, "110", "RZ1")) with
            {
                Factors = [Factor("RZ1", 1_020_000)],
            }
        );

        var elsewhere = book.Find(new("NZ7", "110", null, "OPFA", Day("2026-05-12")))!;
        var unscaled = book.Find(new("RZ1", "110", null, "OPFA", Day("2026-05-12")))!;

        (elsewhere.Payable, elsewhere.Factor).ShouldBe((new(17_000), null));
        (unscaled.Payable, unscaled.Factor).ShouldBe((new(16_000), null));
    }

    [Fact]
    public void MostSpecific_Wins_FormByForm()
    {
        for (var left = 0; left < Forms.Length; left++)
            new PriceBook(WithPrices([.. Forms.Skip(left).Reverse()])).Find(Asked)!.Row.ShouldBe(Forms[left]);
    }

    [Theory]
    [InlineData("NZ7", "110", "HN22A", "DC", 5)]
    [InlineData("RZ1", "130", "HN22A", "DC", 2)]
    [InlineData("RZ1", "110", null, "DC", 3)]
    [InlineData("RZ1", "110", "HN23B", "DC", 3)]
    [InlineData("NZ7", "130", null, "DC", 8)]
    [InlineData("RZ1", "110", "HN22A", "EL", null)]
    public void PriceOfSomethingElse_IsNotTaken(string provider, string tfc, string? hrg, string pod, int? pence)
    {
        var found = new PriceBook(WithPrices(Forms)).Find(new(provider, tfc, hrg, pod, Asked.Date));

        found?.Payable.Pence.ShouldBe(pence!.Value);
        (found is null).ShouldBe(pence is null);
    }

    [Theory]
    [InlineData("2026-03-31", null)]
    [InlineData("2026-04-01", 17_000)]
    [InlineData("2026-09-30", 17_000)]
    [InlineData("2026-10-01", 17_200)]
    [InlineData("2027-03-31", 17_200)]
    [InlineData("2027-04-01", null)]
    public void LaterRowOfAList_EndsTheEarlier(string day, int? pence)
    {
        var book = new PriceBook(
            WithPrices(
                Price("OPFA", 17_200, "110", from: "2026-10-01", to: "2027-03-31"),
                Price("OPFA", 17_000, "110", to: "2027-12-31", line: 3)
            )
        );

        book.Find(new("RZ1", "110", null, "OPFA", Day(day)))?.Payable.Pence.ShouldBe(pence!.Value);
        (book.Find(new("RZ1", "110", null, "OPFA", Day(day))) is null).ShouldBe(pence is null);
    }

    [Fact]
    public void EqualPricesOfTwoLists_AreAmbiguousFromTheirFirstCommonDay()
    {
        var first = Price("OPFA", 17_000, "110", list: "a", to: "2026-06-30");
        var second = Price("OPFA", 17_000, "110", list: "b", from: "2026-06-30", line: 3);

        PriceBook.FindAmbiguities([second, first]).ShouldBe([new(first, second, new(2026, 6, 30))]);
        Should.Throw<ArgumentException>(() => new PriceBook(WithPrices(first, second)));
        PriceBook.FindAmbiguities([first, second with { Period = new(new(2026, 7, 1), null) }]).ShouldBeEmpty();
        PriceBook.FindAmbiguities([first, second with { Provider = "RZ1" }]).ShouldBeEmpty();
    }

    [Fact]
    public void TwoRowsOfAListFromOneDay_AreAmbiguous()
    {
        var rows = new[]
        {
            Price("OPFA", 1, "110"),
            Price("OPFA", 2, "110", line: 3),
            Price("OPFA", 3, "110", from: "2027-04-01", line: 4),
        };

        PriceBook.FindAmbiguities(rows).ShouldBe([new(rows[0], rows[1], new(2026, 4, 1))]);
    }

    [Fact]
    public void NationalPrices_TakeALocalOneOnlyWhereThereIsNoOther()
    {
        var local = Price("OPFA", 16_000, "110", "RZ1", list: "local", kind: "local");
        var national = Price("OPFA", 17_000, "110", line: 3);
        var question = new PriceQuestion("RZ1", "110", null, "OPFA", Asked.Date);
        var both = new PriceBook(WithPrices(local, national));

        both.Find(question)!.Row.ShouldBe(local);
        both.Find(question with { Basis = PriceBasis.Negotiated })!.Row.ShouldBe(local);
        both.Find(question with { Basis = PriceBasis.National })!.Row.ShouldBe(national);
        new PriceBook(WithPrices(local)).Find(question with { Basis = PriceBasis.National })!.Row.ShouldBe(local);
    }

    [Fact]
    public void UnbundledPart_HasItsOwnPriceAndPointOfDelivery()
    {
        var book = new PriceBook(
            WithPrices(
                Price("OPFA", 17_000, "110", scaled: true),
                Price("DIAG", 9_300, null, null, "RD20A", kind: "unbundled", scaled: true, line: 3)
            ) with
            {
                Factors = [Factor("RZ1", 1_020_000)],
            }
        );

        var care = PricedCare.Find(book, new("RZ1", "110", null, "OPFA", Asked.Date), [new("RD20A", "DIAG"), new("RD99Z", "DIAG")]);

        care.Parts.Select(p => p.Price?.Payable.Pence).ShouldBe([17_340, 9_486, null]);
        care.Payable.ShouldBe(new(26_826));
        care.Unpriced.ShouldBe(1);
    }

    /// <summary>Two attendances of May at 17,340; the tariff is then raised from April on, which makes them 17,544.</summary>
    [Fact]
    public void ListPublishedBackwards_RestatesWhatWasPriced()
    {
        var before = new PriceBook(
            WithPrices(Price("OPFA", 17_000, "110", scaled: true), Price("OPFA", 12_000, "130", scaled: true, line: 3)) with
            {
                Factors = [Factor("RZ1", 1_020_000)],
            }
        );
        PricedItem[] items =
        [
            new("a", new("RZ1", "110", null, "OPFA", Day("2026-05-12"))),
            new("c", new("RZ1", "110", null, "OPFA", Day("2026-05-20"))),
            new("d", new("RZ1", "130", null, "OPFA", Day("2026-05-20"))),
        ];

        var after = before.WithList([Price("OPFA", 17_200, "110", scaled: true)]).Book!;
        var restated = PriceBook.Difference(before, after, items);

        restated.Changes.Select(c => (c.Item.Id, c.Difference.Pence)).ShouldBe([("a", 204), ("c", 204)]);
        restated.Difference.ShouldBe(new(408));
        before.Find(items[0].Question)!.Payable.ShouldBe(new(17_340));
    }

    [Fact]
    public void ListPublished_LeavesWhatBeginsLaterAndWhatItDoesNotName()
    {
        var book = new PriceBook(
            WithPrices(Price("OPFA", 1, "110"), Price("OPFA", 2, "110", from: "2026-10-01", line: 3), Price("OPFUP", 3, "110", line: 4))
        );

        var after = book.WithList([Price("OPFA", 9, "110", from: "2026-06-01")]).Book!;

        new[] { "2026-05-31", "2026-06-01", "2026-09-30", "2026-10-01" }
            .Select(d => after.Find(new("RZ1", "110", null, "OPFA", Day(d)))!.Payable.Pence)
            .ShouldBe([1, 9, 9, 2]);
        after.Find(new("RZ1", "110", null, "OPFUP", Day("2026-06-01")))!.Payable.ShouldBe(new(3));
    }

    [Fact]
    public void ListPublished_ThatWouldBeAmbiguous_MakesNoBook()
    {
        var book = new PriceBook(WithPrices(Price("OPFA", 1, "110")));

        var published = book.WithList([Price("OPFA", 2, "110", from: "2026-10-01", list: "other")]);

        published.Book.ShouldBeNull();
        published.Ambiguities.ShouldHaveSingleItem().Day.ShouldBe(new(2026, 10, 1));
    }

    [Fact]
    public void ItemThatGetsAPrice_IsAChangeFromNothing()
    {
        var before = new PriceBook(Configuration.Empty);
        var after = before.WithList([Price("OPFA", 17_000, "110")]).Book!;

        var change = PriceBook
            .Difference(before, after, [new("a", new("RZ1", "110", null, "OPFA", Asked.Date), 3)])
            .Changes.ShouldHaveSingleItem();

        change.Before.ShouldBeNull();
        change.Difference.ShouldBe(new Money(51_000));
    }
}
