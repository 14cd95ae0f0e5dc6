using System.CommandLine;
using ReferralHub.Platform;
using ReferralHub.Platform.Leases;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

static class HealthCommand
{
    const int SilenceSecondsDefault = 300;
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var url = CommonOptions.Url("Address of the hub (default: the setting ListenOn, or MetricsOn of a hub without the role web)");
        var live = new Option<bool>("--live") { Description = "Asks only whether the process should go on, not whether it is ready" };
        var watchdog = new Option<bool>("--watchdog")
        {
            Description = "Asks the database, and no hub, whether the watchdog is alive: for a timer on another machine",
        };
        var silence = CommonOptions.Positive("--silence", "With --watchdog: seconds after which it counts as dead", SilenceSecondsDefault);
        var command = new Command(
            "health",
            "Asks a running hub whether it is ready; exit code 0 when it is, 2 when it is not, 3 when nobody answers."
        )
        {
            url,
            live,
            watchdog,
            silence,
        };
        command.SetAction(
            (parse, token) =>
                parse.GetValue(watchdog)
                    ? WatchdogAsync(parse.GetValue(silence), token)
                    : AskAsync(parse.GetValue(url), parse.GetValue(live) ? "live" : "ready", token)
        );
        return command;
    }

    static async Task<int> AskAsync(string? url, string what, CancellationToken token)
    {
        var address = RunningHub.FindAddress(url ?? FindHealthAddress(SettingsReader.Read()), $"/health/{what}");
        if (await RunningHub.SendAsync(HttpMethod.Get, address, null, AnswerMax, token) is not { } answer)
            return ExitCodes.Failed;
        Console.WriteLine(answer.Body);
        return answer.IsGood ? ExitCodes.Ok : ExitCodes.Findings;
    }

    /// <summary>Where this machine's hub tells its health; one that listens on every address is asked on loopback.</summary>
    static string FindHealthAddress(HubSettings settings)
    {
        var listens = settings.Runs(Roles.Web) || settings.MetricsOn is null ? RunningHub.FindHub(settings) : settings.MetricsOn;
        return listens.Split(';')[0].Trim().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
    }

    static async Task<int> WatchdogAsync(int silenceSeconds, CancellationToken token)
    {
        var database = DatabaseOpener.Open(SettingsReader.Read(), mustExist: true);
        await using var closing = (IAsyncDisposable)database;
        TimeSpan? age;
        try
        {
            age = await new Heartbeats(database, TimeProvider.System).WatchdogAgeAsync(token);
        }
        catch (Exception e) when (database.IsOutage(e))
        {
            await Console.Error.WriteLineAsync($"The database does not answer ({e.GetType().Name}).");
            return ExitCodes.Failed;
        }

        Console.WriteLine(age is null ? "The watchdog has never run." : $"The watchdog was last heard {age.Value.TotalSeconds:0} s ago.");
        return age?.TotalSeconds <= silenceSeconds ? ExitCodes.Ok : ExitCodes.Findings;
    }
}
