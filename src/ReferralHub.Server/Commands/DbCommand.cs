using System.CommandLine;
using ReferralHub.Platform.Data;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

static class DbCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");
        var migrate = new Command("migrate", "Brings the database to the schema of this version.") { data };
        migrate.SetAction(
            (parse, token) =>
                WithDatabase(
                    parse.GetValue(data),
                    mustExist: false,
                    async database =>
                    {
                        var pending = await database.PendingMigrationsAsync(token);
                        await database.MigrateAsync(token);
                        Console.WriteLine(pending.Count == 0 ? "The database was up to date." : $"Applied {string.Join(", ", pending)}.");
                        return ExitCodes.Ok;
                    }
                )
        );
        var status = new Command("status", "Says whether the database has the schema of this version.") { data };
        status.SetAction(
            (parse, token) =>
                WithDatabase(
                    parse.GetValue(data),
                    mustExist: true,
                    async database =>
                    {
                        var pending = await database.PendingMigrationsAsync(token);
                        Console.WriteLine(
                            pending.Count == 0
                                ? $"{database.ProviderName}: up to date."
                                : $"{database.ProviderName}: lacks {string.Join(", ", pending)}; run `referralhub db migrate`."
                        );
                        return pending.Count == 0 ? ExitCodes.Ok : ExitCodes.Findings;
                    }
                )
        );
        var from = new Option<string?>("--from")
        {
            Description = "Only what a database at this migration lacks (default: from nothing)",
            HelpName = "MIGRATION",
        };
        var script = new Command("script", "Prints the SQL that makes the schema, for the provider that the settings name.") { from };
        script.SetAction(
            async (parse, _) =>
            {
                // The script comes from the model alone; the folder only holds what opening a database makes.
                var folder = Directory.CreateTempSubdirectory("referralhub-script-");
                try
                {
                    return await WithDatabase(
                        folder,
                        mustExist: false,
                        database =>
                        {
                            Console.WriteLine(WriteScript(database, parse.GetValue(from)));
                            return Task.FromResult(ExitCodes.Ok);
                        }
                    );
                }
                finally
                {
                    folder.Delete(recursive: true);
                }
            }
        );
        return new Command("db", "Looks after the database: its schema, and backups of the embedded one.")
        {
            migrate,
            status,
            script,
            BackupCommand.Create(),
            BackupCommand.CreateRestore(),
        };
    }

    static string WriteScript(HubDatabase database, string? from)
    {
        try
        {
            return database.Script(from);
        }
        catch (InvalidOperationException e) when (from is not null)
        {
            // EF Core's own words for a name that it does not know.
            throw new SettingsException($"--from {from} cannot be used: {e.Message}");
        }
    }

    static async Task<int> WithDatabase(DirectoryInfo? data, bool mustExist, Func<HubDatabase, Task<int>> work)
    {
        var settings = SettingsReader.Read();
        if (data is not null)
            settings.DataDirectory = data.FullName;
        var database = DatabaseOpener.Open(settings, mustExist);
        await using var closing = (IAsyncDisposable)database;
        return await work(database);
    }
}
