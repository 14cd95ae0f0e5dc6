using ReferralHub.Platform;
using ReferralHub.Referrals.Register;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Platform;

/// <summary>Files of the directory folder: whole or not at all, and a sentence with file and line where one is wrong.</summary>
public sealed class ReferenceTableTests
{
    const string Header = "ods,name,listSize,latitude,longitude\n";

    [Theory]
    [InlineData(
        "practices.csv",
        Header + "Z81001,One,7400,,\nZ81002,Two,4400,,\nz81001,Again,1,,\n",
        "line 4: the practice Z81001 is on line 2 already"
    )]
    [InlineData("practices.csv", Header + "# a comment\n\nZ81001,One,many,,\n", "line 4: listSize is not a whole number")]
    [InlineData("practices.csv", "ods,name\nZ81001,One\n", "line 1: the column listSize is missing")]
    [InlineData(
        "budgets.csv",
        "practice,yearStarting,pence,source\nZ81001,2026,1,agreed\nZ81001,2026,2,agreed\n",
        "line 3: the budget of Z81001 for the year from 2026 is on line 2 already"
    )]
    [InlineData(
        "interests.csv",
        "practice,provider,nature,from\nZ81001,RX100,Shares,2026-01-01\nZ81001,RX100,Seat,2026-01-01\n",
        "line 3: the interest of Z81001 in RX100 from 2026-01-01 is on line 2 already"
    )]
    [InlineData(
        "prices.csv",
        "specialty,provider,pence,effectiveFrom,source\n110,,100,2026-04-01,tariff\n110,,200,2026-04-01,tariff\n",
        "line 3: the price of specialty 110 from 2026-04-01 is on line 2 already"
    )]
    public async Task WrongRow_StopsTheStart_WithFileAndLine(string file, string text, string sentence)
    {
        var fault = await Should.ThrowAsync<ReferenceDataException>(() =>
            TestHub.StartAsync("web", writeDirectory: folder => File.WriteAllText(Path.Combine(folder, file), text))
        );

        fault.Message.ShouldEndWith($"{file}, {sentence}");
    }

    [Fact]
    public async Task WrongFile_LeavesTheTableAsItWas()
    {
        await using var hub = await TestHub.StartAsync("web", writeDirectory: folder => Write(folder, "Z81001,One,7400,,\n"));
        var folder = Path.Combine(hub.Folder, "directory");
        Write(folder, "Z81002,Two,4400,,\nZ81002,Two,4400,,\n");

        await Should.ThrowAsync<ReferenceDataException>(() => LoadAsync(hub, folder));

        (await NamesAsync(hub)).ShouldBe(["One"]);
    }

    [Fact]
    public async Task ChangedFile_ReplacesTheTable_AndTheRegisterInMemory()
    {
        await using var hub = await TestHub.StartAsync("web", writeDirectory: folder => Write(folder, "Z81001,One,7400,,\n"));
        var folder = Path.Combine(hub.Folder, "directory");
        Write(folder, "Z81002,Two,4400,53.5,-1.25\n");

        await LoadAsync(hub, folder);

        (await NamesAsync(hub)).ShouldBe(["Two"]);
        hub.Get<PracticeRegister>().Knows("Z81001").ShouldBeFalse();
        hub.Get<PracticeRegister>().Find("Z81002")!.Latitude.ShouldBe(53.5);
    }

    [Fact]
    public async Task SameRowsAgain_WriteNothing()
    {
        await using var hub = await TestHub.StartAsync(
            "web",
            writeDirectory: folder => Write(folder, "Z81001,One,7400,53.1,-1.1\nZ81002,Two,4400,,\n")
        );
        Practice[] same =
        [
            new()
            {
                Ods = "Z81002",
                Name = "Two",
                ListSize = 4400,
            },
            new()
            {
                Ods = "Z81001",
                Name = "One",
                ListSize = 7400,
                Latitude = 53.1,
                Longitude = -1.1,
            },
        ];

        (await ReferenceRows.ReplaceAsync(hub.Database, same, CancellationToken.None)).ShouldBeFalse();

        same[0].ListSize++;
        (await ReferenceRows.ReplaceAsync(hub.Database, same, CancellationToken.None)).ShouldBeTrue();
    }

    static void Write(string folder, string rows) => File.WriteAllText(Path.Combine(folder, "practices.csv"), Header + rows);

    static async Task LoadAsync(TestHub hub, string folder)
    {
        foreach (var loader in hub.Get<IEnumerable<IReferenceDataLoader>>())
            await loader.LoadAsync(folder, CancellationToken.None);
    }

    static async Task<List<string>> NamesAsync(TestHub hub) =>
        [.. (await ReferenceRows.ReadAllAsync<Practice>(hub.Database, CancellationToken.None)).Select(p => p.Name)];
}
