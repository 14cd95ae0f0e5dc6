using ReferralHub.Platform;
using ReferralHub.Server.Hosting;
using ReferralHub.Triage;
using ReferralHub.Triage.Simulation;

namespace ReferralHub.Server.Commands;

/// <summary>Simulates on the database itself, without a running hub.</summary>
static class SimulationHere
{
    /// <param name="data">Folder of the embedded database; null for the one that the settings name.</param>
    /// <param name="kept">What an earlier run had counted before it was stopped; null to begin anew.</param>
    /// <exception cref="SettingsException">There is no database, or its schema is older.</exception>
    public static async Task<SimulationReport> RunAsync(
        HubBuilder hub,
        RulePack draft,
        SimulationScope scope,
        DirectoryInfo? data,
        SimulationReport? kept,
        SimulationProgress progress,
        CancellationToken token
    )
    {
        var settings = SettingsReader.Read();
        if (data is not null)
            settings.DataDirectory = data.FullName;
        var database = DatabaseOpener.Open(settings, mustExist: true);
        await using var closing = (IAsyncDisposable)database;
        if ((await database.PendingMigrationsAsync(token)).Count > 0)
            throw new SettingsException(
                $"The database in {settings.DataDirectory} has an older schema; run `referralhub db migrate` first."
            );
        settings.Roles = Roles.Worker;
        // What a start has loaded is enough; another folder by now is not for a simulation to load.
        settings.CommissioningFolder = null;
        await using var app = hub.Build(settings, database, LogLevel.Critical);
        await ReadStoredDirectoryAsync(app.Services, token);
        await app.Services.GetRequiredService<RulePacks>().RefreshAsync(token);
        var inForce = app.Services.GetRequiredService<RulePacks>().InForce(RulesCommand.Today());
        return await app.Services.GetRequiredService<RuleSimulation>().RunAsync(draft, inForce, scope, kept, progress.ToldAsync, token);
    }

    /// <summary>
    /// Has each loader read what it stored at an earlier start, and change nothing: the folder that it is given is there, and empty.
    /// </summary>
    static async Task ReadStoredDirectoryAsync(IServiceProvider services, CancellationToken token)
    {
        var empty = Directory.CreateTempSubdirectory("referralhub-empty-");
        try
        {
            foreach (var loader in services.GetServices<IReferenceDataLoader>())
                await loader.LoadAsync(empty.FullName, token);
        }
        finally
        {
            empty.Delete();
        }
    }
}
