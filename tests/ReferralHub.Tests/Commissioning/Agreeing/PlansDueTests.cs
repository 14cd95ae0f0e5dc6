using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Commissioning.Agreeing;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Leases;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Agreeing;

/// <summary>What happens when the day has passed by which a budget was to be agreed.</summary>
public sealed class PlansDueTests
{
    [Fact]
    public async Task BudgetsThatAreLate_HaveOneWorkItem_UntilAllAreAgreed()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero));
        await using var hub = await PlanArea.StartAsync(time: time);
        (await CheckAsync(hub)).ShouldBeEmpty();

        time.Advance(TimeSpan.FromDays(1));
        var item = (await CheckAsync(hub)).ShouldHaveSingleItem();
        item.Text.ShouldBe(
            "Budgets of the plan first-2026 for 2026/27 were to be agreed by 1 May 2026 and are not: B81001, L81008. It is a matter for "
                + "Test Board (Finance lead): ask who is to propose or agree."
        );
        (await CheckAsync(hub)).ShouldHaveSingleItem().Id.ShouldBe(item.Id);

        await AgreeAsync(hub, PlanArea.Practice, PlanArea.Manager());
        (await CheckAsync(hub)).ShouldHaveSingleItem().Settled.ShouldBeNull();
        await AgreeAsync(hub, "B81001", TestCallers.As(CallerRole.Practice, "Sue Second", "B81001"));

        var settled = (await CheckAsync(hub)).ShouldHaveSingleItem();
        (settled.SettledBy, settled.Settlement).ShouldBe(("hub", "All of these budgets are agreed or no longer planned."));
    }

    [Fact]
    public async Task OwnMoney_AndYearsThatAreOver_AreNeverLate()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2028, 4, 3, 9, 0, 0, TimeSpan.Zero));
        await using var hub = await PlanArea.StartAsync(time: time);
        // In April 2028 both years of the plan are over.
        (await CheckAsync(hub)).ShouldBeEmpty();
    }

    static async Task AgreeAsync(TestHub hub, string holder, (string, string) manager)
    {
        (await PlanArea.ActAsync(hub, manager, "propose", holder: holder)).Status.ShouldBe(200);
        (await PlanArea.ActAsync(hub, PlanArea.Commissioner(), "agree", holder: holder)).Status.ShouldBe(200);
    }

    static async Task<List<WorkItem>> CheckAsync(TestHub hub)
    {
        var token = await hub.Get<LeaseKeeper>().TakeAsync("test", "test", TimeSpan.FromMinutes(1), CancellationToken.None);
        foreach (var check in hub.Get<IEnumerable<IScheduledCheck>>().OfType<PlansDue>())
            await check.RunAsync(new("test", token!.Value), CancellationToken.None);
        await using var db = hub.Database.OpenRead();
        return await db.WorkItems.Where(w => w.Kind == PlansDue.Kind).OrderBy(w => w.Id).ToListAsync();
    }
}
