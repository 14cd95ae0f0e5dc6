using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Data.Scopes;
using ReferralHub.Referrals.Correspondence;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.Access;

/// <summary>What a caller with a narrow scope may write.</summary>
public sealed class ScopedWriteTests
{
    [Fact]
    public async Task S12_RowAboutAnothersReferral_IsRolledBack_WithAllElse()
    {
        await using var world = await AccessWorld.StartAsync();
        foreach (var other in new[] { world.B.Id, Guid.CreateVersion7() })
        {
            await Should.ThrowAsync<OutOfScopeException>(() =>
                world.Hub.Database.WriteInAsync<bool>(
                    AccessScope.ForPractices([world.A.Practice]),
                    async (db, token) =>
                    {
                        db.Add(Say(world.A.Id));
                        // Saved in between, so that the look must come before rows are written and not only at the end.
                        await db.SaveChangesAsync(acceptAllChangesOnSuccess: true, token);
                        db.Add(Say(other));
                        return true;
                    },
                    CancellationToken.None
                )
            );
            (await CountAsync(world)).ShouldBe(0);
        }
    }

    [Fact]
    public async Task S12_ChangeOfAnothersReferral_IsRolledBack()
    {
        await using var world = await AccessWorld.StartAsync();
        var scopes = new[]
        {
            AccessScope.Nothing,
            AccessScope.ForPractices([world.A.Practice]),
            AccessScope.ForProviders([world.A.Provider]),
            AccessScope.ForReferral(world.A.Id),
            AccessScope.ForFigures([world.B.Practice]),
        };
        foreach (var scope in scopes)
            await Should.ThrowAsync<OutOfScopeException>(() => TouchAsync(world, scope, world.B.Id));
        var before = (await world.Hub.JourneyAsync(world.B.Id)).Version;
        await TouchAsync(world, AccessScope.ForPractices([world.B.Practice]), world.B.Id);
        (await world.Hub.JourneyAsync(world.B.Id)).Version.ShouldBe(before + 1);
    }

    [Fact]
    public async Task OwnReferral_IsWritten_AlsoInANewOne()
    {
        await using var world = await AccessWorld.StartAsync();
        await WriteNewAsync(world, AccessScope.ForPractices([world.A.Practice]), world.A.Practice);
        (await CountAsync(world)).ShouldBe(1);
        await Should.ThrowAsync<OutOfScopeException>(() =>
            WriteNewAsync(world, AccessScope.ForPractices([world.A.Practice]), world.B.Practice)
        );
        await Should.ThrowAsync<OutOfScopeException>(() =>
            WriteNewAsync(world, AccessScope.ForProviders([world.A.Provider]), world.A.Practice)
        );
        (await CountAsync(world)).ShouldBe(1);
    }

    [Fact]
    public async Task WriteOfTheHub_AfterACallersWrite_IsNotNarrowed()
    {
        await using var world = await AccessWorld.StartAsync();
        await Should.ThrowAsync<OutOfScopeException>(() => TouchAsync(world, AccessScope.Nothing, world.A.Id));
        await TouchAsync(world, AccessScope.System("a test writes as the hub"), world.A.Id);
        await TouchAsync(world, AccessScope.ForPractices([world.A.Practice]), world.A.Id);
        await TouchAsync(world, AccessScope.System("a test writes as the hub"), world.B.Id);
    }

    static Task TouchAsync(AccessWorld world, AccessScope scope, Guid referral) =>
        world.Hub.Database.WriteInAsync(
            scope,
            async (db, token) =>
            {
                var journey = await db.Set<ReferralJourney>().AsTracking().FirstAsync(j => j.Id == referral, token);
                var now = TimeProvider.System.GetUtcNow().UtcDateTime;
                world.Hub.Get<JourneyMoves>().Note(db, journey, "touched", Actor.Patient, null, now);
                return true;
            },
            CancellationToken.None
        );

    static Task WriteNewAsync(AccessWorld world, AccessScope scope, string practice) =>
        world.Hub.Database.WriteInAsync(
            scope,
            (db, _) =>
            {
                var now = TimeProvider.System.GetUtcNow().UtcDateTime;
                var id = EntityId.New(now);
                world
                    .Hub.Get<JourneyMoves>()
                    .Open(
                        db,
                        new(id, practice, practice, id.ToString("N"), Priority.Routine, "110", [], now, null, now),
                        Actor.Sender(practice),
                        now
                    );
                db.Add(Say(id));
                return Task.FromResult(true);
            },
            CancellationToken.None
        );

    static PracticeMessage Say(Guid referral) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Referral = referral,
            Kind = PracticeMessageKind.Answer,
            Practice = "A81001",
            Author = "Test",
            Text = "Test",
            At = TimeProvider.System.GetUtcNow().UtcDateTime,
        };

    static async Task<int> CountAsync(AccessWorld world)
    {
        await using var db = world.Hub.Database.OpenRead();
        return await db.Set<PracticeMessage>().CountAsync();
    }
}
