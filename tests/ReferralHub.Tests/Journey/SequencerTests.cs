using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Journey;
using ReferralHub.Platform.Log;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Journey;

/// <summary>The log gets contiguous positions and a chain of hashes, and says where somebody tampered with it.</summary>
public sealed class SequencerTests : IAsyncLifetime
{
    readonly FakeTimeProvider time = new(new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc));
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web", time);

    public async Task DisposeAsync() => await hub.DisposeAsync();

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
        "UPDATE journey_event SET position = -position WHERE position IN (2, 3); UPDATE journey_event SET position = 5 + "
            + "position WHERE position < 0",
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
