using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Operations;
using ReferralHub.Platform.Leases;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Operations;

/// <summary>Silence is noticed, and seldom where there is none.</summary>
public sealed class SenderRhythmTests
{
    static readonly DateTime Monday = new(2026, 11, 2, 8, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("2026-11-02T09:00:00Z", "2026-11-02T10:30:00Z", 90)]
    [InlineData("2026-11-02T18:00:00Z", "2026-11-03T09:00:00Z", 90)]
    [InlineData("2026-11-06T18:30:00Z", "2026-11-09T08:00:00Z", 0)]
    [InlineData("2026-12-24T18:00:00Z", "2026-12-29T08:30:00Z", 60)]
    [InlineData("2026-11-02T10:00:00Z", "2026-11-02T09:00:00Z", 0)]
    [InlineData("2026-07-01T17:00:00Z", "2026-07-02T07:30:00Z", 60)]
    public void WorkingMinutes_LeaveOutNightsWeekendsAndHolidays(string from, string to, double minutes) =>
        WorkingTime.MinutesBetween(Utc(from), Utc(to)).ShouldBe(minutes);

    [Fact]
    public void BusySender_ThatStops_IsSilentWithinTwoWorkingDays()
    {
        var rhythm = Sender(new Random(1), perDay: 12, days: 30, out var last);
        rhythm.IsSilent(last).ShouldBeFalse();
        rhythm.IsSilent(WorkingDays.ToEndOfDay(WorkingDays.Add(WorkingDays.LocalDate(last), 2))).ShouldBeTrue();
    }

    [Theory]
    [InlineData(2, 60)]
    [InlineData(40, 1)]
    public void SeldomOrNewSender_IsNotWatched(double perDay, int days)
    {
        var rhythm = Sender(new Random(2), perDay, days, out var last);
        rhythm.IsSilent(last.AddDays(20)).ShouldBeFalse();
    }

    [Fact]
    public void FalseAlarms_AtMostOneForASenderAndQuarter()
    {
        var alarms = 0;
        const int senders = 200;
        for (var seed = 0; seed < senders; seed++)
        {
            var random = new Random(seed);
            var rhythm = new SenderRhythm { Sender = "x" };
            foreach (var at in Arrivals(random, 5 + (random.NextDouble() * 40), 65 + 20))
            {
                if (WorkingTime.MinutesBetween(Monday, at) > 20 * WorkingTime.MinutesPerDay && rhythm.IsSilent(at))
                    alarms++;
                rhythm.Observe(at);
            }
        }

        (alarms / (double)senders).ShouldBeLessThanOrEqualTo(1.0);
        alarms.ShouldBeLessThan(senders / 5, "far fewer than one is what makes people look");
    }

    [Fact]
    public async Task Silence_BecomesAWorkItemThatNamesTheSender_AndIsSettledByItself()
    {
        var time = new FakeTimeProvider(new DateTime(2026, 11, 25, 12, 0, 0, DateTimeKind.Utc));
        await using var hub = await TestHub.StartAsync("web", time);
        await hub.Database.WriteAsync(
            (db, _) =>
            {
                db.Add(
                    new SenderRhythm
                    {
                        Sender = "L81008",
                        First = Monday,
                        Last = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc),
                        Messages = 400,
                        LongestPauseMinutes = 200,
                    }
                );
                return Task.CompletedTask;
            },
            CancellationToken.None
        );
        await CheckAsync();
        await CheckAsync();
        await using (var db = hub.Database.OpenRead())
            (await db.Set<WorkItem>().SingleAsync(w => w.Kind == SenderSilence.Kind)).Text.ShouldContain(
                "L81008 has sent nothing since 20 November"
            );
        await hub.Database.WriteAsync(
            async (db, token) => (await db.Set<SenderRhythm>().AsTracking().SingleAsync(token)).Observe(time.GetUtcNow().UtcDateTime),
            CancellationToken.None
        );
        await CheckAsync();
        await using (var db = hub.Database.OpenRead())
            (await db.Set<WorkItem>().SingleAsync(w => w.Kind == SenderSilence.Kind)).SettledBy.ShouldBe("hub");

        async Task CheckAsync()
        {
            var token = await hub.Get<LeaseKeeper>().TakeAsync("test", "test", TimeSpan.FromMinutes(1), CancellationToken.None);
            await new SenderSilence(hub.Database, time).RunAsync(new("test", token!.Value), CancellationToken.None);
        }
    }

    static SenderRhythm Sender(Random random, double perDay, int days, out DateTime last)
    {
        var rhythm = new SenderRhythm { Sender = "x" };
        last = Monday;
        foreach (var at in Arrivals(random, perDay, days))
            rhythm.Observe(last = at);
        return rhythm;
    }

    /// <summary>Random arrivals in working time.</summary>
    static IEnumerable<DateTime> Arrivals(Random random, double perDay, int days)
    {
        var date = WorkingDays.LocalDate(Monday);
        for (var day = 0; day < days; day++, date = WorkingDays.OnOrAfter(date.AddDays(1)))
        {
            var minute = 0.0;
            while ((minute += -Math.Log(1 - random.NextDouble()) * WorkingTime.MinutesPerDay / perDay) < WorkingTime.MinutesPerDay)
                yield return WorkingDays.ToEndOfDay(date).AddHours(-10).AddMinutes(minute);
        }
    }

    static DateTime Utc(string text) => DateTime.Parse(text, null, System.Globalization.DateTimeStyles.AdjustToUniversal);
}
