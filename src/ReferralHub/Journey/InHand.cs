using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Journey;

/// <summary>
/// Which referrals this process is working on, in a file that outlives its death. The next start counts each one against
/// its journey: who was in hand three times when a process died is parked. It is written without
/// syncing, because only the process may die here and not the machine; and not through mapped memory, because on a full
/// disk that would end the process.
/// </summary>
public sealed partial class InHand : IHostedService, IDisposable
{
    const int SlotsMax = 1_024;
    const int SlotBytes = 16;
    readonly HubDatabase database;
    readonly JourneyMoves moves;
    readonly TimeProvider time;
    readonly ILogger<InHand> logger;
    readonly string folder;
    readonly ConcurrentBag<int> free = [.. Enumerable.Range(0, SlotsMax)];
    FileStream? file;

    public InHand(HubDatabase database, JourneyMoves moves, HubSettings settings, TimeProvider time, ILogger<InHand> logger)
    {
        (this.database, this.moves, this.time, this.logger) = (database, moves, time, logger);
        folder = Path.Combine(settings.DataDirectory, "in-hand");
    }

    /// <summary>Counts what earlier processes left, then opens a file of its own.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await OpenAsync(cancellationToken);
        }
        catch (IOException e)
        {
            // A hub that takes referrals and cannot count deaths is better than none.
            LogUnavailable(logger, folder, e.Message);
        }
    }

    async Task OpenAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateFiles(folder, "*.bin"))
        {
            // The file of a living process is locked; what can be opened belonged to a dead one.
            if (TryOpen(path, FileMode.Open) is not { } left)
                continue;
            await using (left)
                await CountAsync(left, cancellationToken);
            File.Delete(path);
        }

        var own = new FileStream(
            Path.Combine(folder, $"{Environment.ProcessId}-{Guid.CreateVersion7(time.GetUtcNow()):N}.bin"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None
        );
        try
        {
            // Takes its place on the disk now, so that there is room for it later.
            RandomAccess.Write(own.SafeFileHandle, new byte[SlotsMax * SlotBytes], 0);
            own.Flush(flushToDisk: true);
            file = own;
        }
        finally
        {
            if (file is null)
                Discard(own);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Notes that these are being worked on, until the holding is disposed.</summary>
    public Holding Hold(IEnumerable<Guid> referrals)
    {
        if (file is null)
            return default;
        var slots = new List<int>();
        foreach (var referral in referrals)
        {
            // With every slot taken a death could not be counted against this one; it is worked on all the same.
            if (!free.TryTake(out var slot))
                break;
            Write(slot, referral);
            slots.Add(slot);
        }

        return new(this, slots);
    }

    public void Dispose()
    {
        if (file is not null)
            Discard(file);
    }

    static void Discard(FileStream file)
    {
        var path = file.Name;
        file.Dispose();
        File.Delete(path);
    }

    void Release(List<int> slots)
    {
        foreach (var slot in slots)
        {
            Write(slot, Guid.Empty);
            free.Add(slot);
        }
    }

    void Write(int slot, Guid id)
    {
        try
        {
            RandomAccess.Write(file!.SafeFileHandle, MemoryMarshal.AsBytes(new ReadOnlySpan<Guid>(ref id)), slot * SlotBytes);
        }
        catch (IOException e)
        {
            LogUnavailable(logger, folder, e.Message);
        }
    }

    async Task CountAsync(FileStream left, CancellationToken cancellationToken)
    {
        var bytes = new byte[SlotsMax * SlotBytes];
        var read = await left.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var ids = MemoryMarshal
            .Cast<byte, Guid>(bytes.AsSpan(0, read - (read % SlotBytes)))
            .ToArray()
            .Where(id => id != Guid.Empty)
            .Distinct()
            .ToList();
        if (ids.Count == 0)
            return;
        await database.WriteAsync(
            async (db, token) =>
            {
                var journeys = await database.Claim<ReferralJourney>(db, ids).Where(j => j.WakeAt != null).ToListAsync(token);
                foreach (var journey in journeys)
                    moves.WorkerDied(db, journey, time.UtcNow());
            },
            cancellationToken
        );
        HubMeters.DiedInHand.Add(ids.Count);
        LogLeft(logger, ids.Count);
    }

    static FileStream? TryOpen(string path, FileMode mode)
    {
        try
        {
            return new(path, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The note that some referrals are being worked on.</summary>
    public readonly struct Holding(InHand? owner, List<int>? slots) : IDisposable
    {
        public void Dispose()
        {
            if (slots is null)
                return;
            owner?.Release([.. slots]);
            slots.Clear();
        }
    }

    [LoggerMessage(
        1502,
        LogLevel.Warning,
        "What is in hand cannot be noted in {Folder}, so a referral that kills processes would not be found: {Problem}"
    )]
    static partial void LogUnavailable(ILogger logger, string folder, string problem);

    [LoggerMessage(1501, LogLevel.Warning, "A process died with {Count} referrals in hand; each is worked on alone now")]
    static partial void LogLeft(ILogger logger, int count);
}
