using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Server.Bench;
using ReferralHub.Server.Demo;

namespace ReferralHub.Server.Commands;

/// <summary>Measures HTTP intake to option list, everything in one process, and the machine's raw ceiling in the same run.</summary>
static class BenchCommand
{
    const int ReferralsDefault = 6_000;
    const int ConnectionsDefault = 64;
    const int WarmUpReferrals = 600;
    const int MessageBytes = 14_000;
    const int OpenLoopSeconds = 10;
    static readonly TimeSpan SettleMax = TimeSpan.FromMinutes(5);

    public static Command Create(HubBuilder hub)
    {
        var referrals = CommonOptions.Positive("--referrals", "How many referrals are sent as fast as they are answered", ReferralsDefault);
        var connections = CommonOptions.Positive("--connections", "How many connections send at once", ConnectionsDefault);
        var rate = CommonOptions.Positive("--rate", "Arrivals per second of the open-loop part, which measures the intake answer", 100);
        var data = CommonOptions.Data("Folder to work in; it is made and deleted (default: a temporary one)");
        var report = CommonOptions.Report();
        var command = new Command("bench", "Measures HTTP intake to option list on SQLite and the in-memory transport, with the raw ceiling of the same run.") { referrals, connections, rate, data, report };
        command.SetAction((parse, token) => RunAsync(hub, parse.GetValue(referrals), parse.GetValue(connections), parse.GetValue(rate), parse.GetValue(data), parse.GetValue(report)!, token));
        return command;
    }

