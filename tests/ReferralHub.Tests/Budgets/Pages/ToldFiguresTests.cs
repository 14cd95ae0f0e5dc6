using ReferralHub.Budgets;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Pages.Lines;
using ReferralHub.Budgets.Pages.Months;
using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Tests.Commissioning;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestPlans;

namespace ReferralHub.Tests.Budgets.Pages;

/// <summary>What a reader is told of a line and of a month.</summary>
public sealed class ToldFiguresTests
{
    static readonly DateTime Now = new(2026, 11, 27, 10, 0, 0, DateTimeKind.Utc);
    static readonly HeldLine Line = new LinesInForce(TestArrangements.Area, new(2026, 6, 1)).Find("loc-n-2026/Z81001")!;
    static readonly FigureReader Exact = new(AccessScope.Centre);
    static readonly FigureReader Rounded = new(AccessScope.ForFigures(["Z81001"]));

    [Fact]
    public void Line_IsExactForItsPractice_AndRoundedForItsCommissioner()
    {
        var exact = ToldLine.Tell(Line, Held(), new FigureReader(AccessScope.ForPractices(["Z81001"])));
        var rounded = ToldLine.Tell(Line, Held(), Rounded);

        (exact.Spent, exact.Committed, exact.Unpriced).ShouldBe((Pounds("61234.56"), Pounds("20499.99"), 3));
        (rounded.Authority, rounded.Spent, rounded.Committed, rounded.Unpriced).ShouldBe(
            (Pounds("100000.01"), Pounds("61000.00"), Pounds("20000.00"), (int?)null)
        );
        rounded.Forecast.ShouldBe(new ForecastRange(Pounds("90000.00"), Pounds("96000.00"), Pounds("104000.00")));
    }

    [Fact]
    public void WhatFollowsFromOtherFigures_FollowsFromThoseThatAreTold()
    {
        var told = ToldLine.Tell(Line, Held(), Rounded);

        // From the true figures it would be 4,400.01: with it anybody could work out what was rounded.
        told.ForecastHeadroom.ShouldBe(Pounds("4000.01"));
    }

    [Fact]
    public void Line_WithoutAgreement_HasNoBudgetAndNoHeadroom()
    {
        var told = ToldLine.Tell(Line, Held() with { Position = Position() with { Authority = Money.Zero } }, Exact);

        (told.Budget, told.ForecastHeadroom, told.HasAny).ShouldBe(((Money?)null, (Money?)null, true));
    }

    [Fact]
    public void Line_OfWhichTheBookSaysNothing_HasNone()
    {
        var nothing = Position() with { Authority = Money.Zero, Spent = Money.Zero, Committed = Money.Zero };

        ToldLine.Tell(Line, new("Z81001", Line.Id, nothing, null, 0, Now), Exact).HasAny.ShouldBeFalse();
    }

    [Theory]
    [InlineData(3, 300, 300, null, "20000.00")]
    [InlineData(300, 7, 300, "61000.00", null)]
    [InlineData(300, 8, 300, "61000.00", "20000.00")]
    public void Money_OfOneToSevenPatients_IsWithheld_AndOfMoreIsNot(int spent, int committed, int unpriced, string? told, string? open)
    {
        var line = ToldLine.Tell(Line, Held(new(spent, 0, 0, spent, committed, committed, 0, unpriced)), Rounded);

        (line.Spent, line.Committed).ShouldBe((told is null ? (Money?)null : Pounds(told), open is null ? (Money?)null : Pounds(open)));
        line.IsWithheld.ShouldBe(told is null || open is null);
        // The practice itself reads its own as they are.
        ToldLine.Tell(Line, Held(new(spent, 0, 0, spent, committed, committed, 0, unpriced)), Exact).Spent.ShouldBe(Pounds("61234.56"));
    }

    [Fact]
    public void Line_OfWhichNobodyCountedThePatients_IsWithheldFromItsCommissioner()
    {
        var told = ToldLine.Tell(Line, Held() with { Patients = null }, Rounded);

        (told.Spent, told.Committed, told.Forecast, told.IsForecastWithheld).ShouldBe(
            ((Money?)null, (Money?)null, (ForecastRange?)null, true)
        );
    }

    [Fact]
    public void PartOfWhatIsSpent_IsWithheld_WhereTheRestOfItIsOfFewPatients()
    {
        var position = Position() with { Estimated = Pounds("60000.00") };
        var told = ToldLine.Tell(Line, Held(new(100, 97, 0, 3, 300, 300, 0, 0)) with { Position = position }, Rounded);

        // £61,000 less £60,000 would be what three patients cost.
        (told.Spent, told.Estimated, told.Disputed).ShouldBe((Pounds("61000.00"), (Money?)null, Money.Zero));
    }

    [Fact]
    public void Forecast_OfWhichAWithheldSumIsAPart_IsWithheldWithIt()
    {
        var found = Held(new(300, 0, 0, 300, 303, 300, 3, 0)) with
        {
            Position = Position() with { CarriedToNextYear = Pounds("499.99") },
            Forecast = new ForecastRange(Pounds("81234.56"), Pounds("95600.00"), Pounds("103900.00")),
        };

        ToldLine.Tell(Line, found, Rounded).Forecast.ShouldBeNull();
        // Near it is as good: what is to come and its range are about the same.
        ToldLine.Tell(Line, found with { Forecast = Held().Forecast }, Rounded).Forecast.ShouldBeNull();
    }

