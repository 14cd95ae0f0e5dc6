using System.Text.Json;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

/// <summary>A demonstration that runs while the tests of commands ask it.</summary>
public sealed class CommandHub : IAsyncLifetime
{
    public const string Collection = "commands that ask a hub";
    const int Referrals = 80;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-hub-");
    HubProcess? hub;

    public string Url => hub!.Url;

    /// <summary>Its data folder, whose database it has open.</summary>
    public string Data => Path.Combine(folder.FullName, "d");

    /// <summary>A pack of its folder, which two people have approved.</summary>
    public string Pack => Path.Combine(folder.FullName, "d", "packs", "local-demonstration.yaml");

    /// <summary>What it said when it was ready, and all it logged.</summary>
    public string Output => hub!.Output;

    public async Task InitializeAsync()
    {
        var port = HubProcess.FreePort();
        hub = await HubProcess.StartAsync(port, ["demo", "--referrals", $"{Referrals}", "--port", $"{port}", "--data", Data]);
        await hub.SaysAsync("Ctrl+C stops it");
    }

    public async Task DisposeAsync()
    {
        await hub!.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>Runs a command that asks this hub.</summary>
    internal Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) =>
        HubProcess.RunAsync([.. arguments, "--url", Url]);

    /// <summary>Reference of a referral that waits for a reviewer.</summary>
    internal async Task<string> FindReferenceAsync()
    {
        using var client = new HttpClient();
        using var queue = JsonDocument.Parse(await client.GetStringAsync($"{Url}/review/api/queue"));
        return queue.RootElement.GetProperty("items")[0].GetProperty("reference").GetString()!;
    }
}

[CollectionDefinition(CommandHub.Collection)]
public sealed class CommandHubCollection : ICollectionFixture<CommandHub>;
