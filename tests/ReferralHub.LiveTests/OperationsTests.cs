using System.Text.Json.Nodes;
using ReferralHub.LiveTests.Commands;
using ReferralHub.Tests;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests;

/// <summary>What operators do from the command line, with a real hub beside it.</summary>
public sealed class OperationsTests : IAsyncLifetime
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-ops-");
    readonly int port = HubProcess.FreePort();

    (string, string)[] Settings =>
        [
            ("ReferralHub__DataDirectory", Path.Combine(folder.FullName, "data")),
            ("ReferralHub__DirectoryFolder", Path.Combine(folder.FullName, "directory")),
            ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}"),
        ];

    public Task InitializeAsync()
    {
        TestDirectory.Write(folder.CreateSubdirectory("directory").FullName);
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    [Covers("work list")]
    [Covers("work show")]
    [Covers("work retry")]
    [Covers("work park")]
    public async Task StuckReferral_IsListedShownParkedAndRetried()
    {
        await using var hub = await HubProcess.StartAsync(port, ["serve"], Settings);
        // Suspected cancer goes straight to a provider, whose address here answers nobody.
        await PostAsync(TestReferral.SuspectedCancer());
        string reference = "";
        for (var i = 0; i < 120 && reference.Length == 0; i++)
        {
            await Task.Delay(1_000);
            var (exit, output, _) = await HubProcess.RunAsync(Settings, "work", "list", "--report", "json");
            var groups = JsonNode.Parse(output)!.AsArray();
            exit.ShouldBe(groups.Count > 0 ? 2 : 0);
            if (groups.Count > 0)
                reference = (string)groups[0]!["first"]![0]!["reference"]!;
        }

        reference.ShouldNotBeEmpty("it did not show up as stuck");
        (await HubProcess.RunAsync(Settings, "work", "list")).Output.ShouldContain("The provider could not be reached");
        var shown = await HubProcess.RunAsync(Settings, "work", "show", reference);
        shown.Exit.ShouldBe(0);
        shown.Output.ShouldNotContain("Canary");
        (await HubProcess.RunAsync(Settings, "work", "park", reference, "--by", "Op")).Exit.ShouldBe(1);
        // Suspected cancer is never held, and so not parked either; a person sees to it.
        var parked = await HubProcess.RunAsync(Settings, "work", "park", reference, "--by", "Op", "--reason", "Provider moved");
        (parked.Exit, parked.Output).ShouldBe((2, ""));
        parked.Error.ShouldNotBeEmpty();
        (await HubProcess.RunAsync(Settings, "work", "retry", reference, "--by", "Op")).Exit.ShouldBe(0);
        (await HubProcess.RunAsync(Settings, "work", "retry", "AAAA", "--by", "Op")).Exit.ShouldBe(2);
        (await HubProcess.RunAsync(Settings, "work", "retry", "--by", "Op")).Exit.ShouldBe(1);
        (await HubProcess.RunAsync(Settings, "work", "list", "--url", "http://127.0.0.1:9")).Exit.ShouldBe(3);
    }

    [Fact]
    [Covers("db backup")]
    [Covers("db restore")]
    public async Task Backup_OfARunningHub_IsVerified_AndRestored()
    {
        var file = Path.Combine(folder.FullName, "copy.db");
        await using (var hub = await HubProcess.StartAsync(port, ["serve"], Settings))
        {
            for (var i = 0; i < 20; i++)
                await PostAsync(TestReferral.Routine());
            await Task.Delay(1_000);
            var (exit, output, error) = await HubProcess.RunAsync(Settings, "db", "backup", file);
            exit.ShouldBe(0, error);
            output.ShouldContain("20 referrals");
            (await HubProcess.RunAsync(Settings, "db", "backup", file)).Error.ShouldContain("exists already");
            (await HubProcess.RunAsync(Settings, "db", "restore", file)).Error.ShouldContain("in use by another");
            for (var i = 0; i < 5; i++)
                await PostAsync(TestReferral.Routine());
            (await hub.StopAsync()).ShouldBe(0);
        }

        var spoilt = Path.Combine(folder.FullName, "spoilt.db");
        var bytes = File.ReadAllBytes(file);
        for (var i = 40_000; i < 44_000; i++)
            bytes[i] ^= 0xff;
        File.WriteAllBytes(spoilt, bytes);
        (await HubProcess.RunAsync(Settings, "db", "restore", spoilt)).Exit.ShouldBe(2);
        var restored = await HubProcess.RunAsync(Settings, "db", "restore", file);
        restored.Exit.ShouldBe(0, restored.Error);
        restored.Output.ShouldContain("20 referrals");
        Directory.GetFiles(Path.Combine(folder.FullName, "data"), "*before-restore*").ShouldNotBeEmpty("what was there is kept");
        await using var again = await HubProcess.StartAsync(port, ["serve"], Settings);
        (await again.StopAsync()).ShouldBe(0);
        (await HubProcess.RunAsync(Settings, "journey", "verify")).Output.ShouldContain("The chain holds");
    }

    [Fact]
    public async Task Stop_FinishesWhatWasTaken_AndSaysThatItIsNotReady()
    {
        await using var hub = await HubProcess.StartAsync(port, ["serve"], [.. Settings, ("ReferralHub__DrainSeconds", "3")]);
        var sending = Enumerable.Range(0, 40).Select(_ => PostAsync(TestReferral.Routine())).ToList();
        await Task.Delay(50);
        hub.Send(Services.Signal.Terminate);
        await Task.Delay(700);
        using (var client = new HttpClient())
        {
            using var ready = await client.GetAsync($"{hub.Url}/health/ready");
            ((int)ready.StatusCode, await ready.Content.ReadAsStringAsync()).ShouldSatisfyAllConditions(
                a => a.Item1.ShouldBe(503),
                a => a.Item2.ShouldContain("stopping")
            );
            (await client.GetAsync($"{hub.Url}/health/live")).IsSuccessStatusCode.ShouldBeTrue();
        }

        await Task.WhenAll(sending);
        (await hub.EndedAsync(TimeSpan.FromSeconds(40))).ShouldBe(0, hub.Output);
    }

    [Fact]
    public async Task DeadWatchdog_IsNoticedFromOutside()
    {
        await using (var hub = await HubProcess.StartAsync(port, ["serve"], Settings))
        {
            await Task.Delay(1_500);
            (await HubProcess.RunAsync(Settings, "health")).Output.ShouldContain("\"watchdog\":\"ok\"");
            await hub.StopAsync();
        }

        (await HubProcess.RunAsync(Settings, "health", "--watchdog")).Exit.ShouldBe(0);
        await Task.Delay(2_000);
        (await HubProcess.RunAsync(Settings, "health", "--watchdog", "--silence", "1")).Exit.ShouldBe(2);
    }

    [Theory]
    [InlineData("web", "must have all roles")]
    [InlineData("clerk", "no role clerk")]
    public async Task RolesThatCannotBeApart_AreRefused(string roles, string said)
    {
        var (exit, _, error) = await HubProcess.RunAsync(Settings, "serve", "--roles", roles);
        exit.ShouldBe(1);
        error.ShouldContain(said);
    }

    /// <summary>F-21: a referral that kills whoever works on it is put aside after three deaths, and the others are done.</summary>
    [Fact]
    public async Task KillerReferral_IsParkedAfterThreeDeaths_AndOthersAreDone()
    {
        await using (var hub = await HubProcess.StartAsync(port, ["serve"], [.. Settings, ("REFERRALHUB_FAILPOINT", "claimed:1")]))
        {
            await PostAsync(TestReferral.Routine());
            (await hub.GoneAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue();
        }

        for (var death = 2; death <= 3; death++)
        {
            // Batches without a suspect pass the point too, so it is the second passing that kills: the one alone.
            await using var hub = HubProcess.Begin(port, ["serve"], [.. Settings, ("REFERRALHUB_FAILPOINT", "claimed:2")]);
            (await hub.GoneAsync(TimeSpan.FromSeconds(40))).ShouldBeTrue($"death {death}");
        }

        await using var last = await HubProcess.StartAsync(port, ["serve"], Settings);
        await PostAsync(TestReferral.Routine());
        await Task.Delay(3_000);
        var (_, output, _) = await HubProcess.RunAsync(Settings, "work", "list", "--report", "json");
        var group = JsonNode.Parse(output)!.AsArray().ShouldHaveSingleItem()!;
        ((string)group["cause"]!, (int)group["parked"]!).ShouldBe(("kills-workers", 1));
        using var client = LiveClient.CreateHttp();
        (await client.GetStringAsync($"{last.Url}/metrics")).ShouldContain("referralhub_worklist_items{stage=\"AwaitingChoice\"} 1\n");
    }

    async Task PostAsync(TestReferral referral)
    {
        using var client = LiveClient.CreateHttp();
        using var content = new ByteArrayContent(referral.Bytes()) { Headers = { { "Content-Type", "application/fhir+json" } } };
        using var response = await client.PostAsync($"http://127.0.0.1:{port}/fhir/$process-message", content);
        response.EnsureSuccessStatusCode();
    }
}
