using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
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

    [Fact]
    public async Task Sequencer_StampsContiguously_AndTheChainVerifies()
    {
        for (var i = 0; i < 7; i++)
            await MoveAsync(await hub.TakeAsync(TestReferral.Routine()), Stage.InReview, EventTypes.SentToReview);
        await hub.StampAsync();
        await using var db = hub.Database.OpenRead();
        (await db.Log.OrderBy(e => e.Position).Select(e => e.Position!.Value).ToListAsync()).ShouldBe(
            Enumerable.Range(1, 14).Select(i => (long)i)
        );
        var found = await LogVerifier.VerifyAsync(db, CancellationToken.None);
        (found.Holds, found.Events, found.Unstamped).ShouldBe((true, 14, 0));
    }

    [Fact]
    public async Task Sequencer_ThatFellBehind_KeepsTheOrderOfEachReferral()
    {
        // More than a batch, with the events of each referral far from one another.
        foreach (var together in Enumerable.Range(0, 240).Chunk(20))
            await Task.WhenAll(together.Select(_ => hub.TakeAsync(TestReferral.Routine())));
        for (var i = 0; i < 3; i++)
        {
            await hub.Database.WriteAsync(
                async (db, token) =>
                {
                    foreach (var journey in await db.Journeys.AsTracking().ToListAsync(token))
                        hub.Get<JourneyMoves>().Note(db, journey, EventTypes.Flagged, Actor.Triage, null, time.GetUtcNow().UtcDateTime);
                },
                CancellationToken.None
            );
        }

        await hub.StampAsync();

        await using var db = hub.Database.OpenRead();
        var events = await db.Log.OrderBy(e => e.Position).ToListAsync();
        events.Select(e => e.Position!.Value).ShouldBe(Enumerable.Range(1, 960).Select(p => (long)p));
        foreach (var referral in events.GroupBy(e => e.Referral))
            referral.Select(e => e.Version).ShouldBe([1, 2, 3, 4]);
        (await LogVerifier.VerifyAsync(db, CancellationToken.None)).Holds.ShouldBeTrue();
    }

    [Theory]
    [InlineData("UPDATE journey_event SET data = replace(data, 'routine', 'urgent') WHERE position = 3", 3)]
    [InlineData("UPDATE journey_event SET actor = 'hub:nobody' WHERE position = 4", 4)]
    [InlineData("UPDATE journey_event SET at = '2020-01-01 00:00:00' WHERE position = 2", 2)]
    [InlineData("UPDATE journey_event SET hash = '00' WHERE position = 5", 5)]
    [InlineData("DELETE FROM journey_event WHERE position = 4", 4)]
    [InlineData("DELETE FROM journey_event WHERE position = 1", 1)]
    [InlineData(
        "UPDATE journey_event SET position = -position WHERE position IN (2, 3); UPDATE journey_event SET position = 5 + position WHERE position < 0",
        2
    )]
    public async Task Verify_NamesTheFirstBadEvent(string tampering, int position)
    {
        for (var i = 0; i < 6; i++)
            await hub.TakeAsync(TestReferral.Routine());
        await hub.StampAsync();
        await hub.Database.WriteAsync((db, token) => db.Database.ExecuteSqlRawAsync(tampering, token), CancellationToken.None);
        await using var db = hub.Database.OpenRead();
        var found = await LogVerifier.VerifyAsync(db, CancellationToken.None);
        found.Holds.ShouldBeFalse();
        found.FirstFault!.ShouldStartWith($"Position {position} ");
    }

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
    public async Task StageRunner_OneBadReferral_StopsNobody_AndBecomesWorkForOperations()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 20; i++)
            ids.Add(await hub.TakeAsync(TestReferral.Routine()));
        var bad = ids[7];
        var runner = new StageRunner(
            hub.Database,
            hub.Get<JourneyMoves>(),
            hub.Get<WakeUps>(),
            hub.Get<InHand>(),
            [],
            time,
            NullLogger<StageRunner>.Instance
        );
        Task Work(HubDbContext db, IReadOnlyList<ReferralJourney> journeys, DateTime now, CancellationToken token)
        {
            foreach (var journey in journeys)
            {
                if (journey.Id == bad)
                    throw new InvalidDataException("Planted.");
                hub.Get<JourneyMoves>().Move(db, journey, Stage.InReview, EventTypes.SentToReview, Actor.Triage, null, now);
            }

            return Task.CompletedTask;
        }

        for (var attempt = 0; attempt < 5; attempt++)
            await runner.RunAsync(Stage.Received, ids, Work, CancellationToken.None);
        foreach (var id in ids.Where(i => i != bad))
            (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.InReview);
        var stuck = await hub.JourneyAsync(bad);
        (stuck.Stage, stuck.StuckReason).ShouldBe((Stage.Received, nameof(InvalidDataException)));
        foreach (var id in ids.Where(i => i != bad))
            (await hub.EventsAsync(id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task StageRunner_GoesOnWhereOnlyTheDatabaseIsNeeded_AndOneThatFailsThereStopsNobody()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 12; i++)
            ids.Add(await hub.TakeAsync(TestReferral.Routine()));
        var bad = ids[3];
        var next = new FailsFor(bad, hub.Get<JourneyMoves>());
        var runner = new StageRunner(
            hub.Database,
            hub.Get<JourneyMoves>(),
            hub.Get<WakeUps>(),
            hub.Get<InHand>(),
            [next],
            time,
            NullLogger<StageRunner>.Instance
        );
        Task Accept(HubDbContext db, IReadOnlyList<ReferralJourney> journeys, DateTime now, CancellationToken token)
        {
            foreach (var journey in journeys)
                hub.Get<JourneyMoves>().Move(db, journey, Stage.Accepted, EventTypes.Accepted, Actor.Triage, null, now);
            return Task.CompletedTask;
        }

        var good = ids.Where(i => i != bad).ToList();
        await runner.RunAsync(Stage.Received, good, Accept, CancellationToken.None);
        foreach (var id in good)
            (await hub.EventsAsync(id)).Select(e => e.Type).ShouldBe([EventTypes.Received, EventTypes.Accepted, EventTypes.ChoiceOffered]);

        var others = new List<Guid>();
        for (var i = 0; i < 4; i++)
            others.Add(await hub.TakeAsync(TestReferral.Routine()));
        await runner.RunAsync(Stage.Received, [bad, .. others], Accept, CancellationToken.None);
        // The failure took the acceptance back; each alone went one stage, and what failed is known to fail in the next.
        (await hub.JourneyAsync(bad)).Stage.ShouldBe(Stage.Accepted);
        await runner.RunAsync(Stage.Accepted, [bad, .. others], next.AdvanceAsync, CancellationToken.None);
        foreach (var id in others)
            (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.AwaitingChoice);
        var left = await hub.JourneyAsync(bad);
        (left.Stage, left.WakeCount, left.WakeAt is not null).ShouldBe((Stage.Accepted, 1, true));
        (await hub.EventsAsync(bad)).Select(e => e.Type).ShouldBe([EventTypes.Received, EventTypes.Accepted]);
    }

    [Fact]
    public async Task StageRunner_WhenNoTransactionCanBegin_FailsInsteadOfWaitingForEver()
    {
        var runner = new StageRunner(
            new NoDatabase(),
            hub.Get<JourneyMoves>(),
            hub.Get<WakeUps>(),
            hub.Get<InHand>(),
            [],
            time,
            NullLogger<StageRunner>.Instance
        );
        await Should.ThrowAsync<IOException>(() =>
            runner
                .RunAsync(Stage.Received, [Guid.Empty], (_, _, _, _) => Task.CompletedTask, CancellationToken.None)
                .WaitAsync(TimeSpan.FromSeconds(20))
        );
    }

    [Fact]
    public async Task StageRunner_AfterManyFailuresToBegin_WorksAgain_WithoutWaitingForAnybody()
    {
        var id = await hub.TakeAsync(TestReferral.Routine());
        var database = new NoDatabase { Instead = hub.Database };
        var runner = new StageRunner(
            database,
            hub.Get<JourneyMoves>(),
            hub.Get<WakeUps>(),
            hub.Get<InHand>(),
            [],
            time,
            NullLogger<StageRunner>.Instance
        );
        Task Work(HubDbContext db, IReadOnlyList<ReferralJourney> journeys, DateTime now, CancellationToken token)
        {
            foreach (var journey in journeys)
                hub.Get<JourneyMoves>().Move(db, journey, Stage.InReview, EventTypes.SentToReview, Actor.Triage, null, now);
            return Task.CompletedTask;
        }

        database.Broken = true;
        for (var i = 0; i < 5; i++)
            await Should.ThrowAsync<IOException>(() =>
                runner.RunAsync(
                    Stage.Received,
                    [.. Enumerable.Range(0, 100).Select(_ => Guid.CreateVersion7())],
                    Work,
                    CancellationToken.None
                )
            );
        database.Broken = false;
        await runner.RunAsync(Stage.Received, [id], Work, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.InReview);
    }

    [Fact]
    public async Task Health_WarnsHalfAYearBeforeTheCalendarEnds()
    {
        (await hub.Http.GetStringAsync("/health/ready")).ShouldContain("\"calendar\":\"ok\"");
        time.Advance(WorkingDays.LastKnown.ToDateTime(TimeOnly.MinValue) - time.GetUtcNow().UtcDateTime - TimeSpan.FromDays(100));
        (await hub.Http.GetStringAsync("/health/ready")).ShouldContain("Bank holidays are known to 2028-12-31 only");
    }

    /// <summary>Work of the stage after triage that fails for one referral.</summary>
    sealed class FailsFor(Guid bad, JourneyMoves moves) : IStageWork
    {
        public Stage Stage => Stage.Accepted;

        public Task AdvanceAsync(
            HubDbContext db,
            IReadOnlyList<ReferralJourney> journeys,
            DateTime now,
            CancellationToken cancellationToken
        )
        {
            foreach (var journey in journeys)
            {
                if (journey.Id == bad)
                    throw new InvalidDataException("Planted.");
                moves.Move(db, journey, Stage.AwaitingChoice, EventTypes.ChoiceOffered, Actor.Choice, null, now);
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>A database whose transactions cannot begin, as on a full disk.</summary>
    sealed class NoDatabase : HubDatabase
    {
        public bool Broken { get; set; } = true;

        public HubDatabase? Instead { get; init; }

        public override string ProviderName => "None";

        public override Task<T> WriteAsync<T>(Func<HubDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
            Broken ? throw new IOException("Planted.") : Instead!.WriteAsync(work, cancellationToken);

        public override HubDbContext OpenRead() => throw new IOException("Planted.");

        public override bool IsUniqueViolation(Exception exception) => false;

        public override Task MigrateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>([]);

        public override Task<string?> DurabilityFaultAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public override string Script(string? from = null) => "";
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