    static async Task<int> RunAsync(HubBuilder hub, int count, int connections, int rate, DirectoryInfo? data, string report, CancellationToken token)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("referralhub-bench-");
        if (data is { Exists: true } && data.EnumerateFileSystemInfos().Any()) throw new SettingsException($"{data.FullName} is not empty; the benchmark deletes its folder, so it takes only an empty one.");
        try
        {
            var settings = new HubSettings { DataDirectory = folder.FullName, DirectoryFolder = Path.Combine(folder.FullName, "directory"), ListenOn = "http://127.0.0.1:0" };
            var area = DemoArea.Write(settings.DirectoryFolder, 1, "http://127.0.0.1:9", WorkingDays.LocalDate(TimeProvider.System.UtcNow()));
            var bodies = Bodies(area, count + WarmUpReferrals + (rate * OpenLoopSeconds));
            var commits = RawCeilings.SqliteCommitsPerSecond(Path.Combine(folder.FullName, "ceiling"), 4_000);
            var parse = RawCeilings.ParseMicroseconds(bodies[0]);

            var database = HubBuilder.OpenDatabase(settings);
            await using var closing = (IAsyncDisposable)database;
            await using var app = hub.Build(settings, database, LogLevel.Error);
            await HubBuilder.PrepareAsync(app, token);
            await app.StartAsync(token);
            var server = new Uri(app.Urls.First());
            await SendAllAsync(server, bodies.AsMemory(0, WarmUpReferrals), connections, token);
            await Settling.WaitAsync(database, SettleMax, token);

            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var started = Stopwatch.GetTimestamp();
            var refused = await SendAllAsync(server, bodies.AsMemory(WarmUpReferrals, count), connections, token);
            var intakeSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await RoutedAsync(database, token);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var cpuMilliseconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds / count;
            await Settling.WaitAsync(database, SettleMax, token);

            var latencies = await OpenLoopAsync(server, bodies.AsMemory(WarmUpReferrals + count), rate, connections, token);
            await Settling.WaitAsync(database, SettleMax, token);
            await using var db = database.OpenRead();
            var offered = await db.Journeys.CountAsync(j => j.Stage == Stage.AwaitingChoice, token);
            await app.StopAsync(token);
            Print(report, new Figures(count, seconds, intakeSeconds, cpuMilliseconds, commits, parse, refused, offered, latencies, rate));
            return refused == 0 ? ExitCodes.Ok : ExitCodes.Findings;
        }
        finally
        {
            if (folder.Exists) folder.Delete(recursive: true);
        }
    }

    sealed record Figures(int Count, double Seconds, double IntakeSeconds, double CpuMilliseconds, double Commits, double ParseMicroseconds, int Refused, int Offered, double[] Latencies, int Rate)
    {
        public double PerSecond => Count / Seconds;

        public double Percentile(double p) => Latencies.Length == 0 ? 0 : Latencies[Math.Min(Latencies.Length - 1, (int)Math.Ceiling(Latencies.Length * p) - 1)];
    }

    static byte[][] Bodies(DemoArea area, int count)
    {
        var referrals = new DemoReferrals(1);
        var now = TimeProvider.System.UtcNow();
        return [.. Enumerable.Range(0, count).Select(i => referrals.Write(new(area.Practices[i % area.Practices.Count], DemoArea.Specialties[i % 8].Code, Priority.Routine, now.AddSeconds(-i))
        {
            PaddingBytes = MessageBytes - 4_200,
        }))];
    }

    static async Task<int> SendAllAsync(Uri server, ReadOnlyMemory<byte[]> bodies, int connections, CancellationToken token)
    {
        var (next, refused) = (-1, 0);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var client = await RawHttpClient.ConnectAsync(server, token);
            while (Interlocked.Increment(ref next) is var i && i < bodies.Length)
                if (await client.SendAsync(RawHttpClient.Request(server, bodies.Span[i]), token) != 200) Interlocked.Increment(ref refused);
        }));
        return refused;
    }

    /// <summary>Arrivals at a fixed rate whatever the answers do; a late start counts as waiting.</summary>
    static async Task<double[]> OpenLoopAsync(Uri server, ReadOnlyMemory<byte[]> bodies, int rate, int connections, CancellationToken token)
    {
        var latencies = new double[bodies.Length];
        var (next, started) = (-1, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var client = await RawHttpClient.ConnectAsync(server, token);
            while (Interlocked.Increment(ref next) is var i && i < bodies.Length)
            {
                var request = RawHttpClient.Request(server, bodies.Span[i]);
                var due = TimeSpan.FromSeconds((double)i / rate);
                var wait = due - Stopwatch.GetElapsedTime(started);
                if (wait > TimeSpan.Zero) await Task.Delay(wait, token);
                // Timers wake up to a few milliseconds late; that is the generator's doing and not the hub's.
                var sent = Stopwatch.GetElapsedTime(started);
                var from = sent - due < TimeSpan.FromMilliseconds(5) ? sent : due;
                await client.SendAsync(request, token);
                latencies[i] = (Stopwatch.GetElapsedTime(started) - from).TotalMilliseconds;
            }
        }));
        Array.Sort(latencies);
        return latencies;
    }

    static async Task RoutedAsync(HubDatabase database, CancellationToken token)
    {
        while (true)
        {
            await using var db = database.OpenRead();
            if (!await db.Journeys.AnyAsync(j => j.WakeAt != null, token)) return;
            await Task.Delay(10, token);
        }
    }

    static void Print(string report, Figures f)
    {
        if (report == "json")
        {
            JsonReport.Print(w =>
            {
                w.WriteNumber("referrals", f.Count);
                w.WriteNumber("referralsPerSecond", Math.Round(f.PerSecond, 1));
                w.WriteNumber("intakePerSecond", Math.Round(f.Count / f.IntakeSeconds, 1));
                w.WriteNumber("cpuMillisecondsPerReferral", Math.Round(f.CpuMilliseconds, 3));
                w.WriteNumber("openLoopPerSecond", f.Rate);
                w.WriteNumber("p50Milliseconds", Math.Round(f.Percentile(0.50), 2));
                w.WriteNumber("p95Milliseconds", Math.Round(f.Percentile(0.95), 2));
                w.WriteNumber("p99Milliseconds", Math.Round(f.Percentile(0.99), 2));
                w.WriteNumber("ratioToCeiling", Math.Round(f.PerSecond / f.Commits, 4));
                w.WriteNumber("ceilingCommitsPerSecond", Math.Round(f.Commits, 0));
                w.WriteNumber("ceilingParseMicroseconds", Math.Round(f.ParseMicroseconds, 1));
                w.WriteNumber("refused", f.Refused);
                w.WriteNumber("offered", f.Offered);
                w.WriteString("database", "Sqlite");
                w.WriteString("transport", "InMemory");
            });
            return;
        }

        string N(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
        Console.WriteLine($"{N(f.PerSecond, "N0")} referrals/s from HTTP to option list ({f.Count:N0} messages of about 14 kB, SQLite, in-memory; everything on this machine)");
        Console.WriteLine($"{N(f.Count / f.IntakeSeconds, "N0")} answers/s at intake; {N(f.CpuMilliseconds, "0.00")} ms of CPU for each referral, load generator included");
        Console.WriteLine($"Intake answer at {f.Rate}/s, open loop: p50 {N(f.Percentile(0.5), "0.0")} ms, p95 {N(f.Percentile(0.95), "0.0")} ms, p99 {N(f.Percentile(0.99), "0.0")} ms");
        Console.WriteLine($"Raw ceiling of this run: {N(f.Commits, "N0")} bare SQLite commits/s (ratio {N(f.PerSecond / f.Commits, "0.000")}); bare JsonDocument.Parse {N(f.ParseMicroseconds, "0")} µs");
        Console.WriteLine($"{f.Offered:N0} patients have their options; {f.Refused} refused");
    }
}
