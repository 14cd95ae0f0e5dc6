using System.CommandLine;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Log;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

/// <summary>
/// Backup and restore of the embedded database. A backup counts only after it was opened, checked page by page and its
/// whole log verified; a restore checks the same before it touches anything. Servers have their own tools (deploy/runbook.md).
/// </summary>
static class BackupCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");
        var file = new Argument<FileInfo>("FILE") { Description = "Where the copy goes; it must not exist" };
        var command = new Command(
            "backup",
            "Copies the embedded database, also while a hub is running, and verifies the copy. Exit code 2 when the copy does not verify."
        )
        {
            file,
            data,
        };
        command.SetAction((parse, token) => BackupAsync(parse.GetValue(file)!, ReadSettings(parse.GetValue(data)), token));
        return command;
    }

    public static Command CreateRestore()
    {
        var data = CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");
        var file = new Argument<FileInfo>("FILE") { Description = "A copy that `db backup` made" };
        var command = new Command(
            "restore",
            "Puts a verified copy in place of the embedded database, which is kept beside it. No hub may be running."
        )
        {
            file,
            data,
        };
        command.SetAction((parse, token) => RestoreAsync(parse.GetValue(file)!, ReadSettings(parse.GetValue(data)), token));
        return command;
    }

    static HubSettings ReadSettings(DirectoryInfo? data)
    {
        var settings = SettingsReader.Read();
        if (data is not null)
            settings.DataDirectory = data.FullName;
        if (!settings.Database.Provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
            throw new SettingsException($"{settings.Database.Provider} has backup tools of its own; deploy/runbook.md says which.");
        return settings;
    }

    static async Task<int> BackupAsync(FileInfo file, HubSettings settings, CancellationToken token)
    {
        var source = DatabaseOpener.FindSqliteFile(settings);
        if (!File.Exists(source))
            throw new SettingsException($"There is no database at {source}.");
        if (file.Exists)
            throw new SettingsException($"{file.FullName} exists already; name another file.");
        PrivateFiles.CreateFolder(file.DirectoryName!);
        PrivateFiles.Create(file.FullName);
        await using (
            var from = new SqliteConnection(
                new SqliteConnectionStringBuilder
                {
                    DataSource = source,
                    Mode = SqliteOpenMode.ReadOnly,
                    Pooling = false,
                }.ToString()
            )
        )
        await using (
            var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file.FullName, Pooling = false }.ToString())
        )
        {
            await from.OpenAsync(token);
            await to.OpenAsync(token);
            // One read transaction of the source, so the copy is of one moment although the hub goes on writing.
            from.BackupDatabase(to);
        }

        var (sound, words) = await VerifyAsync(file.FullName, token);
        Console.WriteLine(sound ? $"{file.FullName}: {words}" : $"{file.FullName} is no good: {words}");
        return sound ? ExitCodes.Ok : ExitCodes.Findings;
    }

    static async Task<int> RestoreAsync(FileInfo file, HubSettings settings, CancellationToken token)
    {
        if (!file.Exists)
            throw new SettingsException($"There is no file {file.FullName}.");
        var (sound, words) = await VerifyAsync(file.FullName, token);
        if (!sound)
        {
            await Console.Error.WriteLineAsync($"{file.FullName} is not restored: {words}");
            return ExitCodes.Findings;
        }

        var target = Path.GetFullPath(DatabaseOpener.FindSqliteFile(settings));
        PrivateFiles.CreateFolder(Path.GetDirectoryName(target)!);
        using (SqliteHubDatabase.LockProcess(target))
        {
            var kept = $"{target}.before-restore-{TimeProvider.System.GetUtcNow():yyyyMMddHHmmss}";
            foreach (var part in new[] { "", "-wal", "-shm" })
                if (File.Exists(target + part))
                    File.Move(target + part, kept + part);
            File.Copy(file.FullName, target);
            PrivateFiles.Restrict(target);
            var before = File.Exists(kept) ? $" What was there is kept as {kept}." : "";
            Console.WriteLine($"Restored: {words}{before} Start the hub; the watchdog takes up what was under way.");
        }

        return ExitCodes.Ok;
    }

    /// <summary>Page by page, then the whole log. Works on a copy that nobody else has open.</summary>
    static async Task<(bool Sound, string Words)> VerifyAsync(string path, CancellationToken token)
    {
        try
        {
            await using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder
                {
                    DataSource = path,
                    Mode = SqliteOpenMode.ReadOnly,
                    Pooling = false,
                }.ToString()
            );
            await connection.OpenAsync(token);
            await using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA integrity_check";
            if (await check.ExecuteScalarAsync(token) is not "ok")
                return (false, "SQLite's integrity check found damage.");
            await using var db = new SqliteHubDbContext(new DbContextOptionsBuilder<SqliteHubDbContext>().UseSqlite(connection).Options);
            var log = await LogVerifier.VerifyAsync(db, token);
            var journeys = await db.Journeys.CountAsync(token);
            return log.Holds ? (true, $"{journeys:N0} referrals, {log.Events:N0} events, chain verified.") : (false, log.FirstFault!);
        }
        catch (SqliteException e)
        {
            return (false, $"it is no database of a hub ({e.SqliteErrorCode}).");
        }
    }
}
