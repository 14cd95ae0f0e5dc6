using ReferralHub.Budgets.Pages.Months;
using ReferralHub.Kernel;
using ReferralHub.Web.Charts.MonthBoards;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestPlans;

namespace ReferralHub.Tests.Budgets.Pages;

/// <summary>What the board of months says of each.</summary>
public sealed class MonthBoardFactsTests
{
    static readonly DateOnly May = new(2026, 5, 1);

    [Theory]
    [InlineData("2026-05-31", MonthState.NotDue, null)]
    [InlineData("2026-06-01", MonthState.Expected, "2026-06-20")]
    [InlineData("2026-06-20", MonthState.Expected, "2026-06-20")]
    [InlineData("2026-06-21", MonthState.Late, "2026-06-20")]
    public void Close_IsDueWhenTheMonthIsOver_AndLateAfterItsDay(string today, MonthState state, string? on) =>
        MonthBoards.FindClose(LineWordsTests.Months(Day(today)!.Value), May).ShouldBe(new MonthCell(state, Day(on)));

    [Theory]
    [InlineData("2026-05-31", false, MonthState.NotDue, null)]
    [InlineData("2026-06-19", false, MonthState.Expected, "2026-06-19")]
    [InlineData("2026-06-20", false, MonthState.Late, "2026-06-19")]
    [InlineData("2026-06-20", true, MonthState.Flex, "2026-07-01")]
    [InlineData("2026-07-02", true, MonthState.Frozen, "2026-07-01")]
    public void Report_IsLateAfterFlex_AndFinalAfterFreeze(string today, bool hasArrived, MonthState state, string? on)
    {
        var facts = LineWordsTests.Months(Day(today)!.Value) with { Reports = [new(May, "RZ1", hasArrived)] };

        MonthBoards.FindReport(facts, May, "RZ1").ShouldBe(new MonthCell(state, Day(on)));
        facts.FindWaiting(May).Count.ShouldBe(hasArrived ? 0 : 1);
        // Nothing was expected of another.
        MonthBoards.FindReport(facts, May, "RZ2").State.ShouldBe(MonthState.NotDue);
    }

    [Fact]
    public void ClosedMonth_IsClosed_AndRestatedWhenItChanged()
    {
        var closed = LineWordsTests.Months(new(2026, 7, 1)) with
        {
            Closed = new Dictionary<DateOnly, ClosedMonth> { [May] = new(May, new(2026, 6, 22), "ab", 9, ["RZ9"]) },
        };
        var restated = closed with { Restated = new Dictionary<DateOnly, Money?> { [May] = Pounds("1.48") } };

        MonthBoards.FindClose(closed, May).ShouldBe(new MonthCell(MonthState.Closed, new(2026, 6, 22)));
        MonthBoards.FindClose(restated, May).ShouldBe(new MonthCell(MonthState.Restated, new(2026, 6, 22), Pounds("1.48")));
        MonthBoards.FindReport(closed, May, "RZ9").State.ShouldBe(MonthState.Missing);
        MonthBoards.FindReport(closed, May, "RZ1").State.ShouldBe(MonthState.Closed);
    }

    [Fact]
    public void NextToClose_IsAfterTheLastClosed_ElseTheFirstWithMoney_ElseTheLastThatEnded()
    {
        var facts = LineWordsTests.Months(new(2026, 7, 1));

        facts.NextToClose.ShouldBe(new DateOnly(2026, 4, 1));
        (facts with { Begins = null }).NextToClose.ShouldBe(new DateOnly(2026, 6, 1));
        (facts with { Closed = new Dictionary<DateOnly, ClosedMonth> { [May] = new(May, May, null, null, []) } }).NextToClose.ShouldBe(
            new DateOnly(2026, 6, 1)
        );
    }

    [Fact]
    public void MonthsBeforeTheFirstMoney_AndMonthsWithoutACalendar_AreNotLate()
    {
        var facts = LineWordsTests.Months(new(2026, 12, 1)) with { Begins = new DateOnly(2026, 6, 1) };

        MonthBoards.FindClose(facts, May).State.ShouldBe(MonthState.NotDue);
        MonthBoards.FindClose(facts, new(2026, 6, 1)).State.ShouldBe(MonthState.Late);
        MonthBoards.FindClose(facts, new(2027, 6, 1)).State.ShouldBe(MonthState.Unknown);
    }

    [Fact]
    public void Board_HasTheCloseFirst_AndARowForEachProviderThatIsToReport()
    {
        var facts = LineWordsTests.Months(new(2026, 7, 1)) with { Reports = [new(May, "RZ2", true), new(May, "RZ1", false)] };

        var chart = MonthBoards.Draw(facts, facts.FindBegun(3), code => $"Hospital {code}");

        chart.Data.Rows.Take(3).Select(r => r[1].Show()).ShouldBe(["Close of the month", "Hospital RZ1", "Hospital RZ2"]);
        chart.Headline.ShouldBe("None of 2 months that have ended is closed. April 2026 could have been closed since 20 May 2026.");
    }

    static DateOnly? Day(string? day) =>
        day is null ? null : DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
