using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning.Agreeing;
using ReferralHub.Commissioning.Model;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Commissioning.Keeping;

/// <summary>A configuration that was checked against the load before.</summary>
/// <param name="Seen">That load; null before the first.</param>
/// <param name="Manifest">Its files as one text.</param>
/// <param name="Corrections">Rows that were in force and say why they differ.</param>
sealed record CheckedLoad(CommissioningLoad? Seen, Configuration Before, Configuration After, ConfigurationFile Manifest, int Corrections);

/// <summary>Writes a load: texts that are not kept yet, the load itself, and its events.</summary>
static class KeepLoad
{
    /// <summary>Files that an event of the log names; with more, it has their manifest's hash alone.</summary>
    const int FilesInEventMax = 24;
    const int NameCharactersInEventMax = 60;

    /// <summary>Null when another process has loaded since; then nothing is written.</summary>
    public static async Task<CommissioningLoad?> WriteAsync(
        HubDbContext db,
        CheckedLoad it,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        await db.HoldLockAsync(LeaseLock.ReferenceData, cancellationToken);
        if ((await KeptLoads.FindLastAsync(db, cancellationToken))?.Id != it.Seen?.Id)
            return null;
        // What the load before brought has its places in the log by time, and this one comes after all of it.
        if (it.Seen is { } seen && now <= seen.At.AddMilliseconds(2))
            now = seen.At.AddMilliseconds(3);
        await KeepTextsAsync(db, [.. it.After.Files, it.Manifest], cancellationToken);
        var load = new CommissioningLoad
        {
            Id = EntityId.New(now),
            Number = (it.Seen?.Number ?? 0) + 1,
            At = now,
            Manifest = it.Manifest.Sha256,
            Files = it.After.Files.Count,
        };
        db.CommissioningLoads.Add(load);
        var data = new BookEventData
        {
            Files = ListForEvent(it.After.Files),
            Hash = it.Manifest.Sha256,
            Rows = CountRows(it.After),
            Corrections = it.Corrections == 0 ? null : it.Corrections,
        };
        await BookEvents.AppendAsync(db, load.Id, BookEventTypes.ConfigurationLoaded, data, Actor.Books, now, cancellationToken);
        // Events of different subjects have their places in the log by time alone, and the load comes before what it brought.
        var after = now.AddMilliseconds(1);
        foreach (var (subject, type, published) in PublishedFigures.List(it.Before, it.After, load.Id))
            await BookEvents.AppendAsync(db, subject, type, published, Actor.Books, after, cancellationToken);
        await KeepPlanLines.WriteAsync(db, it.Before, it.After, load.Id, now.AddMilliseconds(2), cancellationToken);
        return load;
    }

    public static int CountRows(Configuration c) =>
        c.Bodies.Count
        + c.Members.Count
        + c.Interests.Count
        + c.Scopes.Count
        + c.PlanSets.Count
        + c.Pools.Count
        + c.Schemes.Count
        + c.Decisions.Count
        + c.Contracts.Count
        + c.Accountabilities.Count
        + c.Prices.Count
        + c.Factors.Count
        + c.Expected.Count
        + c.Calendar.Count
        + c.Population.Count
        + c.Need.Count;

    static async Task KeepTextsAsync(HubDbContext db, IReadOnlyList<ConfigurationFile> files, CancellationToken cancellationToken)
    {
        var hashes = files.Select(f => f.Sha256).ToList();
        var there = await db.CommissioningTexts.Where(t => hashes.Contains(t.Hash)).Select(t => t.Hash).ToListAsync(cancellationToken);
        foreach (var file in files.DistinctBy(f => f.Sha256).Where(f => !there.Contains(f.Sha256)))
            db.CommissioningTexts.Add(
                new()
                {
                    Hash = file.Sha256,
                    Name = file.Name,
                    Bytes = file.Bytes,
                }
            );
    }

    static List<BookFile>? ListForEvent(IReadOnlyList<ConfigurationFile> files) =>
        files.Count > FilesInEventMax || files.Any(f => f.Name.Length > NameCharactersInEventMax)
            ? null
            : [.. files.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => new BookFile(f.Name, f.Sha256))];
}
