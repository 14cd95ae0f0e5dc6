using ReferralHub.Fhir.Packages;
using ReferralHub.Identity;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Server.Transports.RabbitMq;
using ReferralHub.Triage;

namespace ReferralHub.Server.Hosting;

/// <summary>What must be right before a hub may start.</summary>
public static class Preparation
{
    /// <summary>Checks schema, durability and topology, loads the directory. After this the hub may start.</summary>
    /// <param name="migrate">
    /// For a database of this process's own: brings it to this version's schema, which an embedded one always is, and makes sure
    /// that it has the broker to itself.
    /// </param>
    /// <exception cref="SettingsException">The schema is older, or the database would not keep what it acknowledges.</exception>
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancellationToken, bool migrate = false)
    {
        var settings = app.Services.GetRequiredService<HubSettings>();
        await CheckAllowancesAsync(app);
        ReadDefinitions(app.Services);
        var warm = settings.Runs(Roles.Web) ? Task.Run(() => WarmUp.Read(app.Services), cancellationToken) : null;
        await CheckDatabaseAsync(app.Services.GetRequiredService<HubDatabase>(), migrate, cancellationToken);
        if (app.Services.GetService<RabbitMqLink>() is { } link)
            await link.VerifyAsync(alone: migrate, cancellationToken);
        await ReadPacksAsync(app.Services, cancellationToken);
        await LoadDirectoryAsync(app.Services, settings, cancellationToken);
        if (warm is not null)
            await WarmUp.StoreAsync(app.Services, await warm, cancellationToken);
    }

    /// <summary>A route that nobody said of who may call it could give away anything, so the hub does not start with one.</summary>
    static async Task CheckAllowancesAsync(WebApplication app)
    {
        if (await AllowanceCheck.FindFaultsAsync(app) is { Count: > 0 } faults)
            throw new SettingsException(
                $"Nothing says who may call {string.Join(", ", faults)}; the hub does not start with such a route."
            );
    }

    static void ReadDefinitions(IServiceProvider services)
    {
        try
        {
            _ = services.GetRequiredService<DefinitionSet>();
        }
        catch (DefinitionException e)
        {
            throw new SettingsException($"The FHIR definitions cannot be used (ProfilesFolder): {e.Message}");
        }
    }

    /// <summary>Reads the packs and what people did about them, and keeps the texts that are in force.</summary>
    static async Task ReadPacksAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<RulePacks>().RefreshAsync(cancellationToken);
        var now = services.GetRequiredService<TimeProvider>().UtcNow();
        await services
            .GetRequiredService<HubDatabase>()
            .WriteAsync((db, token) => services.GetRequiredService<TriageStage>().KeepPacksAsync(db, now, token), cancellationToken);
    }

    static async Task CheckDatabaseAsync(HubDatabase database, bool migrate, CancellationToken cancellationToken)
    {
        if (!database.IsShared || migrate)
            await database.MigrateAsync(cancellationToken);
        else if (await database.PendingMigrationsAsync(cancellationToken) is { Count: > 0 } missing)
            throw new SettingsException(
                $"The database lacks {string.Join(", ", missing)}. "
                    + "Run `referralhub db migrate` once (old processes go on running meanwhile), then start again."
            );
        if (await database.DurabilityFaultAsync(cancellationToken) is { } fault)
            throw new SettingsException(fault);
    }

    static async Task LoadDirectoryAsync(IServiceProvider services, HubSettings settings, CancellationToken cancellationToken)
    {
        if (settings.DirectoryFolder is { } given && !Directory.Exists(given))
            throw new SettingsException($"The directory folder {given} does not exist.");
        // Without a folder the loaders still read what an earlier start has loaded. With a database elsewhere nobody has made this one yet.
        PrivateFiles.CreateFolder(settings.DataDirectory);
        foreach (var loader in services.GetServices<IReferenceDataLoader>())
            await loader.LoadAsync(settings.DirectoryFolder ?? settings.DataDirectory, cancellationToken);
    }
}
