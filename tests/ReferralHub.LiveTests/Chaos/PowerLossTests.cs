using Microsoft.EntityFrameworkCore;
using ReferralHub.LiveTests.Services;
using ReferralHub.Platform;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals.Documents;
using ReferralHub.Server.Hosting;
using ReferralHub.Tests;
using ReferralHub.Tests.History;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.LiveTests.Chaos;

/// <summary>
/// F-16 of docs/fault-tests.md.
/// The power fails. The data lie on a disk image; at random instants everything is frozen and the image is
/// copied, which is what had reached the disk. Everything acknowledged by then must be in the copy.
/// </summary>
public sealed class PowerLossTests(ITestOutputHelper output)
{
    const int ImageMegabytes = 1_024;

    /// <summary>With the usual limit the log alone would fill the disk.</summary>
    const string LogLimit = "max_wal_size=128MB";
    const int Senders = 6;

    static int Instants => Environment.GetEnvironmentVariable("REFERRALHUB_TEST_NIGHTLY") is null ? 2 : 20;

    [SkippableTheory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task AfterAPowerLoss_EverythingAcknowledgedIsThere(string databaseName)
    {
        Skip.IfNot(databaseName == "Sqlite" || PostgreSqlServer.IsInstalled, "PostgreSQL is not installed.");
        var folder = Directory.CreateTempSubdirectory("rh-power-");
        var disk = await Disk.TryMakeAsync(folder, ImageMegabytes);
        Skip.If(disk is null, "Disk images cannot be mounted here.");
        await using (disk)
        {
            var (checkedReferrals, acknowledged) = (0, 0);
            await using var server = databaseName == "Sqlite" ? null : new PostgreSqlServer(Path.Combine(disk.Mounted, "pg"));
            var directory = folder.CreateSubdirectory("directory").FullName;
            TestDirectory.Write(directory);
            var port = HubProcess.FreePort();
            var settings = new List<(string, string)>
            {
                ("ReferralHub__DataDirectory", server is null ? disk.Mounted : folder.FullName),
                ("ReferralHub__DirectoryFolder", directory),
                ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}"),
            };
            if (server is not null)
            {
                await server.StartAsync(LogLimit);
                await server.CreateDatabaseAsync("hub");
                settings.AddRange([
                    ("ReferralHub__Database__Provider", "PostgreSql"),
                    ("ReferralHub__Database__ConnectionString", server.ConnectionString("hub")),
                ]);
                (await HubProcess.RunAsync([.. settings], "db", "migrate")).Exit.ShouldBe(0);
                // The cluster itself was made without syncing, to be quick; from here on nothing is synced but by the server.
                await disk.SyncAsync();
            }

            await using var hub = await HubProcess.StartAsync(port, ["serve"], [.. settings]);
            var load = new LoadClient(() => $"http://127.0.0.1:{port}", 11);
            using var stop = new CancellationTokenSource();
            var running = load.RunAsync(Senders, TimeSpan.FromMilliseconds(20), stop.Token);
            var random = new Random(20261124);
            for (var instant = 0; instant < Instants; instant++)
            {
                await Task.Delay(random.Next(500, 2_500));
                // Frozen first: a flush in the background would hide what had not been flushed.
                hub.Send(Signal.Stop);
                server?.Send(Signal.Stop);
                var known = load.Attempts.Where(a => a.Answer == Answer.Acknowledged).ToList();
                var copy = await disk.CopyAsync();
                server?.Send(Signal.Continue);
                hub.Send(Signal.Continue);
                await using (copy)
                    checkedReferrals += await CheckAsync(copy, server, known);
                acknowledged = known.Count;
            }

            await stop.CancelAsync();
            await running;
            Summary.Write(
                output,
                $"Power loss on {databaseName}: {Instants} instants, {acknowledged} acknowledged by the last, "
                    + $"{checkedReferrals} looked for, none lost"
            );
        }
    }

    static async Task<int> CheckAsync(Disk copy, PostgreSqlServer? server, List<Attempt> known)
    {
        await using var recovered = server is null ? null : new PostgreSqlServer(Path.Combine(copy.Mounted, "pg"));
        if (recovered is not null)
        {
            File.Delete(Path.Combine(copy.Mounted, "pg", "postmaster.pid"));
            await recovered.StartAsync(LogLimit);
        }

        var settings = recovered is null
            ? new HubSettings { DataDirectory = copy.Mounted }
            : new HubSettings
            {
                Database = { Provider = "PostgreSql", ConnectionString = recovered.ConnectionString("hub") + ";Pooling=false" },
            };
        var database = DatabaseOpener.Open(settings, mustExist: true);
        await using (database as IAsyncDisposable)
        {
            await using var db = database.OpenRead();
            var stored = (await db.Submissions.Select(s => s.MessageId).ToListAsync()).ToHashSet();
            known.Where(a => !stored.Contains(a.MessageId)).Select(a => a.MessageId).ShouldBeEmpty("acknowledged and lost");
            (await LogVerifier.VerifyAsync(db, CancellationToken.None)).FirstFault.ShouldBeNull();
        }

        return known.Count;
    }
}
