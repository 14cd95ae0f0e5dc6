using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Documents.Scanning;

/// <summary>
/// Asks the scanner as long as this process holds the scheduler's lease. Apart from the scheduler's own loops, because the scanner may
/// hang. Two processes that do it at once for a moment write the same.
/// </summary>
sealed partial class ScanWorker(ScanAttachments scans, Scheduler scheduler, HubDatabase database, ILogger<ScanWorker> logger)
    : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Interval, stoppingToken);
                if (!scheduler.HoldsLease)
                    continue;
                while (await scans.TurnAsync(stoppingToken) > 0) { }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }
            catch (Exception e) when (database.IsCancellation(e))
            {
                return;
            }
        }
    }

    [LoggerMessage(1764, LogLevel.Error, "A turn of the attachment scan failed and will be tried again")]
    partial void LogFailed(Exception exception);
}
