using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Documents.Scanning;

/// <summary>Has the scanner look through what waits for it, and keeps what it says.</summary>
sealed partial class ScanAttachments(
    HubDatabase database,
    OfferedAttachments offered,
    ClamdClient scanner,
    ScannerOutage outage,
    MalwareAlarm alarm,
    TimeProvider time,
    ILogger<ScanAttachments> logger
)
{
    const int ContentsPerTurnMax = 64;

    /// <summary>One turn; returns how many contents it asked the scanner about.</summary>
    public async Task<int> TurnAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        List<AttachmentScan> due;
        await using (var db = database.OpenRead(AccessScope.System("attachments are scanned, whosever they are")))
            due = await db
                .AttachmentScans.Where(s => s.NextTry <= now)
                .OrderBy(s => s.NextTry)
                .Take(ContentsPerTurnMax)
                .ToListAsync(cancellationToken);
        if (due.Count == 0)
            return 0;
        try
        {
            var version = await scanner.AskVersionAsync(cancellationToken);
            await outage.EndAsync(cancellationToken);
            foreach (var referral in due.GroupBy(s => s.Referral))
                await ScanAsync(referral.Key, [.. referral.Select(s => s.Sha256)], version, cancellationToken);
            return due.Count;
        }
        catch (ScannerAwayException)
        {
            await outage.NoteAsync(due.Min(s => s.Found), cancellationToken);
            return 0;
        }
    }

    async Task ScanAsync(Guid referral, HashSet<string> wanted, string version, CancellationToken cancellationToken)
    {
        await foreach (var content in offered.ReadAsync(referral, cancellationToken))
        {
            var hash = OfferedAttachments.Hash(content);
            if (!wanted.Remove(hash))
                continue;
            var answer = await scanner.ScanAsync(content, cancellationToken);
            await KeepAsync(hash, answer, version, cancellationToken);
            if (wanted.Count == 0)
                return;
        }

        // An amendment has taken these away before their turn; when one brings them back, they wait again.
        await database.WriteAsync(
            (db, token) =>
                db
                    .AttachmentScans.Where(s => s.Referral == referral && wanted.Contains(s.Sha256))
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.NextTry, (DateTime?)null), token),
            cancellationToken
        );
    }

    async Task KeepAsync(string hash, ScanAnswer answer, string version, CancellationToken cancellationToken)
    {
        var told = await database.WriteAsync(
            async (db, token) =>
            {
                var (now, count) = (time.UtcNow(), 0);
                foreach (var row in await db.AttachmentScans.AsTracking().Where(s => s.Sha256 == hash).ToListAsync(token))
                {
                    if (row.IsDecided)
                        continue;
                    row.Take(answer, version, now);
                    if (answer.Status is not (ScanStatus.Infected or ScanStatus.TooLarge))
                        continue;
                    await alarm.RaiseAsync(db, row, token);
                    count++;
                }

                return count;
            },
            cancellationToken
        );
        if (answer.Status == ScanStatus.Infected)
            LogInfected(told, answer.Signature!);
        else if (answer.Status is ScanStatus.Failed or ScanStatus.TooLarge)
            LogUndecided(answer.Status);
    }

    [LoggerMessage(1760, LogLevel.Warning, "The scanner found malware in a file of {Count} referrals: {Signature}. It is shown to nobody")]
    partial void LogInfected(int count, string signature);

    [LoggerMessage(1761, LogLevel.Warning, "The scanner did not look through a file ({Status}); it is tried again")]
    partial void LogUndecided(ScanStatus status);
}
