using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using ReferralHub.Commissioning;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Log;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Keeping;

/// <summary>What a hub makes of its folder of arrangements when it starts, and of another one later.</summary>
public sealed class ConfigurationLoaderTests
{
    [Fact]
    public async Task Folder_IsLoadedAtTheStart_KeptByHash_AndInTheLog()
    {
        await using var hub = await StartAsync(SmallArea.Files);
        var store = hub.Get<CommissioningStore>();

        store
            .Current.PlanSets.Select(p => (p.Id, p.Total))
            .ShouldBe([("first-2020", new Money(100_000)), ("rest-2020", new Money(500_000))]);
        var e = (await hub.EventsAsync(store.LoadId!.Value)).ShouldHaveSingleItem();
        (e.Type, e.Version, e.Actor).ShouldBe((BookEventTypes.ConfigurationLoaded, 1, "hub:books"));
        var data = BookEventData.Read(e.Data);
        data.Files!.Select(f => f.Name).ShouldBe([SmallArea.Arrangements, SmallArea.Calendar, SmallArea.Prices]);
        data.Rows.ShouldBe(10);
        data.Corrections.ShouldBeNull();
        await using var db = hub.Database.OpenRead();
        var texts = await db.CommissioningTexts.ToDictionaryAsync(t => t.Hash);
        texts.Count.ShouldBe(4);
        foreach (var file in data.Files!)
            texts[file.Sha256].Bytes.ShouldBe(await File.ReadAllBytesAsync(Path.Combine(FolderOf(hub), file.Name)));
        Manifest.Read(texts[data.Hash!].Bytes).ShouldBe(data.Files!.Select(f => (f.Sha256, f.Name)));
        await hub.StampAsync();
        (await LogVerifier.VerifyAsync(db, CancellationToken.None)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task SameFolderAgain_ChangesNothing()
    {
        await using var hub = await StartAsync(SmallArea.Files);
        var before = (await hub.CountAsync<LogEvent>(), await hub.CountAsync<CommissioningLoad>(), hub.Get<CommissioningStore>().LoadId);

        (await LoadAsync(hub)).ShouldBe(10);

        (await hub.CountAsync<LogEvent>(), await hub.CountAsync<CommissioningLoad>(), hub.Get<CommissioningStore>().LoadId).ShouldBe(
            before
        );
    }

    [Fact]
    public async Task HubWithoutFolder_HasNothingInForce_AndNothingInTheLog()
    {
        await using var hub = await TestHub.StartAsync("web");
        hub.Get<CommissioningStore>().Current.PlanSets.ShouldBeEmpty();
        hub.Get<CommissioningStore>().LoadId.ShouldBeNull();
        (await hub.CountAsync<LogEvent>()).ShouldBe(0);
    }

    [Theory]
    [InlineData(SmallArea.Arrangements, "strategicRisk: low", "strategicRisk: tiny", "arrangements.yaml, line 7 (first)")]
    [InlineData(SmallArea.Arrangements, "holders: [A81001]", "holders: [A81009]", "A81009")]
    [InlineData(SmallArea.Prices, "17000", "17000.5", "prices.csv, line 2")]
    public async Task FaultyFolder_IsRefusedWhole_WithFileAndLine(string file, string words, string others, string says)
    {
        await using var hub = await StartAsync(SmallArea.Files);
        var (before, load) = (hub.Get<CommissioningStore>().Current, hub.Get<CommissioningStore>().LoadId);
        SmallArea.Files.With(file, words, others).Write(FolderOf(hub));

        var refused = await Should.ThrowAsync<ReferenceDataException>(() => LoadAsync(hub));

        refused.Message.ShouldContain("nothing of it was loaded");
        refused.Message.ShouldContain(says);
        (hub.Get<CommissioningStore>().Current, hub.Get<CommissioningStore>().LoadId).ShouldBe((before, load));
        (await hub.CountAsync<CommissioningLoad>(), await hub.CountAsync<LogEvent>()).ShouldBe((1, 4));
    }

    [Fact]
    public async Task FaultyFolder_AtTheFirstStart_StopsIt()
    {
        var files = SmallArea.Files.With(SmallArea.Prices, "17000", "-1");
        (await Should.ThrowAsync<ReferenceDataException>(() => StartAsync(files))).Message.ShouldContain("prices.csv, line 2");
    }

    [Fact]
    public async Task ChangedRowInForce_IsRefused_UntilItSaysWhy()
    {
        await using var hub = await StartAsync(SmallArea.Files);
        var first = hub.Get<CommissioningStore>().LoadId!.Value;
        var changed = SmallArea.Files.With(SmallArea.Arrangements, "name: Test Board", "name: Other Board");
        changed.Write(FolderOf(hub));
        (await Should.ThrowAsync<ReferenceDataException>(() => LoadAsync(hub))).Message.ShouldContain(
            "arrangements.yaml, line 4 (QXX): QXX is in force and differs"
        );
        (await hub.CountAsync<CommissioningLoad>()).ShouldBe(1);

        changed.With(SmallArea.Arrangements, "Other Board,", "Other Board, corrects: { reason: Misspelt, by: QXX },").Write(FolderOf(hub));
        await LoadAsync(hub);

        var store = hub.Get<CommissioningStore>();
        store.LoadId.ShouldNotBe(first);
        store.Current.Bodies[0].Name.ShouldBe("Other Board");
        BookEventData.Read((await hub.EventsAsync(store.LoadId!.Value)).Single().Data).Corrections.ShouldBe(1);
        // The reason stays in the file, and is none for another change.
        changed.With(SmallArea.Arrangements, "Other Board,", "Third Board, corrects: { reason: Misspelt, by: QXX },").Write(FolderOf(hub));
        (await Should.ThrowAsync<ReferenceDataException>(() => LoadAsync(hub))).Message.ShouldContain("was for the change before");
        (await hub.CountAsync<CommissioningLoad>()).ShouldBe(2);
        // What was in force before can still be had, for whoever goes through the log again.
        (await store.AsAsync(first, CancellationToken.None))
            .Bodies[0]
            .Name.ShouldBe("Test Board");
        (await Should.ThrowAsync<ReferenceDataException>(() => store.AsAsync(Guid.Empty, CancellationToken.None))).Message.ShouldContain(
            "there is no load"
        );
    }

    [Fact]
    public async Task FolderThatIsGone_LeavesInForceWhatWasLoaded()
    {
        await using var hub = await StartAsync(SmallArea.Files);
        Directory.Delete(FolderOf(hub), recursive: true);
        // A process that starts anew knows nothing but the database.
        var store = new CommissioningStore(hub.Database);

        await Loader(hub, store, new()).LoadAsync(Path.Combine(hub.Folder, "directory"), CancellationToken.None);

        store.LoadId.ShouldBe(hub.Get<CommissioningStore>().LoadId);
        store.Current.PlanSets.Select(p => p.Id).ShouldBe(["first-2020", "rest-2020"]);
        store.Current.Prices.Select(p => p.Price).ShouldBe([new Money(17_000), new Money(12_000)]);
        (await hub.CountAsync<LogEvent>()).ShouldBe(4);
    }

    [Fact]
    public async Task FolderThatIsSet_IsRead_AndRefusedWhereItWasNeverThere()
    {
        await using var hub = await TestHub.StartAsync("web");
        var elsewhere = Path.Combine(hub.Folder, "elsewhere");
        var settings = new HubSettings { CommissioningFolder = elsewhere };
        var store = new CommissioningStore(hub.Database);
        (
            await Should.ThrowAsync<ReferenceDataException>(() =>
                Loader(hub, store, settings).LoadAsync(hub.Folder, CancellationToken.None)
            )
        ).Message.ShouldContain("there is no such folder (CommissioningFolder)");

        SmallArea.Files.Write(elsewhere);
        (await Loader(hub, store, settings).LoadAsync(hub.Folder, CancellationToken.None)).ShouldBe(10);
    }

    [Fact]
    public async Task ProcessesThatStartTogether_LoadItOnce_AndOthersTakeItUp()
    {
        await using var hub = await TestHub.StartAsync("web");
        SmallArea.Files.Write(FolderOf(hub));
        var stores = Enumerable.Range(0, 4).Select(_ => new CommissioningStore(hub.Database)).ToList();

        await Task.WhenAll(
            stores.Select(s => Loader(hub, s, new()).LoadAsync(Path.Combine(hub.Folder, "directory"), CancellationToken.None))
        );

        (await hub.CountAsync<CommissioningLoad>(), await hub.CountAsync<LogEvent>()).ShouldBe((1, 4));
        stores.Select(s => s.LoadId).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        var running = hub.Get<CommissioningStore>();
        await running.RefreshAsync(CancellationToken.None, isForced: true);
        (running.LoadId, running.Current.Bodies.Count).ShouldBe((stores[0].LoadId, 2));
    }

    [Fact]
    public async Task KeptText_ThatWasChangedOrTakenAway_IsNotUsed()
    {
        await using var hub = await StartAsync(SmallArea.Files);
        await hub.Database.WriteAsync(
            (db, token) =>
                db
                    .CommissioningTexts.Where(t => t.Name == SmallArea.Prices)
                    .ExecuteUpdateAsync(t => t.SetProperty(x => x.Bytes, new byte[] { 1 }), token),
            CancellationToken.None
        );
        (await RefusedAsync()).ShouldContain($"({SmallArea.Prices}) was changed");
        await hub.Database.WriteAsync(
            (db, token) => db.CommissioningTexts.Where(t => t.Name == SmallArea.Prices).ExecuteDeleteAsync(token),
            CancellationToken.None
        );
        (await RefusedAsync()).ShouldContain("is not there");

        async Task<string> RefusedAsync() =>
            (
                await Should.ThrowAsync<ReferenceDataException>(() =>
                    new CommissioningStore(hub.Database).RefreshAsync(CancellationToken.None, isForced: true)
                )
            ).Message;
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

    static ConfigurationLoader Loader(TestHub hub, CommissioningStore store, HubSettings settings) =>
        new(hub.Database, settings, store, TimeProvider.System, NullLogger<ConfigurationLoader>.Instance);

    static Task<int> LoadAsync(TestHub hub) =>
        hub.Get<IEnumerable<IReferenceDataLoader>>()
            .OfType<ConfigurationLoader>()
            .Single()
            .LoadAsync(Path.Combine(hub.Folder, "directory"), CancellationToken.None);
}
