using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Choice;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Tests.Budgets.Books;
using ReferralHub.Tests.Commissioning.Keeping;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Choice;

/// <summary>What stands beside an option as its price, and in the log when it is chosen.</summary>
public sealed class OptionPriceTests
{
    static readonly DateOnly Today = WorkingDays.LocalDate(TimeProvider.System.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task Option_HasThePriceOfTheList_WithTheProvidersFactor_AndItsName()
    {
        await using var hub = await PricedArea.StartAsync(PricedArea.Files());

        var offered = await OfferAsync(hub);

        Find(offered, "RH1").ShouldBe((18_900, "national-a@2020-04-01"));
        Find(offered, "RH3").ShouldBe((18_000, "national-a@2020-04-01"));
    }

    [Theory]
    [InlineData("local", 9_000, "local-a@2020-04-01")]
    [InlineData("national", 18_000, "national-a@2020-04-01")]
    public async Task Option_HasThePriceThatThePlanOfThePracticeIsCharged(string basis, long pence, string version)
    {
        await using var hub = await PricedArea.StartAsync(PricedArea.Files(basis: basis));

        Find(await OfferAsync(hub), "RH2").ShouldBe((pence, version));
    }

    [Theory]
    [InlineData("local")]
    [InlineData("national")]
    public async Task ChosenOption_StandsInTheLog_AtThePriceThatTheBookCommits(string basis)
    {
        await using var hub = await PricedArea.StartAsync(PricedArea.Files(basis: basis));
        foreach (var service in new[] { "joint-1", "joint-2" })
        {
            var id = await hub.TakeAsync(TestReferral.Routine());
            await hub.SettleAsync();

            await hub.Get<ChooseService>().ChooseAsync(id, service, Actor.Patient, CancellationToken.None);

            await hub.ProjectedAsync();
            var data = await ReadChosenAsync(hub, id);
            await using var db = hub.Database.OpenRead();
            var booked = await db.LedgerComponents.SingleAsync(c => c.Referral == id);
            ((long?)data["pence"], (string?)data["priceVersion"]).ShouldBe((booked.PricePence, booked.PriceVersion));
        }
    }

    [Fact]
    public async Task PriceThatCountsFromToday_IsThatOfTheNextOffer_WithoutARestart()
    {
        await using var hub = await PricedArea.StartAsync(PricedArea.Files());
        var before = await OfferAsync(hub);
        var more = $"national-a,national,,110,,OPFA,20000,y,{Today:yyyy-MM-dd},,Tariff\n";
        await LoadInAnotherProcessAsync(hub, PricedArea.Prices + more);

        // The hub looks at most every two seconds.
        var after = await OfferAsync(hub);
        for (var i = 0; i < 40 && Find(after, "RH3").Pence == 18_000; i++)
        {
            await Task.Delay(100);
            after = await OfferAsync(hub);
        }

        Find(after, "RH3").ShouldBe((20_000, $"national-a@{Today:yyyy-MM-dd}"));
        Find(after, "RH1").ShouldBe((21_000, $"national-a@{Today:yyyy-MM-dd}"));
        Find(before, "RH3").ShouldBe((18_000, "national-a@2020-04-01"));
    }

    [Fact]
    public async Task PriceThatCountsFromTomorrow_IsNotTodays()
    {
        var later = $"national-a,national,,110,,OPFA,20000,y,{Today.AddDays(1):yyyy-MM-dd},,Tariff\n";
        await using var hub = await PricedArea.StartAsync(PricedArea.Files(PricedArea.Prices + later));

        Find(await OfferAsync(hub), "RH3").ShouldBe((18_000, "national-a@2020-04-01"));
    }

    [Fact]
    public async Task OptionWithoutAPrice_HasNone_AndSoHasTheLog_AndPagesSaySo()
    {
        var other = PricedArea.NoPrices + "national-a,national,,130,,OPFA,12000,y,2020-04-01,,Tariff\n";
        await using var hub = await PricedArea.StartAsync(PricedArea.Files(other));
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();

        await hub.Get<ChooseService>().ChooseAsync(id, "joint-1", Actor.Patient, CancellationToken.None);

        await hub.ProjectedAsync();
        var data = await ReadChosenAsync(hub, id);
        (data["provider"]!.GetValue<string>(), data["pence"], data["priceVersion"]).ShouldBe(("RH1", null, null));
        await using var db = hub.Database.OpenRead();
        (await db.LineOpens.SumAsync(o => o.Unpriced)).ShouldBe(1);
        var json = JsonNode.Parse(await hub.Http.GetStringAsync("/feeds/practices/L81008/activity"))!;
        json["budget"]!["choicesWithoutPrice"]!.GetValue<int>().ShouldBe(1);
        using var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Test Person", "Test post", "Practice", "L81008");
        var shown = await page.GetAsync("/commissioning/practices/L81008");
        shown.ShouldContain("For 1 choice no price is agreed");
        shown[shown.IndexOf("Providers chosen", StringComparison.Ordinal)..].ShouldContain("No price agreed");
    }

    [Fact]
    public async Task HubWithoutPriceLists_KeepsTheDirectorysPrices()
    {
        await using var hub = await PricedArea.StartAsync(PricedArea.Files(PricedArea.NoPrices));

        var offered = await OfferAsync(hub);

        Find(offered, "RH1").ShouldBe((17_000, null));
        Find(offered, "RH2").ShouldBe((15_000, null));
    }

    [Fact]
    public async Task Order_IsTheSameWhateverOptionsCost()
    {
        await using var plain = await TestHub.StartAsync();
        await using var priced = await PricedArea.StartAsync(PricedArea.Files());

        (await OfferAsync(priced)).Select(o => o.Service).ShouldBe((await OfferAsync(plain)).Select(o => o.Service));
    }

    [Fact]
    public async Task Prices_AreFoundInMemory()
    {
        await using var hub = await PricedArea.StartAsync(PricedArea.Files());
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        var journey = await hub.JourneyAsync(id);
        var options = await ReadOptionsAsync(hub, id);
        using var counter = new QueryCounter();

        var priced = hub.Get<OptionPrices>().Price(new ChoiceDecision.Offer(6, options, null), journey, Today);

        counter.Count.ShouldBe(0);
        ((ChoiceDecision.Offer)priced).Options.ShouldAllBe(o => o.PricePence > 0);
    }

    [Fact]
    public async Task LoadThatCannotBeRead_KeepsNobodyWaiting()
    {
        await using var hub = await PricedArea.StartAsync(PricedArea.Files());
        await LoadInAnotherProcessAsync(hub, PricedArea.Prices + $"national-a,national,,110,,OPFA,20000,y,{Today:yyyy-MM-dd},,Tariff\n");
        await hub.Database.WriteAsync(
            (db, token) =>
                db
                    .CommissioningTexts.Where(t => t.Name == "prices.csv")
                    .ExecuteUpdateAsync(t => t.SetProperty(x => x.Bytes, new byte[] { 1 }), token),
            CancellationToken.None
        );

        Find(await OfferAsync(hub), "RH3").ShouldBe((18_000, "national-a@2020-04-01"));
    }

    static async Task LoadInAnotherProcessAsync(TestHub hub, string prices)
    {
        var folder = Path.Combine(hub.Folder, "directory");
        PricedArea.Files(prices).Write(Path.Combine(folder, "commissioning"));
        var other = new ConfigurationLoader(
            hub.Database,
            new HubSettings(),
            new CommissioningStore(hub.Database),
            TimeProvider.System,
            NullLogger<ConfigurationLoader>.Instance
        );
        await other.LoadAsync(folder, CancellationToken.None);
    }

    static async Task<IReadOnlyList<OfferedOption>> OfferAsync(TestHub hub)
    {
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        return await ReadOptionsAsync(hub, id);
    }

    static async Task<IReadOnlyList<OfferedOption>> ReadOptionsAsync(TestHub hub, Guid id)
    {
        await using var db = hub.Database.OpenRead();
        return (await db.Offers.SingleAsync(o => o.Referral == id)).ReadOptions();
    }

    static (long? Pence, string? Version) Find(IReadOnlyList<OfferedOption> options, string provider)
    {
        var option = options.Single(o => o.Provider == provider);
        return (option.PricePence, option.PriceVersion);
    }

    static async Task<JsonNode> ReadChosenAsync(TestHub hub, Guid id) =>
        JsonNode.Parse((await hub.EventsAsync(id)).Single(e => e.Type == EventTypes.Chosen).Data)!;
}
