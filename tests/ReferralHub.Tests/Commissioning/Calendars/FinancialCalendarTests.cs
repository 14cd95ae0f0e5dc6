using System.Globalization;
using ReferralHub.Commissioning.Calendars;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestFigures;

namespace ReferralHub.Tests.Commissioning.Calendars;

public sealed class FinancialCalendarTests
{
    static readonly CalendarMonth April = Month("2026-04", "2026-05-19", "2026-06-26", "2026-05-22");
    static readonly CalendarMonth May = Month("2026-05", "2026-06-19", "2026-07-24", "2026-06-22", 3);
    static readonly FinancialCalendar Calendar = new(new() { Calendar = [May, April] });

    [Fact]
    public void Months_AreInTheirOrder_AndFoundByAnyDay()
    {
        Calendar.Months.ShouldBe([April, May]);
        Calendar.Find(Day("2026-05-31")).ShouldBe(May);
        Calendar.Find(Day("2026-06-01")).ShouldBeNull();
    }

    /// <summary>In summer London is an hour ahead: the last hour of May in UTC is June.</summary>
    [Theory]
    [InlineData("2026-05-31T22:59:59Z", "2026-05-01")]
    [InlineData("2026-05-31T23:00:00Z", "2026-06-01")]
    [InlineData("2026-11-30T23:59:59Z", "2026-11-01")]
    [InlineData("2026-03-31T23:30:00Z", "2026-04-01")]
    public void Month_IsThatOfLondonsClocks(string utc, string month) =>
        FinancialCalendar
            .FindMonth(DateTime.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal))
            .ShouldBe(Day(month));

    [Theory]
    [InlineData("2026-03-31", "2025/26")]
    [InlineData("2026-04-01", "2026/27")]
    [InlineData("2099-12-31", "2099/00")]
    public void FinancialYear_BeginsInApril(string day, string year) => FinancialYear.FromDate(Day(day)).ToString().ShouldBe(year);

    [Fact]
    public void FinancialYear_HasTwelveMonths() =>
        new FinancialYear(2026)
            .Months.Select(m => (m.Year, m.Month))
            .ShouldBe([.. Enumerable.Range(4, 9).Select(m => (2026, m)), .. Enumerable.Range(1, 3).Select(m => (2027, m))]);

    [Fact]
    public void MissingMonths_AreThoseBetweenTheFirstAndTheLast()
    {
        CalendarMonth[] months =
        [
            Month("2026-12", "2027-01-19", "2027-02-26", "2027-01-22"),
            Month("2027-03", "2027-04-19", "2027-05-26", "2027-04-22"),
            May,
        ];

        FinancialCalendar
            .FindMissing(months)
            .Select(m => (m.Month, m.Before.Month))
            .ShouldBe([
                .. Enumerable.Range(6, 6).Select(m => (new DateOnly(2026, m, 1), May.Month)),
                (new(2027, 1, 1), new(2026, 12, 1)),
                (new(2027, 2, 1), new(2026, 12, 1)),
            ]);
        FinancialCalendar.FindMissing([April, May]).ShouldBeEmpty();
        FinancialCalendar.FindMissing([]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-04-12", "2026-06-01")]
    [InlineData("2026-05-12", "2026-06-01")]
    [InlineData("2026-06-30", "2026-06-01")]
    [InlineData("2026-07-01", "2026-08-01")]
    [InlineData("2026-12-24", "2026-12-01")]
    public void FirstOpenMonth_IsTheMonthItselfOrTheNextThatIsNotClosed(string day, string open)
    {
        HashSet<DateOnly> closed = [new(2026, 4, 1), new(2026, 5, 1), new(2026, 7, 1)];

        FinancialCalendar.FindFirstOpen(Day(day), closed).ShouldBe(Day(open));
    }

    [Theory]
    [InlineData("2026-05-31", MonthStage.Running)]
    [InlineData("2026-06-01", MonthStage.Reporting)]
    [InlineData("2026-06-19", MonthStage.Reporting)]
    [InlineData("2026-06-20", MonthStage.Correcting)]
    [InlineData("2026-07-24", MonthStage.Correcting)]
    [InlineData("2026-07-25", MonthStage.Frozen)]
    public void Stage_FollowsTheDaysOfTheMonth(string today, MonthStage stage) => Calendar.FindStage(May.Month, Day(today)).ShouldBe(stage);

    [Theory]
    [InlineData("2026-05-12", "2026-06-19", "2026-05 may be reported until 2026-06-19; close it after that.")]
    [InlineData("2026-05-12", "2026-06-21", "2026-05 may be closed from 2026-06-22 on.")]
    [InlineData("2026-05-12", "2026-06-22", null)]
    [InlineData("2026-06-01", "2026-12-01", "The calendar has no row for 2026-06; add it with its flex, freeze and close.")]
    public void MonthThatMayNotBeClosed_SaysWhy(string day, string today, string? why) =>
        Calendar.FindWhyNotToClose(Day(day), Day(today)).ShouldBe(why);
}
