using System.CommandLine;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

static class ServeCommand
{
    public static Command Create(HubBuilder hub)
    {
        var roles = new Option<string?>("--roles")
        {
            Description = "What runs here: web, worker, scheduler, separated by commas (default all)",
        };
        var command = new Command("serve", "Runs the hub with the settings of appsettings.json and the environment (the default).")
        {
            roles,
        };
        command.SetAction((parse, token) => RunAsync(hub, parse.GetValue(roles), token));
        return command;
    }

    public static async Task<int> RunAsync(HubBuilder hub, string? roles, CancellationToken token)
    {
        var settings = SettingsReader.Read();
        if (roles is not null)
            settings.Roles = roles;
        SettingsReader.CheckRoles(settings);
        await using var database = DatabaseOpener.Open(settings) as IAsyncDisposable;
        await using var app = hub.Build(settings, (Platform.Data.HubDatabase)database!);
        await Preparation.PrepareAsync(app, token);
        await app.StartAsync(token);
        await Console.Error.WriteLineAsync($"ReferralHub listens on {string.Join(", ", app.Urls)} (loopback only until sign-in exists).");
        await app.WaitForShutdownAsync(token);
        return ExitCodes.Ok;
    }
}
