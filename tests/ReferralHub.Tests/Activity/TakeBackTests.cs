using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Activity;
using ReferralHub.Journey;
using ReferralHub.Platform.Log;
using ReferralHub.Tests.Budgets.Books;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Books.BookArea;

namespace ReferralHub.Tests.Activity;

/// <summary>In which month what is taken back counts.</summary>
public sealed class TakeBackTests
{
    const string Practice = "L81008";
    static readonly DateTime June = May.AddMonths(1);

    [Theory]
    [InlineData(EventTypes.Declined)]
    [InlineData(EventTypes.Cancelled)]
    [InlineData(EventTypes.EnteredInError)]
    [InlineData(EventTypes.Amended)]
    public async Task TakeBack_CountsInItsOwnMonth_AndLeavesThatOfTheChoice(string type)
    {
        await using var hub = await StartAsync();
        await hub.AddAsync(Received(1, May, Practice), Chosen(1, May, Practice), Received(2, May, Practice), Chosen(2, May, Practice));
        var before = await ListAsync(hub, 5);

        await hub.AddAsync(Event(1, 3, type, June, new() { Practice = Practice, Stage = Stage.Received }));

        (await ListAsync(hub, 5)).ShouldBe(before);
        (await SumAsync(hub, 5), await SumAsync(hub, 6)).ShouldBe((30_000, -15_000));
        await using (var db = hub.Database.OpenRead())
            (await db.ActivityReferrals.SumAsync(r => r.CommittedPence)).ShouldBe(15_000);
        await ShouldRebuildTheSameAsync(hub);
    }

    [Fact]
    public async Task ChoiceThatIsMadeAgain_CountsInItsMonth_AndWhatItReplacesIsTakenBackThere()
    {
        await using var hub = await StartAsync();
        await hub.AddAsync(Received(1, May, Practice), Chosen(1, May, Practice));

        await hub.AddAsync(Chosen(1, June, Practice, version: 3, provider: "RH2"), Event(1, 4, EventTypes.Cancelled, June.AddMonths(1)));

        (await SumAsync(hub, 5), await SumAsync(hub, 6), await SumAsync(hub, 7)).ShouldBe((15_000, 0, -15_000));
        await using (var db = hub.Database.OpenRead())
        {
            var rows = await db.ActivityMonths.Where(m => m.Month == new DateOnly(2026, 6, 1)).ToListAsync();
            rows.Where(r => r.CommittedPence != 0)
                .OrderBy(r => r.Provider)
                .Select(r => (r.Provider, r.CommittedPence))
                .ShouldBe([("RH1", -15_000), ("RH2", 15_000)]);
        }

        await ShouldRebuildTheSameAsync(hub);
    }

    [Fact]
    public async Task Feed_TellsBothMonths_AndTheYearsTotal()
    {
        await using var hub = await StartAsync();
        await hub.AddAsync(Received(1, May, Practice), Chosen(1, May, Practice), Event(1, 3, EventTypes.Cancelled, June));

        var json = JsonNode.Parse(await hub.Http.GetStringAsync($"/feeds/practices/{Practice}/activity"))!;

        var months = json["months"]!.AsArray();
        Find("2026-05").ShouldBe(15_000);
        Find("2026-06").ShouldBe(-15_000);
        json["budget"]!["committedPence"]!.GetValue<long>().ShouldBe(0);
        json["budget"]!["forecastPence"]!.GetValue<long>().ShouldBe(0);
        // What was taken back is no choice without a price.
        json["budget"]!["choicesWithoutPrice"]!.GetValue<int>().ShouldBe(0);

        long Find(string month) => months.Where(m => (string?)m!["month"] == month).Sum(m => m!["committedPence"]!.GetValue<long>());
    }

    static Task<TestHub> StartAsync() =>
        TestHub.StartAsync("web", new FakeTimeProvider(new DateTimeOffset(2026, 8, 3, 9, 0, 0, TimeSpan.Zero)));

    static async Task<List<string>> ListAsync(TestHub hub, int? month = null)
    {
        await using var db = hub.Database.OpenRead();
        var rows = await db.ActivityMonths.Where(m => month == null || m.Month.Month == month).ToListAsync();
        return
        [
            .. rows.Select(m => $"{m.Month:yyyy-MM} {m.Practice} {m.Specialty} {m.Provider} {m.Chosen} {m.Cancelled} {m.CommittedPence}")
                .Order(StringComparer.Ordinal),
        ];
    }

    static async Task<long> SumAsync(TestHub hub, int month)
    {
        await using var db = hub.Database.OpenRead();
        return await db.ActivityMonths.Where(m => m.Month.Month == month).SumAsync(m => m.CommittedPence);
    }

    static async Task ShouldRebuildTheSameAsync(TestHub hub)
    {
        var before = await ListAsync(hub);
        var runner = hub.Get<ProjectionRunner>();
        await runner.RebuildAsync(runner.Projections.Single(p => p.Name == "activity"), CancellationToken.None);
        await hub.StampAsync();
        (await ListAsync(hub)).ShouldBe(before);
    }
}
