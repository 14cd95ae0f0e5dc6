using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Kernel;

public sealed class WorkingDaysTests
{
    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    [Theory]
    [InlineData("2026-11-20", true)] // Friday
    [InlineData("2026-11-21", false)] // Saturday
    [InlineData("2026-12-25", false)] // Christmas Day
    [InlineData("2026-12-28", false)] // substitute for Boxing Day on a Saturday
    [InlineData("2026-12-29", true)]
    [InlineData("2026-04-03", false)] // Good Friday
    [InlineData("2026-04-06", false)] // Easter Monday
    [InlineData("2027-12-27", false)]
    [InlineData("2028-01-03", false)] // New Year's Day falls on a Saturday
    public void IsWorkingDay_KnowsEnglandsBankHolidays(string date, bool expected) =>
        WorkingDays.IsWorkingDay(Day(date)).ShouldBe(expected);

    [Theory]
    [InlineData("2026-11-20", 0, "2026-11-20")]
    [InlineData("2026-11-20", 1, "2026-11-23")]
    [InlineData("2026-11-21", 0, "2026-11-23")]
    [InlineData("2026-11-21", 2, "2026-11-25")]
    [InlineData("2026-12-24", 1, "2026-12-29")]
    [InlineData("2026-04-02", 1, "2026-04-07")]
    [InlineData("2026-12-31", 1, "2027-01-04")]
    public void Add_SkipsWhatIsNoWorkingDay(string from, int days, string expected) =>
        WorkingDays.Add(Day(from), days).ShouldBe(Day(expected));

    [Theory]
    // Summer: 18:00 London is 17:00 UTC. Winter: 18:00 UTC.
    [InlineData("2026-07-01T09:00:00Z", 0, "2026-07-01T17:00:00Z")]
    [InlineData("2026-07-01T17:30:00Z", 0, "2026-07-02T17:00:00Z")]
    [InlineData("2026-11-20T09:00:00Z", 2, "2026-11-24T18:00:00Z")]
    [InlineData("2026-11-21T23:36:00Z", 2, "2026-11-25T18:00:00Z")]
    [InlineData("2026-10-24T12:00:00Z", 0, "2026-10-26T18:00:00Z")] // clocks go back on the Sunday between
    [InlineData("2026-03-27T12:00:00Z", 1, "2026-03-30T17:00:00Z")] // clocks go forward on the Sunday between
    public void Deadline_IsSixInTheEveningInLondon(string from, int days, string expected) =>
        WorkingDays.Deadline(Utc(from), days).ShouldBe(Utc(expected));

    [Theory]
    [InlineData("2022-12-31")]
    [InlineData("2029-01-01")]
    public void OutsideTheList_IsAnErrorAndNoGuess(string date) =>
        Should.Throw<ArgumentOutOfRangeException>(() => WorkingDays.IsWorkingDay(Day(date)));

    [Fact]
    public void Add_ThenBetween_GivesTheSameNumber() =>
        Prop.ForAll(
                Gen.Choose(0, 1_900).Select(n => WorkingDays.FirstKnown.AddDays(n)).ToArbitrary(),
                Gen.Choose(0, 40).ToArbitrary(),
                (date, days) =>
                {
                    var start = WorkingDays.OnOrAfter(date);
                    return WorkingDays.Between(start, WorkingDays.Add(start, days)) == days
                        && WorkingDays.IsWorkingDay(WorkingDays.Add(date, days));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
