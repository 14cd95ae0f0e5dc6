using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Journey;

/// <summary>The shell of every batch worker: one bad referral stops nobody.</summary>
public sealed class StageRunnerTests : IAsyncLifetime
{
    readonly FakeTimeProvider time = new(new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc));
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web", time);

    public async Task DisposeAsync() => await hub.DisposeAsync();

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

        protected override Task<T> TransactAsync<T>(
            Func<HubDbContext, CancellationToken, Task<T>> work,
            CancellationToken cancellationToken
        ) => Broken ? throw new IOException("Planted.") : Instead!.WriteAsync(work, cancellationToken);

        public override HubDbContext OpenRead(AccessScope scope) => throw new IOException("Planted.");

        public override bool IsUniqueViolation(Exception exception) => false;

        public override Task MigrateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>([]);

        public override Task<string?> DurabilityFaultAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public override string Script(string? from = null) => "";
    }
}
