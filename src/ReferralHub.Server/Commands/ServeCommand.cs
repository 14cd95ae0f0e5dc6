using System.CommandLine;
using ReferralHub.Platform;
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
        var command = new HubCommand("serve", "Runs the hub with the settings of appsettings.json and the environment (the default).")
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
        try
        {
            await Preparation.PrepareAsync(app, token);
            await app.StartAsync(token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // It had taken nothing yet, so this is a stop in order.
            await Console.Error.WriteLineAsync("ReferralHub was told to stop before it had started.");
            return ExitCodes.Ok;
        }

        await Console.Error.WriteLineAsync(DescribePlaces([.. app.Urls], settings));
        await app.WaitForShutdownAsync(token);
        return ExitCodes.Ok;
    }

    /// <summary>Where the hub is reached, and by whom.</summary>
    /// <param name="urls">What is listened on, in the order of the settings: ListenOn, then MetricsOn.</param>
    internal static string DescribePlaces(IReadOnlyList<string> urls, HubSettings settings)
    {
        const string machines = "health and metrics, nothing about patients";
        var people = settings.PublicUrl is { } open ? $"people come by {open}" : "from this machine only";
        if (settings.MetricsOn is null)
            return $"ReferralHub listens on {string.Join(", ", urls)} ({people}).";
        return settings.Runs(Roles.Web)
            ? $"ReferralHub listens on {string.Join(", ", urls.SkipLast(1))} ({people}) and on {urls[^1]} ({machines})."
            : $"ReferralHub listens on {urls[^1]} ({machines}).";
    }
}
