using System.Diagnostics.Metrics;

namespace ReferralHub.Platform.Telemetry;

/// <summary>What the hub counts. Names follow Prometheus: base units, <c>_total</c> for counters; no label names a person.</summary>
public static class HubMeters
{
    public static readonly Meter Meter = new("ReferralHub");
    public static readonly Counter<long> Received = Meter.CreateCounter<long>("referralhub_referrals_received_total", description: "Referrals accepted at intake, by source");
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>("referralhub_submissions_refused_total", description: "Submissions refused at intake, by reason");
    public static readonly Counter<long> Triaged = Meter.CreateCounter<long>("referralhub_referrals_triaged_total", description: "Triage decisions, by outcome");
    public static readonly Counter<long> Decided = Meter.CreateCounter<long>("referralhub_referrals_decided_total", description: "Clinical review decisions, by outcome");
    public static readonly Counter<long> Dispatched = Meter.CreateCounter<long>("referralhub_dispatches_total", description: "Messages to providers, by result");
    public static readonly Counter<long> WakeUpsLost = Meter.CreateCounter<long>("referralhub_wake_ups_lost_total", description: "Wake-ups that could not be sent");
    public static readonly Counter<long> Redriven = Meter.CreateCounter<long>("referralhub_redriven_total", description: "Journeys that the watchdog woke again");
    public static readonly Counter<long> Escalated = Meter.CreateCounter<long>("referralhub_sla_breaches_total", description: "Deadlines that passed, by stage");
    public static readonly Counter<long> WorkerFailures = Meter.CreateCounter<long>("referralhub_worker_failures_total", description: "Referrals a worker could not finish, by worker");
    public static readonly Histogram<double> IntakeSeconds = Meter.CreateHistogram<double>("referralhub_fhir_request_duration_seconds", description: "Time to answer a submission, by interaction and status");
}
