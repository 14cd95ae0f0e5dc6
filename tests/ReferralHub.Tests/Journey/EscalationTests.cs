using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Journey;

/// <summary>The ladder, by a clock that is moved by hand.</summary>
public sealed class EscalationTests : IAsyncLifetime
{
    readonly FakeTimeProvider time = new(new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc));
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web", time);

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task PassedDeadline_ClimbsRungByRung_AndIsNeverReDated()
    {
        var id = await hub.TakeAsync(TestReferral.Urgent());
        await MoveAsync(id, Stage.InReview, EventTypes.SentToReview);
        var due = (await hub.JourneyAsync(id)).Due!.Value;
        time.Advance(due - time.GetUtcNow().UtcDateTime);

        await hub.WatchAsync();

        (await hub.JourneyAsync(id)).Escalations.ShouldBe(1);
        time.Advance(TimeSpan.FromMinutes(119));
        await hub.WatchAsync();
        (await hub.JourneyAsync(id)).Escalations.ShouldBe(1);
        time.Advance(TimeSpan.FromMinutes(1));
        await hub.WatchAsync();
        (await hub.JourneyAsync(id)).Escalations.ShouldBe(2);
        time.Advance(TimeSpan.FromHours(2));
        await hub.WatchAsync();
        time.Advance(TimeSpan.FromDays(30));
        await hub.WatchAsync();
        var journey = await hub.JourneyAsync(id);
        (journey.Escalations, journey.EscalateAt, journey.Due, journey.Stage).ShouldBe((3, null, due, Stage.InReview));
        (await hub.EventsAsync(id))
            .Where(e => e.Type == EventTypes.Escalated)
            .Select(e => EventData.Read(e.Data).Rung)
            .ShouldBe([EscalationRung.TeamLead, EscalationRung.DutyContact, EscalationRung.HubOperator]);
        await using var db = hub.Database.OpenRead();
        (await db.Set<WorkItem>().SingleAsync(w => w.Referral == id)).Kind.ShouldBe("deadline-passed");
        await hub.StampAsync();
        (await db.Set<ReferralHub.Activity.ActivityMonth>().SumAsync(m => m.DeadlinesPassed)).ShouldBe(1);
    }

    [Theory]
    [InlineData(Priority.Asap, 15)]
    [InlineData(Priority.Stat, 15)]
    [InlineData(Priority.Urgent, 120)]
    public void Step_IsShorterTheMoreItMatters(Priority priority, int minutes)
    {
        var now = time.GetUtcNow().UtcDateTime;

        EscalationLadder.ScheduleNext(EscalationRung.TeamLead, priority, now).ShouldBe(now.AddMinutes(minutes));
        EscalationLadder.ScheduleNext(EscalationRung.HubOperator, priority, now).ShouldBeNull();
    }

    [Fact]
    public async Task NextStage_StartsItsOwnLadder()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());
        time.Advance(TimeSpan.FromDays(10));

        await hub.WatchAsync();

        (await hub.JourneyAsync(id)).Escalations.ShouldBe(1);
        await MoveAsync(id, Stage.Accepted, EventTypes.Accepted);
        var journey = await hub.JourneyAsync(id);
        (journey.Escalations, journey.EscalateAt).ShouldBe((0, journey.Due));
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
