using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Kernel;

/// <summary>Deadlines leave time to work in: around every cut-off, weekend, bank holiday and change of the clocks.</summary>
public sealed class DeadlineTests
{
    static readonly DateTime From = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    static readonly int Minutes = (int)TimeSpan.FromDays(700).TotalMinutes;

    static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    [Theory]
    // A Tuesday in winter: 18:00 London is 18:00 UTC.
    [InlineData("2026-11-24T09:00:00Z", "2026-11-24T18:00:00Z")]
    [InlineData("2026-11-24T06:30:00Z", "2026-11-24T18:00:00Z")] // before the day begins
    [InlineData("2026-11-24T16:00:00Z", "2026-11-24T18:00:00Z")] // two hours are left
    [InlineData("2026-11-24T16:00:01Z", "2026-11-25T10:00:00Z")]
    [InlineData("2026-11-24T17:53:00Z", "2026-11-25T10:00:00Z")]
    [InlineData("2026-11-24T17:59:59Z", "2026-11-25T10:00:00Z")]
    [InlineData("2026-11-24T18:00:00Z", "2026-11-25T18:00:00Z")] // after the day it counts from the next
    [InlineData("2026-11-24T23:59:59Z", "2026-11-25T18:00:00Z")]
    // Friday evening, and the weekend.
    [InlineData("2026-11-27T17:53:00Z", "2026-11-30T10:00:00Z")]
    [InlineData("2026-11-27T18:01:00Z", "2026-11-30T18:00:00Z")]
    [InlineData("2026-11-28T12:00:00Z", "2026-11-30T18:00:00Z")]
    // Christmas Eve, then two bank holidays and a weekend between.
    [InlineData("2026-12-24T17:53:00Z", "2026-12-29T10:00:00Z")]
    [InlineData("2026-12-25T09:00:00Z", "2026-12-29T18:00:00Z")]
    // The Thursday before Easter.
    [InlineData("2026-04-02T16:53:00Z", "2026-04-07T09:00:00Z")]
    // Summer: 18:00 London is 17:00 UTC.
    [InlineData("2026-07-01T15:00:00Z", "2026-07-01T17:00:00Z")]
    [InlineData("2026-07-01T16:53:00Z", "2026-07-02T09:00:00Z")]
    // The clocks go forward on Sunday 29 March and back on Sunday 25 October.
    [InlineData("2026-03-27T17:53:00Z", "2026-03-30T09:00:00Z")]
    [InlineData("2026-03-29T00:59:00Z", "2026-03-30T17:00:00Z")]
    [InlineData("2026-03-29T01:01:00Z", "2026-03-30T17:00:00Z")]
    [InlineData("2026-10-23T16:53:00Z", "2026-10-26T10:00:00Z")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-26T18:00:00Z")]
    [InlineData("2026-10-25T01:30:00Z", "2026-10-26T18:00:00Z")]
    public void SameWorkingDay_LeavesTwoHours(string from, string expected) => WorkingDays.Deadline(Utc(from), 0).ShouldBe(Utc(expected));

    [Theory]
    [InlineData("2026-11-24T17:53:00Z", 1, 2, "2026-11-25T18:00:00Z")] // a whole day is left anyway
    [InlineData("2026-11-24T17:53:00Z", 2, 2, "2026-11-26T18:00:00Z")]
    [InlineData("2026-11-24T17:53:00Z", 0, 0, "2026-11-24T18:00:00Z")]
    [InlineData("2026-11-24T13:30:00Z", 0, 5, "2026-11-25T13:00:00Z")]
    [InlineData("2026-11-24T08:00:01Z", 0, 10, "2026-11-25T18:00:00Z")]
    public void Deadline_LeavesWhatIsSet(string from, int days, int hours, string expected) =>
        WorkingDays.Deadline(Utc(from), days, TimeSpan.FromHours(hours)).ShouldBe(Utc(expected));

    [Theory]
    [InlineData("2026-11-24T09:00:00Z", 60, "2026-11-24T10:00:00Z")]
    [InlineData("2026-11-24T03:00:00Z", 60, "2026-11-24T09:00:00Z")]
    [InlineData("2026-11-24T17:00:00Z", 60, "2026-11-24T18:00:00Z")]
    [InlineData("2026-11-24T17:30:00Z", 60, "2026-11-25T08:30:00Z")]
    [InlineData("2026-11-27T17:59:00Z", 60, "2026-11-30T08:59:00Z")]
    [InlineData("2026-12-24T17:30:00Z", 60, "2026-12-29T08:30:00Z")]
    [InlineData("2026-03-28T12:00:00Z", 60, "2026-03-30T08:00:00Z")] // summer time by Monday
    [InlineData("2026-10-24T12:00:00Z", 60, "2026-10-26T09:00:00Z")] // winter time by Monday
    [InlineData("2026-11-24T09:00:00Z", 1_260, "2026-11-26T10:00:00Z")] // two days and an hour
    public void WorkingTime_PassesOnWorkingDaysOnly(string from, int minutes, string expected) =>
        WorkingDays.AddWorkingTime(Utc(from), TimeSpan.FromMinutes(minutes)).ShouldBe(Utc(expected));

    [Fact]
    public void Deadline_AlwaysLeavesItsWorkingTime() =>
        Prop.ForAll(
                Moments(),
                Gen.Choose(0, 3).ToArbitrary(),
                Gen.Choose(0, 600).ToArbitrary(),
                (from, days, minutes) =>
                {
                    var deadline = WorkingDays.Deadline(from, days, TimeSpan.FromMinutes(minutes));
                    return deadline >= WorkingDays.AddWorkingTime(from, TimeSpan.FromMinutes(minutes));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void LaterStart_NeverGivesAnEarlierDeadline() =>
        Prop.ForAll(
                Moments(),
                Gen.Choose(0, 4 * 24 * 60).ToArbitrary(),
                Gen.Choose(0, 3).ToArbitrary(),
                (from, later, days) =>
                    WorkingDays.Deadline(from.AddMinutes(later), days) >= WorkingDays.Deadline(from, days)
                    && WorkingDays.AddWorkingTime(from.AddMinutes(later), TimeSpan.FromHours(1))
                        >= WorkingDays.AddWorkingTime(from, TimeSpan.FromHours(1))
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    static Arbitrary<DateTime> Moments() => Gen.Choose(0, Minutes).Select(m => From.AddMinutes(m)).ToArbitrary();
}
