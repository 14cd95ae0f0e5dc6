using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Activity;
using ReferralHub.Budgets;
using ReferralHub.Choice;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Log;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Activity;

public sealed class ActivityTests
{
    [Fact]
    public async Task Activity_AddsUp_TakesBackWhatIsWithdrawn_AndRebuildsTheSame()
    {
        await using var hub = await TestHub.StartAsync();
        var referrals = Enumerable.Range(0, 6).Select(_ => TestReferral.Routine()).ToList();
        var ids = new List<Guid>();
        foreach (var referral in referrals)
            ids.Add(await hub.TakeAsync(referral));
        await hub.SettleAsync();
        var chooser = hub.Get<ChooseService>();
        foreach (var id in ids.Take(4))
            await chooser.ChooseAsync(id, "joint-1", Actor.Patient, CancellationToken.None);
        using (var response = await hub.PostAsync(referrals[0].Again("update", "revoked")))
            response.EnsureSuccessStatusCode();
        await WaitAsync(hub);
        var before = await RowsAsync(hub);
        before.Sum(m => m.Received).ShouldBe(6);
        before.Sum(m => m.AcceptedByRule).ShouldBe(6);
        before.Sum(m => m.Chosen).ShouldBe(4);
        before.Sum(m => m.Cancelled).ShouldBe(1);
        // Hospital 1 has a price of its own; one of the four choices was taken back.
        before.Sum(m => m.CommittedPence).ShouldBe(3 * 17_000);

        var position = await hub.Get<BudgetReader>().ReadAsync("L81008", CancellationToken.None);
        (position.Committed, position.Budget, position.Headroom).ShouldBe((new Money(51_000), new Money(10_000_000), new Money(9_949_000)));
        position.Last13Weeks.ShouldBe(new Money(51_000));

        var runner = hub.Get<ProjectionRunner>();
        await runner.RebuildAsync(runner.Projections.Single(p => p.Name == "activity"), CancellationToken.None);
        await WaitAsync(hub);
        (await RowsAsync(hub)).Select(Key).ShouldBe(before.Select(Key));
    }

    [Fact]
    public async Task EventFeed_IsContiguousAndWithoutPatientData()
    {
        await using var hub = await TestHub.StartAsync();
        for (var i = 0; i < 5; i++)
            await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var (after, positions) = (0L, new List<long>());
        while (true)
        {
            var lines = (await hub.Http.GetStringAsync($"/feeds/events?after={after}&limit=4")).Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries
            );
            if (lines.Length == 0)
                break;
            foreach (var line in lines)
            {
                line.ShouldNotContain("Canary");
                line.ShouldNotContain("Knee pain");
                var e = JsonNode.Parse(line)!;
                foreach (var attribute in new[] { "specversion", "id", "source", "type", "subject", "time", "hash" })
                    ((string?)e[attribute]).ShouldNotBeNullOrEmpty();
                positions.Add(after = long.Parse((string)e["sequence"]!, System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        positions.ShouldBe(Enumerable.Range(1, 15).Select(i => (long)i));
    }

    [Fact]
    public async Task EventFeed_TellsAReader_WhoseLastEventIsNotThere()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var lines = (await hub.Http.GetStringAsync("/feeds/events")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var hashes = lines.Select(l => (string)JsonNode.Parse(l)!["hash"]!).ToList();
        (await StatusAsync($"after=2&hash={hashes[1]}")).ShouldBe(200);
        (await StatusAsync($"after={lines.Length}&hash={hashes[^1]}")).ShouldBe(200);
        (await StatusAsync($"after=0&hash={hashes[1]}")).ShouldBe(200);
        (await StatusAsync($"after=2&hash={hashes[0]}")).ShouldBe(409);
        (await StatusAsync($"after={lines.Length + 1}")).ShouldBe(409);

        async Task<int> StatusAsync(string query)
        {
            using var response = await hub.Http.GetAsync($"/feeds/events?{query}");
            if (!response.IsSuccessStatusCode)
                (await response.Content.ReadAsStringAsync()).ShouldContain("log-replaced");
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task PracticeFeed_IsTheSameInJsonAndCsv()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var json = JsonNode.Parse(await hub.Http.GetStringAsync("/feeds/practices/l81008/activity"))!;
        var csv = (await hub.Http.GetStringAsync("/feeds/practices/L81008/activity?format=csv")).Split(
            ['\n', '\r'],
            StringSplitOptions.RemoveEmptyEntries
        );
        csv.Length.ShouldBe(1 + json["months"]!.AsArray().Count);
        csv[0].ShouldStartWith("practice,month,specialty");
        ((int)json["months"]![0]!["received"]!).ShouldBe(1);
        ((long)json["budget"]!["indicativePence"]!).ShouldBe(10_000_000);
        using var unknown = await hub.Http.GetAsync("/feeds/practices/X99999/activity");
        ((int)unknown.StatusCode).ShouldBe(404);
    }

    [Theory]
    [InlineData("2026-11-21", "2026/27", 130)]
    [InlineData("2026-04-01", "2026/27", 364)]
    [InlineData("2027-03-31", "2026/27", 0)]
    public void Forecast_AddsTheRunRateForTheDaysThatRemain(string date, string year, int remaining)
    {
        var on = DateOnly.ParseExact(date, "yyyy-MM-dd");
        var position = BudgetPosition.Calculate("L81008", on, new Money(1_000_000), "s", new Money(500_000), new Money(91_000));
        position.Year.ToString().ShouldBe(year);
        position.Forecast.ShouldBe(new Money(500_000 + (1_000 * remaining)));
        position.ForecastHeadroom.ShouldBe(new Money(500_000 - (1_000 * remaining)));
    }

    static (string, string, string, DateOnly, int, int, int, long) Key(ActivityMonth m) =>
        (m.Practice, m.Specialty, m.Provider, m.Month, m.Received, m.Chosen, m.Cancelled, m.CommittedPence);

    static async Task<List<ActivityMonth>> RowsAsync(TestHub hub)
    {
        await using var db = hub.Database.OpenRead();
        return await db.ActivityMonths.OrderBy(m => m.Month).ThenBy(m => m.Specialty).ThenBy(m => m.Provider).ToListAsync();
    }

    /// <summary>Dispatch keeps failing here by design (nobody listens), so only log and projections are waited for.</summary>
    static async Task WaitAsync(TestHub hub)
    {
        for (var i = 0; i < 200; i++)
        {
            await using var db = hub.Database.OpenRead();
            // The head is looked at last: events that are stamped in between would otherwise be missed.
            if (!await db.Log.AnyAsync(e => e.Position == null))
            {
                var head = (await Sequencer.HeadAsync(db, CancellationToken.None))?.Position ?? 0;
                if (await db.Cursors.AllAsync(c => c.Position == head))
                    return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The projections did not catch up.");
    }
}
