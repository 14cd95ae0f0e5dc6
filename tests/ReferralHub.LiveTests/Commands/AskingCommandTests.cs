using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

/// <summary>Commands that ask a running hub. Those that change its work are in <see cref="OperationsTests"/>.</summary>
[Collection(CommandHub.Collection)]
public sealed class AskingCommandTests(CommandHub hub)
{
    [Fact]
    public async Task JourneyVerify_BesideTheHub_ReadsTheLog()
    {
        var (exit, output, error) = await HubProcess.RunAsync("journey", "verify", "--data", hub.Data);

        exit.ShouldBe(0, error);
        output.ShouldContain("The chain holds: ");
    }

    [Fact]
    [Covers("rules explain")]
    public async Task RulesExplain_SaysWhichRulesWereConsidered()
    {
        var reference = await hub.FindReferenceAsync();

        var text = await hub.RunAsync("rules", "explain", reference);
        var json = await hub.RunAsync("rules", "explain", reference, "--report", "json");

        text.Exit.ShouldBe(0, text.Error);
        text.Output.ShouldContain($"Referral {reference}");
        JsonNode.Parse(json.Output)!["runs"]!.AsArray().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task RulesExplain_OfAReferralThatIsNotThere_IsRefused()
    {
        var (exit, output, error) = await hub.RunAsync("rules", "explain", "AAAA-AAAA-AAAA");

        (exit, output).ShouldBe((2, ""));
        error.ShouldContain("No referral has the reference");
    }

    [Fact]
    [Covers("rules report")]
    public async Task RulesReport_ListsEachRule()
    {
        var text = await hub.RunAsync("rules", "report");
        var json = await hub.RunAsync("rules", "report", "--report", "json");

        text.Exit.ShouldBe(0, text.Error);
        text.Output.ShouldContain("cost moved");
        JsonNode.Parse(json.Output)!.AsArray().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task RulesSimulate_ByWayOfAHub_GivesTheWholeReport()
    {
        var (exit, output, error) = await hub.RunAsync("rules", "simulate", "--pack", HubProcess.DraftPack, "--report", "json");

        exit.ShouldBe(0, error);
        JsonNode.Parse(output)!["effects"].ShouldNotBeNull();
    }

    [Fact]
    public async Task RulesSimulate_OfSomethingThatIsNoPack_IsRefused()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "nonsense: true");

        var (exit, output, error) = await hub.RunAsync("rules", "simulate", "--pack", file);

        File.Delete(file);
        (exit, output).ShouldBe((1, ""));
        error.ShouldContain(Path.GetFileName(file));
    }

    [Fact]
    [Covers("rules propose")]
    [Covers("rules approve")]
    [Covers("rules withdraw")]
    public async Task RulesWithdrawProposeApprove_EndsAndBringsBackAPack()
    {
        var withdrawn = await hub.RunAsync("rules", "withdraw", "local-demonstration", "--as", "Test C", "--role", "Lead");
        var proposed = await hub.RunAsync("rules", "propose", hub.Pack, "--as", "Test A", "--role", "Lead");
        var same = await hub.RunAsOtherAsync("rules", "approve", hub.Pack, "--as", "test a", "--role", "Lead");
        var said = await hub.RunAsync("rules", "approve", hub.Pack, "--as", "Test B", "--role", "Lead");
        var approved = await hub.RunAsOtherAsync("rules", "approve", hub.Pack, "--as", "Test B", "--role", "Lead");

        (withdrawn.Exit, proposed.Exit, same.Exit, said.Exit, approved.Exit).ShouldBe(
            (0, 0, 2, 2, 0),
            withdrawn.Error + proposed.Error + approved.Error
        );
        proposed.Output.ShouldContain("waiting for somebody else");
        same.Error.ShouldContain("somebody else must approve it");
        said.Error.ShouldContain("two registered systems");
        approved.Output.ShouldContain("It stands: In force.");
    }

    [Fact]
    public async Task RulesApprove_OfAFileThatTheHubHasOtherwise_IsRefused()
    {
        var (exit, output, error) = await hub.RunAsync("rules", "approve", HubProcess.DraftPack, "--as", "Test B", "--role", "Lead");

        (exit, output).ShouldBe((2, ""));
        error.ShouldContain("is not what the file of");
    }

    [Fact]
    public async Task WorkList_WithNothingStuck_SaysSo()
    {
        var (exit, output, error) = await hub.RunAsync("work", "list");

        exit.ShouldBe(0, error);
        output.ShouldContain("Nothing is stuck.");
    }

    [Theory]
    [InlineData("show", "AAAA-AAAA-AAAA")]
    [InlineData("retry", "AAAA-AAAA-AAAA", "--by", "Op")]
    [InlineData("park", "AAAA-AAAA-AAAA", "--by", "Op", "--reason", "None")]
    public async Task Work_OnAReferralThatIsNotThere_IsRefused(params string[] call)
    {
        var (exit, output, error) = await hub.RunAsync(["work", .. call]);

        (exit, output).ShouldBe((2, ""));
        error.Trim().ShouldNotBeEmpty();
    }

    [Fact]
    [Covers("health")]
    public async Task Health_OfAHubThatRuns_IsGood()
    {
        var ready = await hub.RunAsync("health");
        var live = await hub.RunAsync("health", "--live");

        (ready.Exit, live.Exit).ShouldBe((0, 0));
        ready.Output.ShouldContain("\"watchdog\":\"ok\"");
        live.Output.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task WhatTheDemonstrationPrints_CanBeRun()
    {
        // "a draft to try: referralhub rules simulate --pack FILE --url URL)"
        var line = hub.Output.Split('\n').Single(l => l.Contains("a draft to try: referralhub ", StringComparison.Ordinal));
        var call = line[(line.IndexOf("referralhub ", StringComparison.Ordinal) + "referralhub ".Length)..].TrimEnd().TrimEnd(')');

        var (exit, _, error) = await HubProcess.RunAsync(call.Split(' '));

        exit.ShouldBe(0, error);
    }
}
