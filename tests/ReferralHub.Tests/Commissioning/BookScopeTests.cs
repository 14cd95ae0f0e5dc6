using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Data.Scopes;
using ReferralHub.Platform.Log;
using ReferralHub.Tests.Identity.Access;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning;

/// <summary>That callers with a narrow scope find nothing of the books in the log, and what they may write there.</summary>
public sealed class BookScopeTests
{
    static readonly Guid Line = BookSubjects.FindPlanLine("loc-n-2026", "A81001");

    [Fact]
    public async Task NarrowScope_FindsNoBookEvent_WhateverItsSubject()
    {
        await using var world = await AccessWorld.StartAsync();
        await world.Hub.Database.WriteAsync(
            async (db, token) =>
            {
                await AppendAsync(db, Line, BookEventTypes.PlanAgreed, token);
                // No code appends such a thing, and if it did, the referral's readers would not find it.
                db.Log.Add(
                    new()
                    {
                        Id = Guid.CreateVersion7(),
                        Referral = world.A.Id,
                        Version = 99,
                        Type = BookEventTypes.PlanAgreed,
                        At = Now,
                        Actor = "hub:books",
                        Data = """{"holder":"A81001"}""",
                    }
                );
            },
            CancellationToken.None
        );
        var scopes = new[]
        {
            AccessScope.Nothing,
            AccessScope.ForPractices(["A81001"]),
            AccessScope.ForProviders([world.A.Provider]),
            AccessScope.ForReferral(world.A.Id),
            AccessScope.ForReferral(Line),
            AccessScope.ForFigures(["A81001"]),
        };
        foreach (var scope in scopes)
        {
            await using var db = world.Hub.Database.OpenRead(scope);
            (await db.Log.CountAsync(e => e.Type.StartsWith("book."))).ShouldBe(0, scope.Kind.ToString());
        }

        await using var own = world.Hub.Database.OpenRead(AccessScope.ForPractices(["A81001"]));
        (await own.Log.AnyAsync(e => e.Referral == world.A.Id)).ShouldBeTrue();
    }

    [Fact]
    public async Task CallerOfAPractice_WritesOfABook_AndStillNothingOfAnothersReferral()
    {
        await using var world = await AccessWorld.StartAsync();
        var scope = AccessScope.ForPractices([world.A.Practice]);
        await world.Hub.Database.WriteInAsync(
            scope,
            (db, token) => BookEvents.AppendAsync(db, Line, BookEventTypes.PlanUnderstood, new(), Actor.Books, Now, token),
            CancellationToken.None
        );
        (await world.Hub.EventsAsync(Line)).Count.ShouldBe(1);
        await Should.ThrowAsync<OutOfScopeException>(() =>
            world.Hub.Database.WriteInAsync<bool>(
                scope,
                async (db, token) =>
                {
                    await BookEvents.AppendAsync(db, Line, BookEventTypes.PlanAgreed, new(), Actor.Books, Now, token);
                    var journey = await db.Set<ReferralJourney>().AsTracking().FirstAsync(j => j.Id == world.B.Id, token);
                    world.Hub.Get<JourneyMoves>().Note(db, journey, EventTypes.Flagged, Actor.Triage, null, Now);
                    return true;
                },
                CancellationToken.None
            )
        );
        (await world.Hub.EventsAsync(Line)).Count.ShouldBe(1);
    }

    static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    static Task AppendAsync(HubDbContext db, Guid subject, string type, CancellationToken token) =>
        BookEvents.AppendAsync(
            db,
            subject,
            type,
            new()
            {
                Plan = "loc-n-2026",
                Holder = "A81001",
                Pence = 25_480_000,
                By = "QXX",
                Reason = "accept",
            },
            Actor.Books,
            Now,
            token
        );
}
