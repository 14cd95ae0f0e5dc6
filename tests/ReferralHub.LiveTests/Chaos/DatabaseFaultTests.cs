using Npgsql;
using ReferralHub.LiveTests.Services;
using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.LiveTests.Chaos;

/// <summary>
/// What happens to a database in its long life, short of being killed: a full disk, a standby that takes over, a lock that is held, no
/// connection left.
/// </summary>
public sealed class DatabaseFaultTests(ITestOutputHelper output)
{
    const int DiskMegabytes = 256;
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(60);

    /// <summary>F-15 of docs/fault-tests.md.</summary>
    [SkippableTheory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task FullDisk_SendersAreToldToComeBack_AndNothingAcknowledgedIsLost(string databaseName)
    {
        Skip.IfNot(databaseName == "Sqlite" || PostgreSqlServer.IsInstalled, "PostgreSQL is not installed.");
        var disk = await Disk.TryMakeAsync(Directory.CreateTempSubdirectory("rh-full-"), DiskMegabytes);
        Skip.If(disk is null, "Disk images cannot be mounted here.");
        await using (disk)
        {
            await using var server = databaseName == "Sqlite" ? null : new PostgreSqlServer(Path.Combine(disk.Mounted, "pg"));
            if (server is not null)
            {
                await server.StartAsync("max_wal_size=64MB");
                await server.CreateDatabaseAsync("hub");
            }

            await using var hub = await LoneHub.StartAsync(disk.Mounted, server?.ConnectionString("hub"));
            await hub.WatchAsync(TimeSpan.FromSeconds(2));
            disk.Fill();
            await hub.AnsweredAsync(503, AnswerMax);
            var answers = await hub.WatchAsync(TimeSpan.FromSeconds(3));
            answers.Keys.ShouldBeSubsetOf([200, 201, 404, 409, 425, 503], string.Join(", ", answers));
            var readiness = await hub.ReadinessAsync();
            readiness.Status.ShouldBe(503, readiness.Text);
            readiness.Text.ShouldContain("The database");
            hub.HasExited.ShouldBeFalse();
            disk.MakeRoom();
            // A PostgreSQL that found no room for its log has stopped itself; its supervisor starts it again.
            if (server is { IsRunning: false })
                await server.StartAsync("max_wal_size=64MB");
            var back = await hub.AnsweredAsync(200, AnswerMax);
            var verdict = await hub.FinishAsync();
            Summary.Write(
                output,
                $"Disk full on {databaseName}: answers {Text(answers)}; "
                    + $"{back.TotalSeconds:0.0} s after room was made taken again; {verdict}"
            );
            verdict.Violations.ShouldBeEmpty();
        }
    }

    /// <summary>F-9 of docs/fault-tests.md.</summary>
    [SkippableFact]
    public async Task StandbyTakesOver_NothingAcknowledgedIsLost()
    {
        Skip.IfNot(PostgreSqlServer.IsInstalled, "PostgreSQL is not installed.");
        await using var primary = new PostgreSqlServer(PostgreSqlServer.NewFolder());
        await primary.StartAsync();
        await primary.CreateDatabaseAsync("hub");
        await using var standby = await PostgreSqlServer.StartStandbyAsync(primary);
        await primary.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
        await primary.ExecuteAsync("SELECT pg_reload_conf()");
        await using var hub = await LoneHub.StartAsync(
            null,
            $"Host=127.0.0.1:{primary.Port},127.0.0.1:{standby.Port};Username=postgres;Database=hub"
        );
        await hub.AnsweredAsync(200, AnswerMax);
        (await primary.AskAsync<string>("SELECT sync_state FROM pg_stat_replication")).ShouldBe("sync");
        await hub.WatchAsync(TimeSpan.FromSeconds(2));
        await primary.KillAsync();
        await hub.AnsweredAsync(503, AnswerMax);
        (await standby.AskAsync<bool>("SELECT pg_promote()")).ShouldBeTrue();
        var back = await hub.AnsweredAsync(200, AnswerMax);
        await hub.WatchAsync(TimeSpan.FromSeconds(2));
        var verdict = await hub.FinishAsync();
        Summary.Write(output, $"Standby takes over: {back.TotalSeconds:0.0} s after its promotion taken again; {verdict}");
        verdict.Violations.ShouldBeEmpty();
    }

    /// <summary>F-10 and F-11 of docs/fault-tests.md.</summary>
    [SkippableFact]
    public async Task LockHeld_ThenNoConnectionLeft_SendersAreToldToComeBack()
    {
        Skip.IfNot(await PostgreSqlServer.IsThereAsync(), PostgreSqlServer.Missing);
        await using var server = await PostgreSqlServer.StartNewAsync("max_connections=60");
        await server.CreateDatabaseAsync("hub");
        await using var hub = await LoneHub.StartAsync(null, server.ConnectionString("hub"));
        await hub.AnsweredAsync(200, AnswerMax);

        TimeSpan told;
        IReadOnlyDictionary<int, int> locked;
        await using (var holder = new NpgsqlConnection(server.ConnectionString("hub") + ";Pooling=false"))
        {
            await holder.OpenAsync();
            await using var transaction = await holder.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("LOCK TABLE submission IN SHARE MODE", holder, transaction);
            await command.ExecuteNonQueryAsync();
            told = await hub.AnsweredAsync(503, AnswerMax);
            locked = await hub.WatchAsync(TimeSpan.FromSeconds(2));
        }

        locked.Keys.ShouldBeSubsetOf([200, 201, 404, 409, 425, 503], string.Join(", ", locked));
        await hub.AnsweredAsync(200, AnswerMax);

        var others = await TakeAllPlacesAsync(server);
        await hub.AnsweredAsync(503, AnswerMax);
        var full = await hub.WatchAsync(TimeSpan.FromSeconds(3));
        var readiness = await hub.ReadinessAsync();
        readiness.Status.ShouldBe(503, readiness.Text);
        readiness.Text.ShouldContain("database");
        foreach (var other in others)
            await other.DisposeAsync();
        full.Keys.ShouldBeSubsetOf([503, 425], string.Join(", ", full));
        var back = await hub.AnsweredAsync(200, AnswerMax);
        var verdict = await hub.FinishAsync();
        Summary.Write(
            output,
            $"Lock held: told after {told.TotalSeconds:0.0} s. No connection left: answers {Text(full)}, "
                + $"{back.TotalSeconds:0.0} s after there were some taken again; {verdict}"
        );
        verdict.Violations.ShouldBeEmpty();
    }

    /// <summary>F-8 as people see it, on a hub that was started with nothing but a database.</summary>
    [SkippableFact]
    public async Task ServerGone_PagesSayThatNothingWasRecorded()
    {
        Skip.IfNot(await PostgreSqlServer.IsThereAsync(), PostgreSqlServer.Missing);
        await using var server = await PostgreSqlServer.StartNewAsync();
        await server.CreateDatabaseAsync("hub");
        var folder = Directory.CreateTempSubdirectory("rh-gone-");
        var port = HubProcess.FreePort();
        (string, string)[] settings =
        [
            ("ReferralHub__DataDirectory", Path.Combine(folder.FullName, "not", "there", "yet")),
            ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}"),
            ("ReferralHub__Database__Provider", "PostgreSql"),
            ("ReferralHub__Database__ConnectionString", server.ConnectionString("hub")),
            .. LivePeople.CreateSettings(("Operator", CallerRole.Operator)),
        ];
        (await HubProcess.RunAsync(settings, "db", "migrate")).Exit.ShouldBe(0);
        await using (var hub = await HubProcess.StartAsync(port, ["serve"], settings))
        {
            using var browser = await LivePeople.SignInAsync(hub.Url, 0);
            browser.DefaultRequestHeaders.Add("Accept", "text/html");
            (await browser.GetStringAsync($"{hub.Url}/operations")).ShouldContain("Nothing is stuck.");
            await server.KillAsync();
            using var page = await browser.GetAsync($"{hub.Url}/operations");
            ((int)page.StatusCode, page.Content.Headers.ContentType?.MediaType).ShouldBe((503, "text/html"));
            (await page.Content.ReadAsStringAsync()).ShouldContain("nothing was recorded. Try again shortly.");
            await server.StartAsync();
            (await browser.GetStringAsync($"{hub.Url}/operations")).ShouldContain("Nothing is stuck.");
        }

        folder.Delete(recursive: true);
    }

    /// <summary>Others have every connection that the server gives out, the hub none.</summary>
    static async Task<List<NpgsqlConnection>> TakeAllPlacesAsync(PostgreSqlServer server)
    {
        var taken = new List<NpgsqlConnection>();
        for (var refused = 0; refused < 20; )
        {
            var connection = new NpgsqlConnection(server.ConnectionString("hub") + ";Pooling=false;Application Name=other");
            try
            {
                await connection.OpenAsync();
                taken.Add(connection);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                if (taken.Count == 0)
                    throw;
                await using var command = new NpgsqlCommand(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'referralhub'",
                    taken[0]
                );
                refused = (long)(await command.ExecuteScalarAsync())! == 0 ? refused + 1 : 0;
            }
        }

        return taken;
    }

    static string Text(IReadOnlyDictionary<int, int> answers) =>
        string.Join(", ", answers.OrderBy(a => a.Key).Select(a => $"{a.Value} × {(a.Key == 0 ? "none" : a.Key)}"));
}
