using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Journey;

/// <summary>What nobody does in time is noticed.</summary>
public sealed class WatchdogTests : IAsyncLifetime
{
    readonly FakeTimeProvider time = new(new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc));
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web", time);

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task Watchdog_SaysWithinAMinute_ThatNoWorkerCame()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());
        (await hub.WatchAsync()).ShouldBe(0);
        for (var seconds = 0; seconds < 75; seconds += 15)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await hub.WatchAsync();
        }

        var journey = await hub.JourneyAsync(id);
        (journey.Stage, journey.StuckReason).ShouldBe((Stage.Received, "no-worker-finished"));
        (await hub.EventsAsync(id)).Count(e => e.Type == EventTypes.Stuck).ShouldBe(1);
    }

    [Fact]
    public async Task Watchdog_ForwardsSuspectedCancer_AndEscalatesTheRest_ClosingNothing()
    {
        var cancer = await hub.TakeAsync(TestReferral.SuspectedCancer());
        var routine = await hub.TakeAsync(TestReferral.Routine());
        await MoveAsync(cancer, Stage.InReview, EventTypes.SentToReview);
        await MoveAsync(routine, Stage.InReview, EventTypes.SentToReview);
        time.Advance(TimeSpan.FromDays(14));
        await hub.WatchAsync();
        await hub.WatchAsync();

        var forwarded = await hub.JourneyAsync(cancer);

        (forwarded.Stage, forwarded.Has(Flags.ForwardedByDeadline)).ShouldBe((Stage.Accepted, true));
        var escalated = await hub.JourneyAsync(routine);
        (escalated.Stage, escalated.Escalations).ShouldBe((Stage.InReview, 1));
        (await hub.EventsAsync(routine)).Count(e => e.Type == EventTypes.Escalated).ShouldBe(1);
    }

    [Fact]
    public async Task Health_WarnsHalfAYearBeforeTheCalendarEnds()
    {
        (await hub.Http.GetStringAsync("/health/ready")).ShouldContain("\"calendar\":\"ok\"");
        time.Advance(WorkingDays.LastKnown.ToDateTime(TimeOnly.MinValue) - time.GetUtcNow().UtcDateTime - TimeSpan.FromDays(100));
        (await hub.Http.GetStringAsync("/health/ready")).ShouldContain("Bank holidays are known to 2028-12-31 only");
    }

    Task MoveAsync(Guid id, Stage to, string type) =>
        hub.Database.WriteAsync(
            async (db, token) =>
            {
                var journey = await db.Journeys.AsTracking().FirstAsync(j => j.Id == id, token);
                hub.Get<JourneyMoves>().Move(db, journey, to, type, Actor.Triage, null, time.GetUtcNow().UtcDateTime);
            },
            CancellationToken.None
        );
}
