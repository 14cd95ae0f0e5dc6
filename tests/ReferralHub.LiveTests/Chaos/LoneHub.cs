using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Server.Hosting;
using ReferralHub.Tests;
using ReferralHub.Tests.History;
using Shouldly;

namespace ReferralHub.LiveTests.Chaos;

/// <summary>One hub with all roles and senders at work, on a database that a test is about to hurt.</summary>
sealed class LoneHub : IAsyncDisposable
{
    const int Senders = 6;
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan QuietMax = TimeSpan.FromSeconds(120);
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-lone-");
    readonly CancellationTokenSource stop = new();
    readonly TestProvider provider;
    readonly HubSettings settings;
    (string, string)[] environment = [];
    HubProcess process = null!;
    LoadClient load = null!;
    Task sending = Task.CompletedTask;

    LoneHub(TestProvider provider, HubSettings settings) => (this.provider, this.settings) = (provider, settings);

    public bool HasExited => process.HasExited;

    /// <summary>Starts a hub and its senders.</summary>
    /// <param name="dataFolder">Where an embedded database lies; null for a folder of its own.</param>
    /// <param name="connectionString">A PostgreSQL; null for the embedded database.</param>
    public static async Task<LoneHub> StartAsync(string? dataFolder, string? connectionString)
    {
        var settings = new HubSettings
        {
            Database = connectionString is null ? new() : new() { Provider = "PostgreSql", ConnectionString = connectionString },
        };
        var hub = new LoneHub(await TestProvider.StartAsync(), settings);
        var port = HubProcess.FreePort();
        var directory = hub.folder.CreateSubdirectory("directory").FullName;
        TestDirectory.Write(directory, hub.provider.Url);
        settings.DataDirectory = dataFolder ?? hub.folder.CreateSubdirectory("data").FullName;
        hub.environment =
        [
            ("ReferralHub__DataDirectory", settings.DataDirectory),
            ("ReferralHub__DirectoryFolder", directory),
            ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}"),
            .. connectionString is null
                ? []
                : ((string, string)[])
                    [
                        ("ReferralHub__Database__Provider", settings.Database.Provider),
                        ("ReferralHub__Database__ConnectionString", connectionString),
                    ],
        ];
        if (connectionString is not null)
            (await HubProcess.RunAsync(hub.environment, "db", "migrate")).Exit.ShouldBe(0);
        hub.process = await HubProcess.StartAsync(port, ["serve"], hub.environment);
        hub.load = new(() => hub.process.Url, 23);
        hub.sending = hub.load.RunAsync(Senders, Pace, hub.stop.Token);
        return hub;
    }

    /// <summary>SIGKILL and a new start, while the senders go on.</summary>
    public async Task KillAndRestartAsync()
    {
        await process.DisposeAsync();
        process = await HubProcess.StartAsync(new Uri(process.Url).Port, ["serve"], environment);
    }

    /// <summary>Waits until a sender is answered with this status; gives how long that took.</summary>
    public async Task<TimeSpan> AnsweredAsync(int status, TimeSpan limit)
    {
        load.TakeStatuses();
        var clock = Stopwatch.GetTimestamp();
        while (!load.TakeStatuses().ContainsKey(status))
        {
            process.HasExited.ShouldBeFalse(process.Output);
            Stopwatch.GetElapsedTime(clock).ShouldBeLessThan(limit, $"nobody was answered with {status}");
            await Task.Delay(50);
        }

        return Stopwatch.GetElapsedTime(clock);
    }

    /// <summary>What senders are answered in this time, by status; 0 stands for no answer.</summary>
    public async Task<IReadOnlyDictionary<int, int>> WatchAsync(TimeSpan time)
    {
        load.TakeStatuses();
        await Task.Delay(time);
        return load.TakeStatuses();
    }

    /// <summary>Status and text of the hub's readiness.</summary>
    public async Task<(int Status, string Text)> ReadinessAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        using var response = await client.GetAsync($"{process.Url}/health/ready");
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The senders have their answers, the hub finishes what it took and stops in order; then all of it is checked.</summary>
    public async Task<HistoryVerdict> FinishAsync()
    {
        await stop.CancelAsync();
        await sending;
        await load.FinishAsync();
        await process.QuietAsync(QuietMax);
        await process.StopAsync();
        var database = DatabaseOpener.Open(settings, mustExist: true);
        await using (database as IAsyncDisposable)
        {
            await using var db = database.OpenRead();
            var ids = await db.Journeys.Select(j => j.Id).ToListAsync();
            return HistoryChecker.Check(
                await HistorySnapshot.ReadAsync(
                    database,
                    load.Attempts,
                    provider.Deliveries(ids),
                    held: provider.Held(ids),
                    refused: provider.Refused(ids)
                )
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await process.DisposeAsync();
        await sending;
        await provider.DisposeAsync();
        stop.Dispose();
        folder.Delete(recursive: true);
    }
}
