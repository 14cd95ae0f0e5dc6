using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

/// <summary>The command that says who holds, agrees, decides and answers, on a folder of arrangements.</summary>
public sealed class CommissioningExplainTests
{
    static readonly string Models = Path.Combine(HubProcess.Root, "tests", "data", "models");

    [Fact]
    [Covers("commissioning explain")]
    public async Task Explain_APractice_NamesLineHolderAmountStepsDeciderAndScheme()
    {
        var text = await HubProcess.RunAsync("commissioning", "explain", "Z81001", "--folder", Models, "--on", "2026-11-27");
        var json = await HubProcess.RunAsync(
            "commissioning",
            "explain",
            "Z81001",
            "--folder",
            Models,
            "--on",
            "2026-11-27",
            "--report",
            "json"
        );

        text.Exit.ShouldBe(0, text.Error);
        text.Output.ShouldContain("Line loc-n-2026/Z81001");
        text.Output.ShouldContain("£254,800.00 for Z81001");
        text.Output.ShouldContain("yes The care that each practice uses is identified.");
        json.Exit.ShouldBe(0, json.Error);
        var plan = JsonNode.Parse(json.Output)!["plans"]![0]!;
        ((string)plan["lines"]![0]!["line"]!).ShouldBe("loc-n-2026/Z81001");
        ((long)plan["lines"]![0]!["authorityPence"]!).ShouldBe(25_480_000);
        plan["steps"]!.AsArray().Select(s => (string)s!["step"]!).ShouldBe(["historic", "fairShares", "limit"]);
        plan["decisions"]!.AsArray().ShouldContain(d => (string)d!["id"]! == "plan" && (string)d["who"]! == "QXX");
        plan["schemes"]!.AsArray().ShouldNotBeEmpty();
        JsonNode.Parse(json.Output)!["practiceLed"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Explain_AnUnknownId_NamesNearOnes_AndExitsWith2()
    {
        var run = await HubProcess.RunAsync("commissioning", "explain", "Z81010", "--folder", Models, "--on", "2026-11-27");

        run.Exit.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("has the id Z81010. Did you mean ");
        run.Error.ShouldContain("Z81001");
    }
}
