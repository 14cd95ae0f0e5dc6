using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Journey;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Journey;

public sealed class JourneyTests : IAsyncLifetime
{
    readonly FakeTimeProvider time = new(new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc));
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web", time);

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public void Transitions_EveryOpenStage_LeadsToAnEnd_AndNoneIsADeadEnd()
    {
        foreach (var start in Enum.GetValues<Stage>())
        {
            var (reached, open) = (new HashSet<Stage> { start }, new Queue<Stage>([start]));
            while (open.TryDequeue(out var stage))
                foreach (var to in Transitions.From(stage))
                    if (reached.Add(to))
                        open.Enqueue(to);
            if (start.IsTerminal())
                Transitions.From(start).ShouldBeEmpty();
            else
            {
                reached.ShouldContain(Stage.HandedOver);
                Transitions.Allows(start, Stage.Cancelled).ShouldBeTrue();
                Transitions.Allows(start, Stage.EnteredInError).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Transitions_OnlyReviewReturns()
    {
        foreach (var from in Enum.GetValues<Stage>())
            Transitions.Allows(from, Stage.Returned).ShouldBe(from == Stage.InReview);
        Transitions.Allows(Stage.Received, Stage.Chosen).ShouldBeFalse();
        Transitions.Allows(Stage.Dispatched, Stage.Received).ShouldBeFalse();
    }

    [Fact]
    public async Task Move_OutsideTheTable_IsADefect_AndChangesNothing()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());

        await Should.ThrowAsync<IllegalMoveException>(() => MoveAsync(id, Stage.Returned, EventTypes.Returned));
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.Received);
        (await hub.EventsAsync(id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Urgent_ArrivedMinutesBeforeTheDayEnds_IsDueAfterItsWorkingHours()
    {
        time.SetUtcNow(new(2026, 11, 24, 17, 53, 0, TimeSpan.Zero));

        var id = await hub.TakeAsync(TestReferral.Routine().With(r => r.Request["priority"] = "urgent"));

        (await hub.JourneyAsync(id)).Due.ShouldBe(new DateTime(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task EveryOpenStage_HasOwnerAndDeadline()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());
        var path = new[]
        {
            (Stage.InReview, EventTypes.SentToReview),
            (Stage.AwaitingInformation, EventTypes.InformationRequested),
            (Stage.Received, EventTypes.InformationReceived),
            (Stage.Accepted, EventTypes.Accepted),
            (Stage.AwaitingCapacity, EventTypes.CapacityAwaited),
            (Stage.AwaitingChoice, EventTypes.ChoiceOffered),
            (Stage.Chosen, EventTypes.Chosen),
            (Stage.Dispatched, EventTypes.Dispatched),
            (Stage.HandedOver, EventTypes.HandedOver),
        };
        foreach (var (stage, type) in path)
        {
            await MoveAsync(id, stage, type);
            var journey = await hub.JourneyAsync(id);
            journey.Stage.ShouldBe(stage);
            (journey.Owner is null, journey.Due is null, journey.OwnerKind is null).ShouldBe(
                (stage.IsTerminal(), stage.IsTerminal(), stage.IsTerminal()),
                stage.ToString()
            );
            (journey.WakeAt is not null).ShouldBe(stage.IsAutomated(), stage.ToString());
        }

        var events = await hub.EventsAsync(id);
        events.Select(e => e.Version).ShouldBe(Enumerable.Range(1, events.Count));
    }

    [Theory]
    [InlineData("UPDATE journey SET owner = NULL")]
    [InlineData("UPDATE journey SET due = NULL")]
    [InlineData("UPDATE journey SET wake_at = NULL")]
    public async Task Database_RefusesAnOpenJourneyWithoutOwnerDeadlineOrWake(string sql)
    {
        await hub.TakeAsync(TestReferral.Routine());

        await Should.ThrowAsync<System.Data.Common.DbException>(() =>
            hub.Database.WriteAsync((db, token) => db.Database.ExecuteSqlRawAsync(sql, token), CancellationToken.None)
        );
    }

    [Theory]
    [InlineData("routine", "2026-11-24T18:00:00Z")]
    [InlineData("urgent", "2026-11-20T18:00:00Z")]
    [InlineData("asap", "2026-11-20T10:05:00Z")]
    public async Task Deadline_FollowsPriority(string priority, string due)
    {
        var id = await hub.TakeAsync(TestReferral.Create(priority));

        (await hub.JourneyAsync(id)).Due.ShouldBe(DateTime.Parse(due, null, System.Globalization.DateTimeStyles.AdjustToUniversal));
    }

    [Fact]
    public async Task TwoChangesOfOneVersion_TheSecondFails()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());
        var stale = await hub.JourneyAsync(id);

        await MoveAsync(id, Stage.InReview, EventTypes.SentToReview);

        await Should.ThrowAsync<DbUpdateException>(() =>
            hub.Database.WriteAsync(
                (db, _) =>
                {
                    // A copy each time, because on a server the work may start over.
                    var copy = Simulation.SimWorld.Clone(stale);
                    db.Attach(copy);
                    hub.Get<JourneyMoves>()
                        .Move(db, copy, Stage.Accepted, EventTypes.Accepted, Actor.Triage, null, time.GetUtcNow().UtcDateTime);
                    return Task.CompletedTask;
                },
                CancellationToken.None
            )
        );
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.InReview);
        (await hub.EventsAsync(id)).Count.ShouldBe(2);
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
