using Microsoft.Extensions.Logging.Abstractions;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Documents;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Databases;

/// <summary>
/// F-12 (docs/fault-tests.md): the connection dies after the database committed and before the hub heard of it. Every seventh commit here
/// ends so. Nobody gets a wrong answer, and nothing is there twice.
/// </summary>
public sealed class UnknownCommitTests : IAsyncLifetime
{
    const int Referrals = 60;
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web");

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task Intake_AnswersAsIfNothingHadHappened()
    {
        var database = new Forgetful(hub.Database);
        var queue = new IntakeQueue(
            database,
            hub.Get<IntakeWriter>(),
            hub.Get<WakeUps>(),
            TimeProvider.System,
            NullLogger<IntakeQueue>.Instance
        );
        await queue.StartAsync(CancellationToken.None);
        var service = new IntakeService(
            queue,
            new IntakeProfiles(new(ReferralHub.Fhir.Packages.DefinitionSet.None), new()),
            hub.Get<ReferralHub.Referrals.Documents.Pdf.PdfReader>(),
            hub.Get<ReferralHub.Referrals.Documents.Scanning.AttachmentVerdicts>(),
            TimeProvider.System
        );
        for (var i = 0; i < Referrals; i++)
        {
            var result = await service.SubmitAsync(
                TestReferral.Routine().Bytes(),
                IntakeFace.ProcessMessage,
                null,
                null,
                null,
                CancellationToken.None
            );
            result.Outcome.ShouldBe(IntakeOutcome.Received);
            result.Reference.ShouldNotBeNull();
        }

        await queue.StopAsync(CancellationToken.None);
        database.Forgotten.ShouldBeGreaterThan(5);
        (await hub.CountAsync<ReferralJourney>()).ShouldBe(Referrals);
        (await hub.CountAsync<Submission>()).ShouldBe(Referrals);
    }

    [Fact]
    public async Task Worker_DoesItsWorkOnce()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < Referrals; i++)
            ids.Add(await hub.TakeAsync(TestReferral.Routine()));
        var database = new Forgetful(hub.Database);
        var runner = new StageRunner(
            database,
            hub.Get<JourneyMoves>(),
            hub.Get<WakeUps>(),
            hub.Get<InHand>(),
            [],
            TimeProvider.System,
            NullLogger<StageRunner>.Instance
        );
        foreach (var chunk in ids.Chunk(5))
            await runner.RunAsync(Stage.Received, chunk, Triage, CancellationToken.None);
        foreach (var id in ids)
            await runner.RunAsync(Stage.Received, [id], Triage, CancellationToken.None);
        database.Forgotten.ShouldBeGreaterThan(1);
        foreach (var id in ids)
            (await hub.EventsAsync(id)).Select(e => e.Type).ShouldBe([EventTypes.Received, EventTypes.SentToReview]);
    }

    Task Triage(HubDbContext db, IReadOnlyList<ReferralJourney> journeys, DateTime now, CancellationToken token)
    {
        foreach (var journey in journeys)
            hub.Get<JourneyMoves>().Move(db, journey, Stage.InReview, EventTypes.SentToReview, Actor.Triage, null, now);
        return Task.CompletedTask;
    }

    /// <summary>Commits, and then does as if the answer had been lost.</summary>
    sealed class Forgetful(HubDatabase inner) : HubDatabase
    {
        const int Every = 7;
        int commits;

        public int Forgotten { get; private set; }

        public override string ProviderName => inner.ProviderName;

        protected override async Task<T> TransactAsync<T>(
            Func<HubDbContext, CancellationToken, Task<T>> work,
            CancellationToken cancellationToken
        )
        {
            var result = await inner.WriteAsync(work, cancellationToken);
            if (++commits % Every != 0)
                return result;
            Forgotten++;
            throw new CommitUnknownException(new IOException("Planted."));
        }

        public override HubDbContext OpenRead(AccessScope scope) => inner.OpenRead(scope);

        public override IQueryable<T> Claim<T>(HubDbContext db, IReadOnlyCollection<Guid> ids) => inner.Claim<T>(db, ids);

        public override bool IsUniqueViolation(Exception exception) => inner.IsUniqueViolation(exception);

        public override Task MigrateAsync(CancellationToken cancellationToken) => inner.MigrateAsync(cancellationToken);

        public override Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellationToken) =>
            inner.PendingMigrationsAsync(cancellationToken);

        public override Task<string?> DurabilityFaultAsync(CancellationToken cancellationToken) =>
            inner.DurabilityFaultAsync(cancellationToken);

        public override string Script(string? from = null) => inner.Script(from);
    }
}
