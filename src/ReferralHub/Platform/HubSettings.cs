namespace ReferralHub.Platform;

/// <summary>
/// Everything an operator can set: section <c>ReferralHub</c> of appsettings, or environment variables such as
/// <c>ReferralHub__Database__Provider</c>. An unknown key stops the start.
/// </summary>
public sealed class HubSettings
{
    public const string Section = "ReferralHub";

    /// <summary>Folder of the embedded database, its lock and the hub's keys. Default <c>./data</c>.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>Folder of the directory of services (FHIR Bundles or NDJSON) with prices, budgets and practices (CSV).</summary>
    public string? DirectoryFolder { get; set; }

    /// <summary>Folder of rule packs (YAML). Default: the packs that ship with the program.</summary>
    public string? PacksFolder { get; set; }

    /// <summary>Folder of FHIR packages (.tgz) and definitions (.json) that messages are checked against besides the hub's own profiles. Default none.</summary>
    public string? ProfilesFolder { get; set; }

    /// <summary>What becomes of a message that is right in FHIR but misses a profile: Ignore, Warn (default: taken, the sender and triage are told) or Refuse.</summary>
    public ProfileLevel ProfileLevel { get; set; } = ProfileLevel.Warn;

    /// <summary>The same for single senders, by ODS code, where something else was agreed.</summary>
    public Dictionary<string, ProfileLevel> SenderProfileLevels { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where the server listens. Until sign-in exists only loopback addresses are taken. Default http://127.0.0.1:5080.</summary>
    public string ListenOn { get; set; } = "http://127.0.0.1:5080";

    /// <summary>Which parts run here: web, worker, scheduler, separated by commas. Default all.</summary>
    public string Roles { get; set; } = "web,worker,scheduler";

    /// <summary>Where health and metrics are served besides, e.g. http://0.0.0.0:9090; nothing about patients is there, so any address is taken. Default none.</summary>
    public string? MetricsOn { get; set; }

    /// <summary>How long the hub goes on serving, as not ready, after it was told to stop. Default 0.</summary>
    public int DrainSeconds { get; set; }

    /// <summary>Telephone number that patients may ring for help to choose; shown on each choice page when set.</summary>
    public string? PatientHelpLine { get; set; }

    public DatabaseSettings Database { get; set; } = new();

    public TransportSettings Transport { get; set; } = new();

    public OrganisationSettings Organisation { get; set; } = new();

    public ClockSettings Clocks { get; set; } = new();

    /// <summary>Marks every page as demonstration. Set by the demo command, not by hand.</summary>
    public bool Demonstration { get; set; }

    public bool Runs(string role) => Platform.Roles.Split(Roles)
        .Any(r => r.Equals("all", StringComparison.OrdinalIgnoreCase) || r.Equals(role, StringComparison.OrdinalIgnoreCase));
}

/// <summary>How strictly messages are held to profiles. What breaks FHIR itself is refused whatever is set.</summary>
public enum ProfileLevel
{
    Ignore,
    Warn,
    Refuse,
}

public sealed class DatabaseSettings
{
    /// <summary>Sqlite (default, one process), PostgreSql, or SqlServer when its provider is built in.</summary>
    public string Provider { get; set; } = "Sqlite";

    /// <summary>For Sqlite <c>Data Source=PATH</c>, by default <c>referralhub.db</c> in the data folder; for the others what their driver takes.</summary>
    public string? ConnectionString { get; set; }
}

public sealed class TransportSettings
{
    /// <summary>InMemory (default, one process) or RabbitMq.</summary>
    public string Kind { get; set; } = "InMemory";

    /// <summary>Of the broker, e.g. amqp://user:password@host:5672/vhost.</summary>
    public string? Uri { get; set; }
}

/// <summary>Who this hub is on messages it sends.</summary>
public sealed class OrganisationSettings
{
    public string OdsCode { get; set; } = "XRH01";

    public string Name { get; set; } = "Referral Management Centre";
}

/// <summary>How long each turn may take. Working days are England's.</summary>
public sealed class ClockSettings
{
    public int ImmediateMinutes { get; set; } = 5;

    public int ReviewUrgentWorkingDays { get; set; }

    public int ReviewRoutineWorkingDays { get; set; } = 2;

    public int InformationWorkingDays { get; set; } = 5;

    public int ChoiceDays { get; set; } = 14;

    public int AcknowledgeSuspectedCancerMinutes { get; set; } = 60;

    public int AcknowledgeUrgentWorkingDays { get; set; } = 1;

    public int AcknowledgeRoutineWorkingDays { get; set; } = 2;
}
