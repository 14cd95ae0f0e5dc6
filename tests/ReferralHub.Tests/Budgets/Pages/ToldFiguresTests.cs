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

    [Fact]
    public void Restatement_OfFewPostings_IsWithheldFromWhoeverReadsNoSmallNumbers()
    {
        var exact = RestatedMonth.Tell(new(2026, 5, 1), [May()], Exact);
        var rounded = RestatedMonth.Tell(new(2026, 5, 1), [May()], Rounded);

        exact.Change.ShouldBe(Pounds("1.48"));
        exact
            .Causes.Select(c => (c.Words, c.Change, c.Postings))
            .ShouldBe([
                ("Prices published for days that had passed (2)", Pounds("4.08"), 12),
                ("Challenge accepted by the provider (CH-05)", Pounds("-2.60"), 1),
            ]);
        rounded.Causes.Select(c => (c.Change, c.Postings)).ShouldBe([(Money.Zero, 10), ((Money?)null, (int?)null)]);
    }

    [Fact]
    public void Restatement_OfSeveralLines_IsTheirSum_WithEachCauseOnce()
    {
        var told = RestatedMonth.Tell(new(2026, 5, 1), [May(), May()], Exact);

        (told.AsClosed, told.AsRestated).ShouldBe((Pounds("943.60"), Pounds("946.56")));
        told.Causes.Select(c => (c.Change, c.Postings)).ShouldBe([(Pounds("8.16"), 24), (Pounds("-5.20"), 2)]);
        // Of five and five neither could be told; of ten it can.
        RestatedMonth.Tell(new(2026, 5, 1), [May(5), May(5)], Rounded).Causes[0].Postings.ShouldBe(10);
    }

    [Fact]
    public void Restatement_IsSaidInOneSentence()
    {
        RestatementChart
            .Draw(RestatedMonth.Tell(new(2026, 5, 1), [May()], Exact))
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

    static HolderPosition Held() =>
        new("Z81001", Line.Id, Position(), new ForecastRange(Pounds("90100.00"), Pounds("95600.00"), Pounds("103900.00")), 3, Now);

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
