using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

/// <summary>The book of a running hub, looked at beside it.</summary>
[Collection(CommandHub.Collection)]
public sealed class BooksCommandTests(CommandHub hub)
{
    [Fact]
    [Covers("books verify")]
    public async Task Verify_SaysThatEveryIdentityHolds()
    {
        var text = await HubProcess.RunAsync("books", "verify", "--data", hub.Data);
        var json = await HubProcess.RunAsync("books", "verify", "--data", hub.Data, "--report", "json");

        text.Exit.ShouldBe(0, text.Output + text.Error);
        text.Output.ShouldContain("The book balances: ");
        var found = JsonNode.Parse(json.Output)!;
        ((bool)found["balanced"]!).ShouldBeTrue();
        found["identities"]!.AsObject().Count.ShouldBe(10);
        found["identities"]!.AsObject().ShouldAllBe(i => (bool)i.Value!);
    }

    [Fact]
    [Covers("books rebuild")]
    public async Task Rebuild_ComesOutTheSame()
    {
        var (exit, output, error) = await HubProcess.RunAsync("books", "rebuild", "--check", "--data", hub.Data, "--report", "json");

        exit.ShouldBe(0, output + error);
        ((string?)JsonNode.Parse(output)!["kept"]).ShouldBe((string?)JsonNode.Parse(output)!["rebuilt"]);
    }

    [Fact]
    [Covers("books trial-balance")]
    public async Task TrialBalance_IsNothingInTotal()
    {
        var (exit, output, error) = await HubProcess.RunAsync("books", "trial-balance", "--data", hub.Data, "--report", "json");

        exit.ShouldBe(0, output + error);
        JsonNode.Parse(output)!["total"]!.AsObject().Sum(a => (long)a.Value!).ShouldBe(0);
    }

    [Fact]
    [Covers("books close")]
    public async Task Close_OfAMonthThatIsNotOver_SaysWhy()
    {
        var (exit, output, error) = await hub.RunAsync("books", "close", "2099-01");

        (exit, output).ShouldBe((2, ""));
        error.ShouldContain("January 2099 has not ended yet");
    }
}
