using System.Diagnostics.Metrics;

namespace ReferralHub.Platform.Telemetry;

/// <summary>What the hub counts. Names follow Prometheus: base units, <c>_total</c> for counters; no label names a person.</summary>
public static class HubMeters
{
    public static readonly Meter Meter = new("ReferralHub");
    public static readonly Counter<long> Received = Meter.CreateCounter<long>(
        "referralhub_referrals_received_total",
        description: "Referrals accepted at intake, by source"
    );
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "referralhub_submissions_refused_total",
        description: "Submissions refused at intake, by reason"
    );
    public static readonly Counter<long> Triaged = Meter.CreateCounter<long>(
        "referralhub_referrals_triaged_total",
        description: "Triage decisions, by outcome"
    );
    public static readonly Counter<long> RulePacksRefused = Meter.CreateCounter<long>(
        "referralhub_rule_packs_refused_total",
        description: "Times changed rule packs could not be used, so that those before stayed in force"
    );
    public static readonly Counter<long> Decided = Meter.CreateCounter<long>(
        "referralhub_referrals_decided_total",
        description: "Clinical review decisions, by outcome"
    );
    public static readonly Counter<long> Dispatched = Meter.CreateCounter<long>(
        "referralhub_dispatches_total",
        description: "Messages to providers, by result"
    );
    public static readonly Counter<long> WakeUpsLost = Meter.CreateCounter<long>(
        "referralhub_wake_ups_lost_total",
        description: "Wake-ups that could not be sent"
    );
    public static readonly Counter<long> Redriven = Meter.CreateCounter<long>(
        "referralhub_redriven_total",
        description: "Journeys that the watchdog woke again"
    );
    public static readonly Counter<long> Escalated = Meter.CreateCounter<long>(
        "referralhub_sla_breaches_total",
        description: "Deadlines that passed, by stage"
    );
    public static readonly Counter<long> WorkerFailures = Meter.CreateCounter<long>(
        "referralhub_worker_failures_total",
        description: "Referrals a worker could not finish, by worker"
    );
    public static readonly Counter<long> DiedInHand = Meter.CreateCounter<long>(
        "referralhub_died_in_hand_total",
        description: "Referrals that were in hand when a process died"
    );
    public static readonly Counter<long> WriteConflicts = Meter.CreateCounter<long>(
        "referralhub_write_conflicts_total",
        description: "Transactions that met another one and started over"
    );
    public static readonly Counter<long> LeasesLost = Meter.CreateCounter<long>(
        "referralhub_leases_lost_total",
        description: "Turns that were given up because another process holds the lease"
    );
    public static readonly Counter<long> ConsumerRestarts = Meter.CreateCounter<long>(
        "referralhub_consumer_stalls_total",
        description: "Times a queue had messages and nothing was consumed for a minute"
    );
    public static readonly Counter<long> MessagesParked = Meter.CreateCounter<long>(
        "referralhub_messages_parked_total",
        description: "Dead-lettered messages looked at, by what was done"
    );
    public static readonly Counter<long> EventsPublished = Meter.CreateCounter<long>(
        "referralhub_events_published_total",
        description: "Events of the log published to the events exchange"
    );
    public static readonly Counter<long> TurnedAway = Meter.CreateCounter<long>(
        "referralhub_requests_turned_away_total",
        description: "Requests refused because their caller asked too many, by bucket (system, person, address)"
    );
    public static readonly Histogram<double> IntakeSeconds = Meter.CreateHistogram<double>(
        "referralhub_fhir_request_duration_seconds",
        description: "Time to answer a submission, by interaction and status"
    );
}
