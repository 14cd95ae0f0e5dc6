using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Documents.Scanning;

/// <summary>
/// While the scanner is away no new attachment can be opened. Logged once, and put before operations when files have waited for a
/// quarter of an hour; settled when the scanner is back.
/// </summary>
sealed partial class ScannerOutage(HubDatabase database, TimeProvider time, ILogger<ScannerOutage> logger)
{
    public const string Kind = "scanner-away";
    static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(15);
    bool isAway;
    bool isSettled;

    /// <param name="since">When the file that has waited longest came.</param>
    public async Task NoteAsync(DateTime since, CancellationToken cancellationToken)
    {
        if (!isAway)
            LogAway();
        (isAway, isSettled) = (true, false);
        var now = time.UtcNow();
        if (now - since < WaitMax)
            return;
        await database.WriteAsync(
            async (db, token) =>
            {
                if (await db.WorkItems.AnyAsync(w => w.Kind == Kind && w.Settled == null, token))
                    return;
                db.WorkItems.Add(
                    new()
                    {
                        Id = EntityId.New(now),
                        Kind = Kind,
                        Text =
                            "The scanner does not answer, and attachments have waited for it for more than a quarter of an hour; nobody "
                            + "can open them. See whether clamd runs and Scanner:Address names it. Referrals themselves go on.",
                        Raised = now,
                        Due = WorkingDays.Deadline(now, 0),
                    }
                );
            },
            cancellationToken
        );
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (isSettled)
            return;
        if (isAway)
            LogBack();
        var now = time.UtcNow();
        await database.WriteAsync(
            async (db, token) =>
            {
                foreach (var item in await db.WorkItems.AsTracking().Where(w => w.Kind == Kind && w.Settled == null).ToListAsync(token))
                    (item.Settled, item.SettledBy, item.Settlement) = (now, "hub", "The scanner answers again.");
            },
            cancellationToken
        );
        (isAway, isSettled) = (false, true);
    }

    [LoggerMessage(1762, LogLevel.Error, "The scanner does not answer; new attachments cannot be opened until it does")]
    partial void LogAway();

    [LoggerMessage(1763, LogLevel.Information, "The scanner answers again")]
    partial void LogBack();
}