    [Fact]
    public void PartsWithoutAPrice_AreCountedByPatients()
    {
        ToldLine.Tell(Line, Held(Many with { Unpriced = 7 }) with { Unpriced = 21 }, Rounded).Unpriced.ShouldBeNull();
        ToldLine.Tell(Line, Held(Many with { Unpriced = 8 }) with { Unpriced = 21 }, Rounded).Unpriced.ShouldBe(20);
        ToldLine.Tell(Line, Held(Many with { Unpriced = 7 }) with { Unpriced = 21 }, Exact).Unpriced.ShouldBe(21);
    }

    [Fact]
    public void Restatement_OfFewPatients_IsWithheldFromWhoeverReadsNoSmallNumbers_HoweverManyPostingsItHas()
    {
        var exact = RestatedMonth.Tell(new(2026, 5, 1), [May()], RestatedPatients.Nobody, Exact);
        var rounded = RestatedMonth.Tell(new(2026, 5, 1), [May()], Behind(repriced: 3, accepted: 1), Rounded);

        exact.Change.ShouldBe(Pounds("1.48"));
        exact
            .Causes.Select(c => (c.Words, c.Change, c.Postings))
            .ShouldBe([
                ("Prices published for days that had passed (2)", Pounds("4.08"), 12),
                ("Challenge accepted by the provider (CH-05)", Pounds("-2.60"), 1),
            ]);
        // Both together are of four patients: so is the difference, and with it what the month comes to now.
        rounded.Causes.Select(c => (c.Change, c.Postings)).ShouldBe([((Money?)null, (int?)null), ((Money?)null, (int?)null)]);
        (rounded.AsClosed, rounded.AsRestated, rounded.Change).ShouldBe((Pounds("0.00"), (Money?)null, (Money?)null));
    }

    [Fact]
    public void Restatement_WithOneCauseOfFewPatients_WithholdsTheNextSmallestToo()
    {
        var told = RestatedMonth.Tell(new(2026, 5, 1), [May()], Behind(repriced: 40, accepted: 3), Rounded);

        told.Causes.Select(c => c.Change).ShouldBe([(Money?)null, (Money?)null]);
        (told.AsClosed, told.AsRestated).ShouldBe((Pounds("0.00"), Pounds("0.00")));
        // Of many patients both are told.
        RestatedMonth
            .Tell(new(2026, 5, 1), [May(), May()], Behind(repriced: 40, accepted: 8), Rounded)
            .Causes.Select(c => (c.Change, c.Postings))
            .ShouldBe([(Money.Zero, 25), (Money.Zero, (int?)null)]);
    }

    [Fact]
    public void Restatement_OfSeveralLines_IsTheirSum_WithEachCauseOnce()
    {
        var told = RestatedMonth.Tell(new(2026, 5, 1), [May(), May()], RestatedPatients.Nobody, Exact);

        (told.AsClosed, told.AsRestated).ShouldBe((Pounds("943.60"), Pounds("946.56")));
        told.Causes.Select(c => (c.Change, c.Postings)).ShouldBe([(Pounds("8.16"), 24), (Pounds("-5.20"), 2)]);
    }

    [Fact]
    public void Restatement_IsSaidInOneSentence()
    {
        RestatementChart
            .Draw(RestatedMonth.Tell(new(2026, 5, 1), [May()], RestatedPatients.Nobody, Exact))
            .Headline.ShouldBe(
                "May 2026 was closed at £471.80 and is £473.28 now, £1.48 more, for 2 causes; the largest is "
                    + "“Prices published for days that had passed (2)”, +£4.08."
            );
        RestatementChart
            .WriteHeadline(new(new(2026, 5, 1), Pounds("5.00"), Pounds("5.00"), []), "May 2026")
            .ShouldBe("May 2026 was closed at £5.00, and nothing has changed since.");
        RestatementChart
            .WriteHeadline(new(new(2026, 5, 1), Pounds("5.00"), Pounds("5.00"), [new("A", null, null)]), "May 2026")
            .ShouldBe("May 2026 was closed at £5.00 and is the same now, for 1 cause.");
    }

    static RestatedPatients Behind(int repriced, int accepted) =>
        new(
            400,
            400,
            repriced + accepted,
            new Dictionary<PostingWhy, int>
            {
                [new(PostingReason.Repriced, "2")] = repriced,
                [new(PostingReason.ChallengeAccepted, "CH-05")] = accepted,
            }
        );

    static MonthFigures May(long postings = 12) =>
        new(
            new(2026, 5, 1),
            default(AccountBalances) with
            {
                Accrued = Pounds("471.80"),
            },
            default(AccountBalances) with
            {
                Actual = Pounds("473.28"),
            },
            [
                new(new(PostingReason.Repriced, "2"), Pounds("4.08"), postings),
                new(new(PostingReason.ChallengeAccepted, "CH-05"), Pounds("-2.60"), 1),
            ]
        );

    static readonly LinePatients Many = new(300, 100, 100, 100, 300, 300, 300, 3);

    static HolderPosition Held(LinePatients? patients = null) =>
        new("Z81001", Line.Id, Position(), new ForecastRange(Pounds("90100.00"), Pounds("95600.00"), Pounds("103900.00")), 3, Now)
        {
            Patients = patients ?? Many,
        };

    static LinePosition Position() =>
        new(
            Line.Id,
            new FinancialYear(2026),
            new(2026, 11, 27),
            Pounds("100000.01"),
            Pounds("61234.56"),
            Pounds("0.00"),
            Pounds("0.00"),
            Pounds("20499.99"),
            Pounds("0.00"),
            Pounds("18265.46"),
            Money.Zero,
            3,
            default
        );
}
