using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;

namespace ReferralHub.Referrals.Documents.Scanning;

/// <summary>
/// Reads from the log which referrals brought something, and notes each content that waits for the scanner. Intake knows nothing of it.
/// A scanner that is set later finds everything that ever came, because it begins at the log's beginning.
/// </summary>
sealed class FindAttachments(HubDatabase database, OfferedAttachments offered, MalwareAlarm alarm, TimeProvider time) : ILogReader
{
    public const string CursorName = "attachment-scan";
    const int BatchEventsMax = 256;

    static readonly string[] Bringing =
    [
        EventTypes.Received,
        EventTypes.Amended,
        EventTypes.InformationReceived,
        EventTypes.Appealed,
        EventTypes.Cancelled,
    ];

    public async Task<int> AdvanceAsync(LeaseFence fence, CancellationToken cancellationToken)
    {
        List<(long Position, Guid Referral, string Type)> events;
        await using (var db = database.OpenRead(AccessScope.System("looking for attachments that are new")))
        {
            var from = await db.FindCursorAsync(CursorName, cancellationToken);
            events =
            [
                .. (
                    await db
                        .Log.Where(e => e.Position > from)
                        .OrderBy(e => e.Position)
                        .Take(BatchEventsMax)
                        .Select(e => new
                        {
                            e.Position,
                            e.Referral,
                            e.Type,
                        })
                        .ToListAsync(cancellationToken)
                ).Select(e => (e.Position!.Value, e.Referral, e.Type)),
            ];
        }

        if (events.Count == 0)
            return 0;
        var referrals = events.Where(e => Bringing.Contains(e.Type)).Select(e => e.Referral).Distinct().ToList();
        var found = referrals.Count == 0 ? new HashSet<(Guid, string)>() : await offered.ListAsync(referrals, cancellationToken);
        await database.WriteAsync(
            async (db, token) =>
            {
                await fence.HoldAsync(database, db, token);
                await NoteAsync(db, found, token);
                (await db.CursorAsync(CursorName, token)).Position = events[^1].Position;
            },
            cancellationToken
        );
        return events.Count;
    }

    async Task NoteAsync(HubDbContext db, IReadOnlySet<(Guid Referral, string Sha256)> found, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
            return;
        var now = time.UtcNow();
        var hashes = found.Select(f => f.Sha256).Distinct().ToList();
        var known = await db.AttachmentScans.AsTracking().Where(s => hashes.Contains(s.Sha256)).ToListAsync(cancellationToken);
        foreach (var (referral, hash) in found)
        {
            var row = known.Find(s => s.Referral == referral && s.Sha256 == hash);
            if (row is null)
                db.AttachmentScans.Add(row = CreateRow(referral, hash, known.Find(s => s.Sha256 == hash && s.IsDecided), now));
            // It was taken away before it was scanned, and has come back.
            else if (row is { Status: ScanStatus.NotScanned, NextTry: null })
                (row.NextTry, row.Version) = (now, row.Version + 1);
            // An amendment that brings the same file again has begun with other flags.
            if (row.Status == ScanStatus.Infected)
                await alarm.RaiseAsync(db, row, cancellationToken);
        }
    }

    static AttachmentScan CreateRow(Guid referral, string hash, AttachmentScan? decided, DateTime now)
    {
        var row = new AttachmentScan
        {
            Referral = referral,
            Sha256 = hash,
            Found = now,
            NextTry = now,
        };
        if (decided is not null)
            row.Take(decided);
        return row;
    }
}
