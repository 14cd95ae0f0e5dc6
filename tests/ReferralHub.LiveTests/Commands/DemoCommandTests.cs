using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Dispatch;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Tests;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

/// <summary>A demonstration that is run through, and what is done with the data it leaves.</summary>
public sealed class DemoCommandTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-cli-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    [Covers("demo")]
    [Covers("journey verify")]
    [Covers("rules simulate")]
    [Covers("db status")]
    public async Task DemoOnce_RunsTheLotThrough_AndItsDataCanBeLookedAt()
    {
        var data = Path.Combine(folder.FullName, "d");

        var (exit, output, error) = await HubProcess.RunAsync("demo", "--once", "--referrals", "300", "--data", data, "--report", "json");

        exit.ShouldBe(0, error);
        var report = JsonNode.Parse(output)!;
        ((int)report["received"]!).ShouldBe(300);
        report["byStage"]!.AsObject().Sum(s => (int)s.Value!).ShouldBe(300);
        ((int)report["lost"]!, (int)report["stuck"]!, (bool)report["chainVerified"]!).ShouldBe((0, 0, true));
        BooksBalance(report["books"]!);
        await ArrangementsPassTheCheck(data);
        await LogIsWhole(data);
        await SchemaIsOfThisVersion(data);
        await DraftIsTriedWithoutAHub(data);
        await NoProviderWasToldOfAnAmendment(data);
    }

    /// <summary>Every penny has a line that pays for it; care that nobody has agreed a price for is counted, not forgotten.</summary>
    static void BooksBalance(JsonNode books)
    {
        ((bool)books["balanced"]!, (int)books["unattributed"]!).ShouldBe((true, 0));
        ((int)books["identities"]!).ShouldBeGreaterThan(8);
        ((int)books["unpriced"]!).ShouldBeGreaterThan(0);
        ((int)books["closedMonths"]!).ShouldBeGreaterThanOrEqualTo(0);
    }

    static async Task ArrangementsPassTheCheck(string data)
    {
        var arrangements = Path.Combine(data, "directory", "commissioning");
        var (exit, output, _) = await HubProcess.RunAsync("commissioning", "check", arrangements, "--report", "json");
        exit.ShouldBe(0, output);
    }

    static async Task LogIsWhole(string data)
    {
        (await HubProcess.RunAsync("journey", "verify", "--data", data)).Output.ShouldContain("The chain holds");
        var json = JsonNode.Parse((await HubProcess.RunAsync("journey", "verify", "--data", data, "--report", "json")).Output)!;
        ((bool)json["chainVerified"]!).ShouldBeTrue();
    }

    static async Task SchemaIsOfThisVersion(string data)
    {
        var (exit, output, _) = await HubProcess.RunAsync("db", "status", "--data", data);
        exit.ShouldBe(0);
        output.ShouldContain("up to date");
    }

    /// <summary>The database is opened by the command itself, and nothing in it is changed.</summary>
    static async Task DraftIsTriedWithoutAHub(string data)
    {
        var before = JsonNode.Parse((await HubProcess.RunAsync("journey", "verify", "--data", data, "--report", "json")).Output)!;

        var (exit, output, error) = await HubProcess.RunAsync(
            "rules",
            "simulate",
            "--pack",
            HubProcess.DraftPack,
            "--data",
            data,
            "--report",
            "json"
        );

        exit.ShouldBe(0, error);
        var report = JsonNode.Parse(output)!;
        ((int)report["considered"]!).ShouldBeGreaterThan(100);
        report["effects"].ShouldNotBeNull();
        var after = JsonNode.Parse((await HubProcess.RunAsync("journey", "verify", "--data", data, "--report", "json")).Output)!;
        ((int)after["events"]!).ShouldBe((int)before["events"]!);
    }

    /// <summary>Nobody amended anything.</summary>
    static async Task NoProviderWasToldOfAnAmendment(string data)
    {
        await using var database = SqliteHubDatabase.Open(Path.Combine(data, "referralhub.db"));
        await using var db = database.OpenRead();
        (await db.Set<DispatchedNotice>().CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Demo_TwiceWithOneSeed_GivesTheSameArea()
    {
        foreach (var name in new[] { "a", "b" })
        {
            var data = Path.Combine(folder.FullName, name);
            (await HubProcess.RunAsync("demo", "--once", "--referrals", "60", "--seed", "3", "--data", data)).Exit.ShouldBe(0);
        }

        string[] files = ["practices.csv", "prices.csv", "budgets.csv"];
        string[] books = ["area.yaml", "arrangements.yaml", "plans.yaml", "prices.csv", "population.csv", "need.csv", "calendar.csv"];
        foreach (var file in files.Concat(books.Select(b => Path.Combine("commissioning", b))))
            File.ReadAllText(Path.Combine(folder.FullName, "a", "directory", file))
                .ShouldBe(File.ReadAllText(Path.Combine(folder.FullName, "b", "directory", file)), file);
    }
}
