using Microsoft.Extensions.Logging;
using ReferralHub.Commissioning.Agreeing;
using ReferralHub.Commissioning.Checks;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Reading;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Commissioning.Keeping;

/// <summary>
/// Loads the folder of commissioning arrangements at the start: whole or not at all, with an event in the log when something is other
/// than at the last load. Texts are kept by their hash, so that a folder that is gone changes nothing.
/// </summary>
sealed partial class ConfigurationLoader(
    HubDatabase database,
    HubSettings settings,
    CommissioningStore store,
    TimeProvider time,
    ILogger<ConfigurationLoader> logger
) : IReferenceDataLoader
{
    const int TriesMax = 3;

    public async Task<int> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = ArrangementsFolder.Find(settings, folder);
        await (Directory.Exists(path) ? LoadFolderAsync(path, cancellationToken) : GoOnWithoutAsync(path, cancellationToken));
        return KeepLoad.CountRows(store.Current);
    }

    /// <summary>A folder that was never there is none; one that is gone leaves what it had said in force.</summary>
    async Task GoOnWithoutAsync(string path, CancellationToken cancellationToken)
    {
        await store.RefreshAsync(cancellationToken, isForced: true);
        if (store.Last is { } last)
            LogFolderGone(logger, path, last.At);
        else if (settings.CommissioningFolder is not null)
            throw new ReferenceDataException(path, null, "there is no such folder (CommissioningFolder)");
    }

    async Task LoadFolderAsync(string path, CancellationToken cancellationToken)
    {
        var read = ConfigurationReader.Read(path);
        if (read.Configuration is not { } configuration)
            throw Refuse(path, read.Faults);
        var manifest = Manifest.Write(configuration.Files);
        // Another process may load in between, and what changes is to be seen against what it loaded.
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            if (await store.FindLastAsync(cancellationToken) is { } same && same.Manifest == manifest.Sha256)
            {
                store.Take(same, configuration);
                await KeepLinesAsync(configuration, same, cancellationToken);
                return;
            }

            await store.RefreshAsync(cancellationToken, isForced: true);
            // Loaded by another process since it was asked a moment ago: loaded once more it would be a load in which nothing changes.
            if (store.Last is { } other && other.Manifest == manifest.Sha256)
            {
                await KeepLinesAsync(configuration, other, cancellationToken);
                return;
            }

            var found = Check(path, configuration, manifest);
            var load = await database.WriteAsync<CommissioningLoad?>(
                async (db, token) =>
                {
                    // Under the lock of the books, so that no month is closed between this look and the load.
                    await db.HoldLockAsync(LeaseLock.ReferenceData, token);
                    await db.HoldLockAsync(LeaseLock.Books, token);
                    var refused = await ClosedMonthChecks.FindAsync(
                        db,
                        found.Before,
                        configuration,
                        WorkingDays.LocalDate(time.UtcNow()),
                        token
                    );
                    return refused.Count > 0 ? throw Refuse(path, refused) : await KeepLoad.WriteAsync(db, found, time.UtcNow(), token);
                },
                cancellationToken
            );
            if (load is null)
                continue;
            store.Take(load, configuration);
            LogLoaded(logger, load.Id, load.Files, found.Corrections);
            return;
        }

        throw new ReferenceDataException(path, null, "other processes go on loading other folders; have all of them read the same one");
    }

    /// <summary>An earlier version of the hub has loaded it and kept no lines of plans.</summary>
    async Task KeepLinesAsync(Configuration configuration, CommissioningLoad load, CancellationToken cancellationToken)
    {
        await using (var db = database.OpenRead(AccessScope.System("looks whether the lines of plans are kept")))
            if (await KeepPlanLines.AreKeptAsync(db, configuration, load.Id, cancellationToken))
                return;
        await database.WriteAsync(
            async (db, token) =>
            {
                await db.HoldLockAsync(LeaseLock.ReferenceData, token);
                await KeepPlanLines.WriteAsync(db, Configuration.Empty, configuration, load.Id, time.UtcNow(), token);
            },
            cancellationToken
        );
    }

    CheckedLoad Check(string path, Configuration configuration, ConfigurationFile manifest)
    {
        var today = WorkingDays.LocalDate(time.UtcNow());
        var faults = ConfigurationChecks.Check(configuration, today);
        if (faults.Any(f => f.IsError))
            throw Refuse(path, faults);
        var change = ChangeChecks.Find(store.Current, configuration, today);
        var refused = change.Faults.Concat(UsedCorrections.Find(store.Current, change.Corrected)).ToList();
        return refused.Count > 0
            ? throw Refuse(path, refused)
            : new(store.Last, store.Current, configuration, manifest, change.Corrected.Count);
    }

    static ReferenceDataException Refuse(string path, IEnumerable<ConfigurationFault> faults) =>
        new(path, null, $"nothing of it was loaded.{Environment.NewLine}  {FaultText.Write(faults)}");

    [LoggerMessage(2100, LogLevel.Information, "Commissioning arrangements were loaded ({Load}): {Files} files, {Corrections} corrections")]
    static partial void LogLoaded(ILogger logger, Guid load, int files, int corrections);

    [LoggerMessage(2101, LogLevel.Warning, "There is no folder {Folder}; the commissioning arrangements of {At:u} stay in force")]
    static partial void LogFolderGone(ILogger logger, string folder, DateTime at);
}
