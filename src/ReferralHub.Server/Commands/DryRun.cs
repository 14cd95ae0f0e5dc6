using Microsoft.Data.Sqlite;
using ReferralHub.Intake;
using ReferralHub.Platform;
using ReferralHub.Referrals.Register;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

/// <summary>
/// Says what an import would do, by doing it where nothing is kept: on a copy of the embedded database, which may be in use, or
/// in a transaction of a database server that is rolled back.
/// </summary>
static class DryRun
{
    public static async Task<List<ImportItem>> RunAsync(
        HubBuilder hub,
        HubSettings settings,
        Func<IntakeService, Task<List<ImportItem>>> import,
        IEnumerable<ImportMessage> messages,
        CancellationToken token
    ) =>
        settings.Database.Provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase)
            ? await OnCopyAsync(hub, settings, import, token)
            : await OnServerAsync(hub, settings, messages, token);

    static async Task<List<ImportItem>> OnCopyAsync(
        HubBuilder hub,
        HubSettings settings,
        Func<IntakeService, Task<List<ImportItem>>> import,
        CancellationToken token
    )
    {
        var scratch = Directory.CreateTempSubdirectory("referralhub-dry-run-");
        try
        {
            var source = DatabaseOpener.FindSqliteFile(settings);
            if (File.Exists(source))
                Copy(source, Path.Combine(scratch.FullName, "referralhub.db"));
            if (Directory.Exists(settings.DataDirectory))
                settings.DirectoryFolder ??= settings.DataDirectory;
            settings.DataDirectory = scratch.FullName;
            settings.Database.ConnectionString = null;
            // Nothing is to happen to the referrals after intake.
            settings.Roles = "web";
            var database = DatabaseOpener.Open(settings);
            await using var closing = (IAsyncDisposable)database;
            await using var app = hub.Build(settings, database, LogLevel.Warning);
            await Preparation.PrepareAsync(app, token);
            await app.StartAsync(token);
            var items = await import(app.Services.GetRequiredService<IntakeService>());
            await app.StopAsync(token);
            return items;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    static async Task<List<ImportItem>> OnServerAsync(
        HubBuilder hub,
        HubSettings settings,
        IEnumerable<ImportMessage> messages,
        CancellationToken token
    )
    {
        var database = DatabaseOpener.Open(settings);
        await using var app = hub.Build(settings, database, LogLevel.Warning);
        await app.Services.GetRequiredService<PracticeRegister>().ReloadAsync(token);
        var known = messages.ToList();
        var results = await app.Services.GetRequiredService<IntakeTrial>().RunAsync(known.ConvertAll(m => m.Bytes), token);
        return [.. known.Zip(results, (m, r) => new ImportItem(m.File, m.Line, m.Fault is null ? r : IntakeResult.Refused([m.Fault])))];
    }

    static void Copy(string source, string target)
    {
        using var from = Connect(source, SqliteOpenMode.ReadOnly);
        using var to = Connect(target, SqliteOpenMode.ReadWriteCreate);
        from.BackupDatabase(to);
    }

    static SqliteConnection Connect(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return connection;
    }
}
