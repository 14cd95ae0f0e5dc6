using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Platform;
using ReferralHub.Platform.Log;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Keeping;

/// <summary>What the log says of a load.</summary>
public sealed class LoadEventTests
{
    [Fact]
    public async Task PricesThatChange_HaveAnEventOfTheirList_AfterTheLoad_WithTheFirstDayThatChanges()
    {
        await using var hub = await StartAsync(SmallArea.Files);
        var list = BookSubjects.FindPriceList("national-2020");
        var first = BookEventData.Read((await hub.EventsAsync(list)).Single().Data);
        (first.List, first.Rows, first.EffectiveFrom).ShouldBe(("national-2020", 2, new DateOnly(2020, 4, 1)));

        // A comment and another day of the calendar are no other prices.
        SmallArea
            .Files.With(SmallArea.Prices, "source\n", "source\n# in pence\n")
            .With(SmallArea.Calendar, "2020-06-22", "2020-06-23")
            .Write(FolderOf(hub));
        await LoadAsync(hub);
        (await hub.EventsAsync(list)).Count.ShouldBe(1);

        SmallArea.Files.With(SmallArea.Prices, "12000,y,2099", "12500,y,2098").Write(FolderOf(hub));
        await LoadAsync(hub);

        var e = (await hub.EventsAsync(list)).Last();
        var data = BookEventData.Read(e.Data);
        (e.Version, e.Type, data.Rows, data.EffectiveFrom).ShouldBe((2, BookEventTypes.PricesPublished, 2, new DateOnly(2098, 4, 1)));
        data.Load.ShouldBe(hub.Get<CommissioningStore>().LoadId);
        await hub.StampAsync();
        await using var db = hub.Database.OpenRead();
        (await db.Log.OrderBy(x => x.Position).Select(x => x.Type).ToListAsync()).ShouldBe([
            BookEventTypes.ConfigurationLoaded,
            BookEventTypes.PricesPublished,
            BookEventTypes.PlanAgreed,
            BookEventTypes.PlanAgreed,
            BookEventTypes.ConfigurationLoaded,
            BookEventTypes.ConfigurationLoaded,
            BookEventTypes.PricesPublished,
        ]);
    }

    [Fact]
    public async Task Population_HasAnEventOfItsLoad()
    {
        var files = new Dictionary<string, string>(SmallArea.Files)
        {
            ["population.csv"] =
                "practice,asOf,sex,ageFrom,ageTo,patients\nA81001,2020-04-01,female,0,,4000\nA81001,2020-04-01,male,0,,4100\n",
        };
        await using var hub = await StartAsync(files);
        var e = (await hub.EventsAsync(hub.Get<CommissioningStore>().LoadId!.Value)).Last();
        var data = BookEventData.Read(e.Data);
        (e.Version, e.Type, data.AsOf, data.Rows).ShouldBe((2, BookEventTypes.PopulationLoaded, new DateOnly(2020, 4, 1), 2));
    }

    [Fact]
    public async Task ManyFiles_StandInTheManifest_WhereTheEventHasNoRoom()
    {
        var files = new Dictionary<string, string>(SmallArea.Files);
        for (var i = 0; i < 40; i++)
            files[$"more-{i}.yaml"] = $"version: 1\nsource: File {i}\n";
        await using var hub = await StartAsync(files);

        var data = BookEventData.Read((await hub.EventsAsync(hub.Get<CommissioningStore>().LoadId!.Value)).Single().Data);
        data.Files.ShouldBeNull();
        await using var db = hub.Database.OpenRead();
        Manifest.Read((await db.CommissioningTexts.SingleAsync(t => t.Hash == data.Hash)).Bytes).Count.ShouldBe(43);
    }

    static string FolderOf(TestHub hub) => Path.Combine(hub.Folder, "directory", "commissioning");

    static Task<TestHub> StartAsync(IReadOnlyDictionary<string, string> files) =>
        TestHub.StartAsync(
            "web",
            writeDirectory: folder =>
            {
                TestDirectory.Write(folder);
                files.Write(Path.Combine(folder, "commissioning"));
            }
        );

    static Task<int> LoadAsync(TestHub hub) =>
        hub.Get<IEnumerable<IReferenceDataLoader>>()
            .OfType<ConfigurationLoader>()
            .Single()
            .LoadAsync(Path.Combine(hub.Folder, "directory"), CancellationToken.None);
}
