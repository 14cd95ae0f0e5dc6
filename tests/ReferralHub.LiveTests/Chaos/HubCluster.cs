using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.LiveTests.Services;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Server.Databases.PostgreSql;
using ReferralHub.Tests;

namespace ReferralHub.LiveTests.Chaos;

/// <summary>A hub as operators run it: one web process, two workers, two schedulers, each a process of its own.</summary>
sealed class HubCluster : IAsyncDisposable
{
    readonly System.Collections.Concurrent.ConcurrentDictionary<string, HubProcess> processes = new();
    readonly Dictionary<string, int> ports;
    readonly DirectoryInfo folder;
    readonly (string, string)[] settings;

    HubCluster(DirectoryInfo folder, string connectionString, string brokerUri, PostgreSqlHubDatabase database)
    {
        this.folder = folder;
        Database = database;
        ports = Names.ToDictionary(n => n, _ => HubProcess.FreePort());
        settings =
        [
            ("ReferralHub__DirectoryFolder", Path.Combine(folder.FullName, "directory")),
            ("ReferralHub__Database__Provider", "PostgreSql"),
            ("ReferralHub__Database__ConnectionString", connectionString),
            ("ReferralHub__Transport__Kind", "RabbitMq"),
            ("ReferralHub__Transport__Uri", brokerUri),
            ($"ReferralHub__Transport__Senders__{RabbitMqServer.User}", AmqpClient),
            // Three seconds in which a decision can be undone: many take effect while something is broken.
            ("ReferralHub__Review__UndoMinutes", "0.05"),
            .. LivePeople.CreateSettings([.. Reviewers.Select(r => (r, CallerRole.Reviewer))]),
        ];
    }

    /// <summary>Signing names of its reviewers.</summary>
    public static IReadOnlyList<string> Reviewers { get; } = [.. Enumerable.Range(1, 3).Select(n => $"Reviewer {n}")];

    /// <summary>Id of the registered client that the broker's user is.</summary>
    public const string AmqpClient = LiveClient.Id;

    public static string[] Names { get; } = ["web", "worker-1", "worker-2", "scheduler-1", "scheduler-2"];

    public HubDatabase Database { get; }

    public string Url => $"http://127.0.0.1:{ports["web"]}";

    public HubProcess this[string name] => processes[name];

    /// <summary>Makes the schema and starts every process.</summary>
    /// <param name="checkConnection">Where the test itself looks at the database; not through any wire that it cuts.</param>
    public static async Task<HubCluster> StartAsync(string connectionString, string checkConnection, string brokerUri, string providerUrl)
    {
        var folder = Directory.CreateTempSubdirectory("rh-cluster-");
        TestDirectory.Write(folder.CreateSubdirectory("directory").FullName, providerUrl);
        var cluster = new HubCluster(folder, connectionString, brokerUri, PostgreSqlHubDatabase.Open(checkConnection + ";Pooling=false"));
        try
        {
            await cluster.Database.MigrateAsync(CancellationToken.None);
            foreach (var name in Names)
                cluster.Begin(name);
            foreach (var name in Names)
                await cluster.processes[name].ReadyAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a process that is not running, as its supervisor would; with a fail point when the test asks for one.</summary>
    public void Begin(string name, params (string, string)[] more)
    {
        var data = folder.CreateSubdirectory(name).FullName;
        // Without pages there is nobody who could give out tokens, so that figures are read where anybody may.
        var listens = name == "web" ? "ListenOn" : "MetricsOn";
        processes[name] = HubProcess.Begin(
            ports[name],
            ["serve", "--roles", name.Split('-')[0]],
            [.. settings, ("ReferralHub__DataDirectory", data), ($"ReferralHub__{listens}", $"http://127.0.0.1:{ports[name]}"), .. more]
        );
    }

    /// <summary>SIGKILL and a new start.</summary>
    public async Task KillAndRestartAsync(string name)
    {
        await processes[name].DisposeAsync();
        Begin(name);
    }

    /// <summary>A stop in order and a new start.</summary>
    public async Task RestartAsync(string name)
    {
        await processes[name].StopAsync();
        await processes[name].DisposeAsync();
        Begin(name);
        await processes[name].ReadyAsync();
    }

    /// <summary>Starts again whatever has died.</summary>
    public void Supervise()
    {
        foreach (var (name, process) in processes.ToList())
            if (process.HasExited)
                Begin(name);
    }

    /// <summary>How many processes said of themselves that only a restart helps, and were restarted.</summary>
    public int Revived { get; private set; }

    /// <summary>What a supervisor does with a liveness probe: who answers that it should not go on is started anew.</summary>
    public async Task ReviveAsync(CancellationToken stop)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        while (!stop.IsCancellationRequested)
        {
            foreach (var name in Names)
            {
                try
                {
                    using var live = await client.GetAsync($"http://127.0.0.1:{ports[name]}/health/live", CancellationToken.None);
                    if (live.IsSuccessStatusCode)
                        continue;
                    Revived++;
                    await KillAndRestartAsync(name);
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    // Frozen, killed or on its way up: the test's own doing.
                }
            }

            await Task.Delay(2_000, CancellationToken.None);
        }
    }

    /// <summary>The scheduler that holds the lease.</summary>
    public async Task<string> ActiveSchedulerAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var i = 0; i < 100; i++)
        {
            foreach (var name in Names.Where(n => n.StartsWith("scheduler", StringComparison.Ordinal)))
                if (
                    (await client.GetStringAsync($"http://127.0.0.1:{ports[name]}/metrics")).Contains(
                        "referralhub_scheduler_active 1\n",
                        StringComparison.Ordinal
                    )
                )
                    return name;
            await Task.Delay(200);
        }

        throw new TimeoutException("No scheduler holds the lease.");
    }

    public async Task<string> HealthAsync(string name, string path = "/health/ready")
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        using var response = await client.GetAsync($"http://127.0.0.1:{ports[name]}{path}");
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    /// <summary>Waits until nothing waits for a worker and the log is stamped and read; false when the time is up.</summary>
    public Task<bool> SettleAsync(TimeSpan limit) => Server.Settling.WaitAsync(Database, limit, CancellationToken.None);

    /// <summary>How many journeys wait for a worker since before this instant.</summary>
    public async Task<int> WaitingSinceAsync(DateTime before)
    {
        await using var db = Database.OpenRead();
        return await db.Journeys.CountAsync(j => j.WakeAt != null && j.StageEntered < before && j.ParkedSince == null);
    }

    /// <summary>The last lines that each process wrote, for a failure to be understood.</summary>
    public string LastWords() =>
        string.Join(
            '\n',
            processes.Select(p =>
            {
                var last = p.Value.Output.Split('\n').TakeLast(25).Select(l => l.Length > 500 ? l[..500] : l);
                return $"== {p.Key}{(p.Value.HasExited ? " (gone)" : "")}\n{string.Join('\n', last)}";
            })
        );

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes.Values)
        {
            process.Send(Signal.Continue);
            await process.DisposeAsync();
        }

        await ((IAsyncDisposable)Database).DisposeAsync();
        folder.Delete(recursive: true);
    }
}
