using System.Text.Json;
using ReferralHub.Kernel;
using ReferralHub.Server.Demo;
using ReferralHub.Server.SignIn;
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

    /// <summary>Client file of the centre.</summary>
    public string Client => Path.Combine(Data, DemoClients.CentreFile);

    /// <summary>Runs a command that asks this hub as another system of the centre, for what takes two people.</summary>
    internal Task<(int Exit, string Output, string Error)> RunAsOtherAsync(params string[] arguments) =>
        HubProcess.RunAsync([(HubSignIn.Variable, Path.Combine(Data, DemoClients.OtherCentreFile))], [.. arguments, "--url", Url]);

    /// <summary>Runs a command that asks this hub as a system of the centre.</summary>
    internal Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) =>
        HubProcess.RunAsync([(HubSignIn.Variable, Client)], [.. arguments, "--url", Url]);

    /// <summary>Reference of a referral that waits for a reviewer.</summary>
    internal async Task<string> FindReferenceAsync()
    {
        using var client = SignedInHandler.CreateHttp(ClientFile.Read(Client), TimeSpan.FromSeconds(30));
        using var tasks = JsonDocument.Parse(await client.GetStringAsync($"{Url}/fhir/Task?business-status=in-review&_count=1"));
        var task = tasks.RootElement.GetProperty("entry")[0].GetProperty("resource");
        return ReferralReference.Display(task.GetProperty("identifier")[0].GetProperty("value").GetString()!);
    }
}

[CollectionDefinition(CommandHub.Collection)]
public sealed class CommandHubCollection : ICollectionFixture<CommandHub>;
