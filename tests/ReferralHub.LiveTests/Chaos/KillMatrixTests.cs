using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.LiveTests.Services;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Server.Hosting;
using ReferralHub.Tests;
using ReferralHub.Tests.History;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.LiveTests.Chaos;

/// <summary>
/// Kills the hub at every named point that a referral passes, under load, and starts it again each time.
/// Afterwards everything that was acknowledged has ended where it should, once.
/// </summary>
public sealed class KillMatrixTests(ITestOutputHelper output)
{
    const int Senders = 8;
    const int HitMax = 30;
    static readonly TimeSpan DiesWithin = TimeSpan.FromSeconds(60);
    static readonly TimeSpan QuietMax = TimeSpan.FromSeconds(300);

    static int Repeats => int.TryParse(Environment.GetEnvironmentVariable("REFERRALHUB_TEST_KILL_REPEATS"), out var repeats) ? repeats : 1;

    [SkippableTheory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task KilledAtEveryPoint_EverythingAcknowledgedEndsOnce(string databaseName)
    {
        Skip.IfNot(databaseName == "Sqlite" || await PostgreSqlServer.IsThereAsync(), PostgreSqlServer.Missing);
        await using var server = databaseName == "Sqlite" ? null : await PostgreSqlServer.StartNewAsync();
        await using var provider = await TestProvider.StartAsync();
        var folder = Directory.CreateTempSubdirectory("rh-matrix-");
        try
        {
            TestDirectory.Write(folder.CreateSubdirectory("directory").FullName, provider.Url);
            var port = HubProcess.FreePort();
            var settings = new List<(string, string)>
            {
                ("ReferralHub__DataDirectory", folder.FullName),
                ("ReferralHub__DirectoryFolder", Path.Combine(folder.FullName, "directory")),
                ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}"),
            };
            if (server is not null)
            {
                await server.CreateDatabaseAsync("hub");
                settings.AddRange([
                    ("ReferralHub__Database__Provider", "PostgreSql"),
                    ("ReferralHub__Database__ConnectionString", server.ConnectionString("hub")),
                ]);
                (await HubProcess.RunAsync([.. settings], "db", "migrate")).Exit.ShouldBe(0);
            }

            var load = new LoadClient(() => $"http://127.0.0.1:{port}", 7);
            var random = new Random(20261124);
            var (killed, trials) = (0, 0);
            foreach (var point in Enumerable.Repeat(FailPoints.Names, Repeats).SelectMany(n => n))
            {
                trials++;
                if (await KillAtAsync($"{point}:{random.Next(5, HitMax)}", port, load, [.. settings]))
                    killed++;
                else
                    output.WriteLine($"{point} was not passed often enough");
            }

            await using var last = await HubProcess.StartAsync(port, ["serve"], [.. settings]);
            await load.FinishAsync();
            await last.QuietAsync(QuietMax);
            // What was in hand at three deaths is parked until somebody says otherwise, and that is so.
            var (exit, said, error) = await HubProcess.RunAsync([.. settings], "work", "retry", "--all", "--by", "Kill matrix");
            exit.ShouldBe(0, error);
            await last.QuietAsync(QuietMax);
            await last.StopAsync();

            await using var database = (IAsyncDisposable)DatabaseOpener.Open(CreateSettings(folder, server));
            await using var db = ((HubDatabase)database).OpenRead();
            var ids = await db.Journeys.Select(j => j.Id).ToListAsync();
            var verdict = HistoryChecker.Check(
                await HistorySnapshot.ReadAsync(
                    (HubDatabase)database,
                    load.Attempts,
                    provider.Deliveries(ids),
                    held: provider.Held(ids),
                    refused: provider.Refused(ids)
                )
            );
            Summary.Write(output, $"Kill matrix on {databaseName}: {killed}/{trials} kills; {verdict}; parked and retried {said.Trim()}");
            verdict.Violations.ShouldBeEmpty();
            killed.ShouldBe(trials);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<bool> KillAtAsync(string failPoint, int port, LoadClient load, (string, string)[] settings)
    {
        await using var hub = HubProcess.Begin(port, ["serve"], [.. settings, ("REFERRALHUB_FAILPOINT", failPoint)]);
        using var stop = new CancellationTokenSource();
        var running = load.RunAsync(Senders, TimeSpan.FromMilliseconds(20), stop.Token);
        var died = await hub.GoneAsync(DiesWithin);
        await stop.CancelAsync();
        await running;
        return died;
    }

    static HubSettings CreateSettings(DirectoryInfo folder, PostgreSqlServer? server) =>
        new()
        {
            DataDirectory = folder.FullName,
            Database = server is null ? new() : new() { Provider = "PostgreSql", ConnectionString = server.ConnectionString("hub") },
        };
}
