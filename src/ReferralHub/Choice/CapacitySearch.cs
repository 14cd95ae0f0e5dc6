using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Choice;

/// <summary>
/// Looks again for referrals that nobody could take: at the start, when a new directory may have been loaded, and every
/// ten minutes. They keep their owner and deadline meanwhile and are never dropped.
/// </summary>
public sealed partial class CapacitySearch(
    HubDatabase database,
    StageRunner runner,
    ChoiceStage choice,
    TimeProvider time,
    ILogger<CapacitySearch> logger
) : BackgroundService
{
    const int PageJourneys = 100;
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, e);
            }
            catch (Exception e) when (database.IsCancellation(e))
            {
                return;
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One search over all that wait.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        for (var last = Guid.Empty; ; )
        {
            List<Guid> page;
            await using (var db = database.OpenRead(AccessScope.System("looks again for referrals that nobody could take")))
            {
                var from = last;
                page = await db
                    .Journeys.Where(j => j.Stage == Stage.AwaitingCapacity && j.Specialty != null && j.Id > from)
                    .OrderBy(j => j.Id)
                    .Select(j => j.Id)
                    .Take(PageJourneys)
                    .ToListAsync(cancellationToken);
            }

            if (page.Count == 0)
                return;
            await runner.RunAsync(Stage.AwaitingCapacity, page, choice.AdvanceAsync, cancellationToken);
            last = page[^1];
        }
    }

    [LoggerMessage(4001, LogLevel.Error, "The search for capacity failed and will be tried again")]
    static partial void LogFailed(ILogger logger, Exception exception);
}
