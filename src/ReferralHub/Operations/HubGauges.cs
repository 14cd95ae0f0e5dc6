using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;
using ReferralHub.Platform.Messaging;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Referrals.Documents.Scanning;

namespace ReferralHub.Operations;

/// <summary>
/// What is read afresh before each scrape. Open stages only, by their index: a hub with a million closed
/// referrals is scraped as fast as a new one. Without the database it still says what this process knows.
/// </summary>
public sealed class HubGauges(
    HubDatabase database,
    IntakeQueue intake,
    ProcessHeartbeat process,
    Scheduler scheduler,
    ITransport transport,
    Heartbeats heartbeats,
    HubMetrics metrics,
    ChoiceTries tries,
    TimeProvider time
)
{
    static readonly Stage[] Open = [.. Enum.GetValues<Stage>().Where(s => !s.IsTerminal())];
    readonly GaugeBoard board = metrics.AddGauges();
    readonly SemaphoreSlim one = new(1, 1);

    /// <summary>Sets every gauge. Whoever scrapes at the same time waits for its turn.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            AddProcess();
            try
            {
                await AddDatabaseAsync(cancellationToken);
                Add("referralhub_database_up", "Whether the database answered this scrape", 1);
            }
            catch (Exception e) when (database.IsOutage(e))
            {
                Add("referralhub_database_up", "Whether the database answered this scrape", 0);
            }

            var fault = intake.StoreFault ?? await process.WriteFaultAsync(cancellationToken);
            Add("referralhub_database_writable", "Whether the database takes what this process writes", fault is null ? 1 : 0);
            board.DropUnsaid();
        }
        finally
        {
            one.Release();
        }
    }

    void AddProcess()
    {
        Add("referralhub_intake_in_progress", "Submissions being stored", intake.InProgress);
        Add("referralhub_scheduler_active", "Whether this process holds the scheduler's lease", scheduler.HoldsLease ? 1 : 0);
        Add("referralhub_broker_up", "Whether the broker is there and takes messages", transport.CanSend ? 1 : 0);
        Add("referralhub_patient_link_failures", "Tries to open patients' links that failed here within a minute", tries.FailedLately);
        foreach (var (queue, count) in transport.Ready)
            Add("referralhub_queue_messages", "Messages that wait in the broker, by queue", count, "queue", queue);
    }

    async Task AddDatabaseAsync(CancellationToken token)
    {
        await using var db = database.OpenRead(AccessScope.System("counts for the metrics"));
        var now = time.UtcNow();
        foreach (
            var group in await db
                .Journeys.Where(j => Open.Contains(j.Stage))
                .GroupBy(j => j.Stage)
                .Select(g => new
                {
                    g.Key,
                    Count = g.Count(),
                    Oldest = g.Min(j => j.StageEntered),
                    Overdue = g.Count(j => j.Due < now),
                })
                .ToListAsync(token)
        )
        {
            Add("referralhub_worklist_items", "Open referrals by stage", group.Count, "stage", group.Key.ToString());
            Add(
                "referralhub_worklist_oldest_age_seconds",
                "Age of the longest stay, by stage",
                (now - group.Oldest).TotalSeconds,
                "stage",
                group.Key.ToString()
            );
            Add(
                "referralhub_worklist_overdue",
                "Open referrals past their deadline, by stage",
                group.Overdue,
                "stage",
                group.Key.ToString()
            );
        }

        var oldest = await db
            .Journeys.Where(j => j.WakeAt != null && j.ParkedSince == null)
            .MinAsync(j => (DateTime?)j.StageEntered, token);
        Add(
            "referralhub_automated_oldest_age_seconds",
            "Age of the longest wait for a worker",
            oldest is { } since ? (now - since).TotalSeconds : 0
        );
        var cancer = await db
            .Journeys.Where(j => j.Stage == Stage.Dispatched && (j.Priority == Priority.Asap || j.Priority == Priority.Stat))
            .MinAsync(j => (DateTime?)j.StageEntered, token);
        Add(
            "referralhub_suspected_cancer_unacknowledged_age_seconds",
            "Age of the oldest suspected-cancer referral that its provider has not acknowledged",
            cancer is { } sent ? (now - sent).TotalSeconds : 0
        );
        foreach (
            var cause in await db
                .Journeys.Where(j => j.StuckSince != null)
                .GroupBy(j => j.StuckReason)
                .Select(g => new { g.Key, Count = g.Count() })
                .ToListAsync(token)
        )
            Add("referralhub_messages_failed", "Referrals that no worker gets done, by cause", cause.Count, "cause", cause.Key ?? "");
        Add(
            "referralhub_referrals_stuck",
            "Referrals that no worker gets done",
            await db.Journeys.CountAsync(j => j.StuckSince != null, token)
        );
        Add(
            "referralhub_referrals_parked",
            "Referrals that no worker touches until an operator says so",
            await db.Journeys.CountAsync(j => j.ParkedSince != null, token)
        );
        Add("referralhub_work_items_open", "Things a person must look at", await db.WorkItems.CountAsync(w => w.Settled == null, token));
        Add(
            "referralhub_attachments_waiting",
            "Files that wait for the scanner",
            await db.AttachmentScans.CountAsync(s => s.NextTry != null, token)
        );
        Add(
            "referralhub_senders_silent",
            "Senders that have sent nothing for twice their longest pause",
            await db.SenderRhythms.CountAsync(r => r.SilentSince != null, token)
        );
        var head = (await Sequencer.HeadAsync(db, token))?.Position ?? 0;
        Add("referralhub_log_position", "Last stamped position of the journey log", head);
        Add(
            "referralhub_log_unstamped",
            "Committed events that wait for their position",
            await db.Log.CountAsync(e => e.Position == null, token)
        );
        foreach (var cursor in await db.Cursors.ToListAsync(token))
            Add(
                "referralhub_projection_lag_events",
                "Events a reader of the log has not read",
                head - cursor.Position,
                "projection",
                cursor.Name
            );
        Add(
            "referralhub_watchdog_age_seconds",
            "Time since the watchdog last said that it is alive, by the database's clock",
            (await heartbeats.WatchdogAgeAsync(token))?.TotalSeconds ?? -1
        );
        Add(
            "referralhub_clock_skew_seconds",
            "How far this process's clock is from the database's",
            Math.Abs((await database.ClockAsync(db, time, token) - time.UtcNow()).TotalSeconds)
        );
        Add(
            "referralhub_calendar_days_left",
            "Days until the list of bank holidays ends",
            WorkingDays.LastKnown.DayNumber - WorkingDays.LocalDate(now).DayNumber
        );
    }

    void Add(string name, string help, double value) => board.Set(name, help, value);

    void Add(string name, string help, double value, string label, string labelValue) => board.Set(name, help, value, label, labelValue);
}
