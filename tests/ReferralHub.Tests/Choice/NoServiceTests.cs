using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Journey;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Choice;

/// <summary>No service for a referral is another thing than no room at the services there are.</summary>
public sealed class NoServiceTests
{
    [Fact]
    public async Task NoService_GoesToAPersonOnce_AndNotIntoTheLineForRoom()
    {
        await using var hub = await TestHub.StartAsync();
        var id = await AcceptWithoutServiceAsync(hub);

        await hub.Get<CapacitySearch>().LookAsync(CancellationToken.None);
        var journey = await hub.JourneyAsync(id);
        var item = (await ReadItemsAsync(hub)).ShouldHaveSingleItem();
        using var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Booking Clerk", "Clerk", "Booking", back: "/booking");
        var desk = await page.GetAsync("/booking");

        (journey.Stage, journey.Has(Flags.NoSuitableService)).ShouldBe((Stage.AwaitingCapacity, true));
        EventData.Read((await hub.EventsAsync(id)).Last().Data).Reason.ShouldBe(ReasonCodes.NoSuitableService);
        (item.Referral, item.Settled).ShouldBe((id, null));
        desk.ShouldContain("No service found (1)");
        desk.ShouldContain("Waiting for capacity (0)");
    }

    [Fact]
    public async Task NoService_PutBeforeAClinician_IsInReview_AndItsItemIsSettled()
    {
        await using var hub = await TestHub.StartAsync();
        var id = await AcceptWithoutServiceAsync(hub);

        var put = await hub.Get<PutBeforeClinician>().PutAsync(id, "A clerk", CancellationToken.None);
        var again = await hub.Get<PutBeforeClinician>().PutAsync(id, "A clerk", CancellationToken.None);

        (put, again).ShouldBe((true, false));
        (await hub.JourneyAsync(id)).Stage.ShouldBe(Stage.InReview);
        (await ReadItemsAsync(hub)).ShouldHaveSingleItem().SettledBy.ShouldBe("A clerk");
    }

    [Fact]
    public async Task NoService_OnceTheDirectoryHasOne_IsOffered_AndItsItemIsSettled()
    {
        await using var hub = await TestHub.StartAsync();
        var id = await AcceptWithoutServiceAsync(hub);
        await hub.Database.WriteAsync(
            (db, token) => db.DirectoryServices.ExecuteUpdateAsync(s => s.SetProperty(x => x.Specialties, "330"), token),
            CancellationToken.None
        );
        await hub.Get<ServiceDirectory>().ReloadAsync(CancellationToken.None);

        await hub.Get<CapacitySearch>().LookAsync(CancellationToken.None);

        var journey = await hub.JourneyAsync(id);
        (journey.Stage, journey.Has(Flags.NoSuitableService)).ShouldBe((Stage.AwaitingChoice, false));
        (await ReadItemsAsync(hub)).ShouldHaveSingleItem().SettledBy.ShouldBe("hub");
    }

    /// <summary>Accepted as dermatology, of which the directory has nothing.</summary>
    static async Task<Guid> AcceptWithoutServiceAsync(TestHub hub)
    {
        var journey = await TestJourney.InReview().ForSpecialty("330").ArriveAsync(hub);
        var problems = await hub.Get<ReferralHub.Review.Decide.DecideReferral>()
            .DecideAsync(
                journey.Reference,
                new(ReferralHub.Review.ReviewOutcome.Accept, "Reviewer One", "Consultant", journey.Version),
                CancellationToken.None
            );
        problems.ShouldBeEmpty();
        await hub.WaitForStageAsync(journey.Id, Stage.AwaitingCapacity);
        return journey.Id;
    }

    static async Task<List<WorkItem>> ReadItemsAsync(TestHub hub)
    {
        await using var db = hub.Database.OpenRead();
        return await db.Set<WorkItem>().Where(w => w.Kind == Flags.NoSuitableService).ToListAsync();
    }
}
