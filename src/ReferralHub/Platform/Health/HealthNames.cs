namespace ReferralHub.Platform.Health;

/// <summary>Names of the hub's health checks, and which probe asks each.</summary>
public static class HealthNames
{
    /// <summary>Tag of what decides whether this process is sent work.</summary>
    public const string Ready = "hub-ready";

    /// <summary>Tag of what only a restart mends.</summary>
    public const string Live = "hub-live";

    public const string Database = "database";
    public const string Intake = "intake";
    public const string Broker = "broker";
    public const string Consumers = "consumers";
    public const string Log = "log";
    public const string Watchdog = "watchdog";
    public const string Calendar = "calendar";
    public const string PatientLinks = "patient-links";
    public const string Stopping = "stopping";
    public const string Scanner = "scanner";

    /// <summary>MassTransit's own check of its endpoints.</summary>
    public const string Bus = "bus";

    /// <summary>Key under which a check's sentences of warning lie in its data.</summary>
    public const string Warnings = "warnings";
}
