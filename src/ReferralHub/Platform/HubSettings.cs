using System.ComponentModel.DataAnnotations;
using ReferralHub.Platform.Access;

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

    /// <summary>
    /// Folder of the directory of services (FHIR Bundles) with prices, budgets, practices and declared interests (CSV;
    /// docs/directory-files.md).
    /// </summary>
    public string? DirectoryFolder { get; set; }

    /// <summary>
    /// Folder of commissioning arrangements (YAML and CSV; docs/directory-files.md). Default <c>commissioning</c> in the directory folder,
    /// where there is one.
    /// </summary>
    public string? CommissioningFolder { get; set; }

    /// <summary>
    /// File of the systems that may sign in (JSON; src/ReferralHub/Identity/README.md). Default <c>clients.json</c> in the directory
    /// folder, where there is one.
    /// </summary>
    public string? ClientsFile { get; set; }

    /// <summary>
    /// PEM file of the authorities whose certificates count where systems publish their keys, for a network with its own. Default: those
    /// that the machine trusts.
    /// </summary>
    public string? KeySetAuthority { get; set; }

    /// <summary>Folder of rule packs (YAML). Default: the packs that ship with the program.</summary>
    public string? PacksFolder { get; set; }

    /// <summary>
    /// Folder of FHIR packages (.tgz) and definitions (.json) that messages are checked against besides the hub's own profiles.
    /// Default none.
    /// </summary>
    public string? ProfilesFolder { get; set; }

    /// <summary>
    /// What becomes of a message that is right in FHIR but misses a profile: Ignore, Warn (default: taken, the sender and triage
    /// are told) or Refuse.
    /// </summary>
    public ProfileLevel ProfileLevel { get; set; } = ProfileLevel.Warn;

    /// <summary>The same for single senders, by ODS code, where something else was agreed.</summary>
    public Dictionary<string, ProfileLevel> SenderProfileLevels { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Where the server listens; several addresses are parted by semicolons. Loopback addresses need nothing else. Others are taken
    /// over TLS (https, <see cref="Tls"/>) or behind a declared proxy (<see cref="KnownProxies"/> and <see cref="PublicUrl"/>).
    /// Default http://127.0.0.1:5080.
    /// </summary>
    public string ListenOn { get; set; } = "http://127.0.0.1:5080";

    /// <summary>The certificate with which the hub answers on https addresses.</summary>
    public TlsSettings Tls { get; set; } = new();

    /// <summary>
    /// Addresses or networks (10.0.0.7, 10.1.0.0/16) of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. Default none.
    /// </summary>
    public List<string> KnownProxies { get; set; } = [];

    /// <summary>
    /// Where people and systems reach the hub, e.g. https://referrals.example.nhs.uk. Links to it begin with this. Default: the
    /// address at which it was asked.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>Further host names under which the hub answers, besides loopback and that of <see cref="PublicUrl"/>.</summary>
    public List<string> AllowedHosts { get; set; } = [];

    /// <summary>The certificate that wraps keys of cookies and forms.</summary>
    public KeySettings Keys { get; set; } = new();

    public LimitSettings Limits { get; set; } = new();

    /// <summary>
    /// Where messages to providers may go: host names (gateway.example.nhs.uk), or https addresses that theirs begin with. What a
    /// directory names besides is refused. Default none.
    /// </summary>
    public List<string> ProviderEndpoints { get; set; } = [];

    /// <summary>
    /// Lets messages to providers go to http addresses on loopback, for trials on one machine; a demonstration may always. Default
    /// false.
    /// </summary>
    public bool AllowInsecureProviderEndpoints { get; set; }

    /// <summary>Which parts run here: web, worker, scheduler, separated by commas. Default all.</summary>
    public string Roles { get; set; } = "web,worker,scheduler";

    /// <summary>
    /// Where health and metrics are served besides, e.g. http://0.0.0.0:9090; nothing about patients is there, so any address is
    /// taken. Default none.
    /// </summary>
    public string? MetricsOn { get; set; }

    /// <summary>How long the hub goes on serving, as not ready, after it was told to stop. Default 0.</summary>
    [Range(0, 600)]
    public int DrainSeconds { get; set; }

    /// <summary>How many connections of callers are open at once at the most; more are closed at once. Default 5,000.</summary>
    [Range(10, 1_000_000)]
    public int ConnectionsMax { get; set; } = 5_000;

    /// <summary>Telephone number that patients may ring for help to choose; shown on each choice page when set.</summary>
    public string? PatientHelpLine { get; set; }

    public DatabaseSettings Database { get; set; } = new();

    public TransportSettings Transport { get; set; } = new();

    public OrganisationSettings Organisation { get; set; } = new();

    public ClockSettings Clocks { get; set; } = new();

    public ReviewSettings Review { get; set; } = new();

    public ScannerSettings Scanner { get; set; } = new();

    public SessionSettings Sessions { get; set; } = new();

    public AuditSettings Audit { get; set; } = new();

    /// <summary>What stands at the top of each page, and in its title. Default ReferralHub.</summary>
    public string HeaderText { get; set; } = "ReferralHub";

    /// <summary>
    /// Demo accounts, as which anybody may sign in with one click. Refused unless this is the demonstration. Default none.
    /// </summary>
    public List<UserSettings> Users { get; set; } = [];

    /// <summary>Identity providers by which people sign in. Default none: they sign in at the hub, by passkey or passphrase.</summary>
    public List<IdentityProviderSettings> IdentityProviders { get; set; } = [];

    /// <summary>Marks every page as demonstration. Set by the demo command, not by hand.</summary>
    public bool Demonstration { get; set; }

    public bool Runs(string role) =>
        Platform
            .Roles.Split(Roles)
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
    /// <summary>Sqlite (default, one process), PostgreSql, or SqlServer.</summary>
    public string Provider { get; set; } = "Sqlite";

    /// <summary>
    /// For Sqlite <c>Data Source=PATH</c>, by default <c>referralhub.db</c> in the data folder; for the others what their driver
    /// takes.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>File that holds the connection string, instead of it.</summary>
    public string? ConnectionStringFile { get; set; }
}

public sealed class TransportSettings
{
    /// <summary>InMemory (default, one process) or RabbitMq.</summary>
    public string Kind { get; set; } = "InMemory";

    /// <summary>Of the broker, e.g. amqp://user:password@host:5672/vhost.</summary>
    public string? Uri { get; set; }

    /// <summary>File that holds the address, instead of it.</summary>
    public string? UriFile { get; set; }

    /// <summary>
    /// Users of the broker who may send referrals, each with the id of the registered client that it is. What others send is parked.
    /// Default none.
    /// </summary>
    public Dictionary<string, string> Senders { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>Who this hub is on messages it sends.</summary>
public sealed class OrganisationSettings
{
    public string OdsCode { get; set; } = "XRH01";

    public string Name { get; set; } = "Referral Management Centre";
}

/// <summary>How clinical review works here.</summary>
public sealed class ReviewSettings
{
    /// <summary>
    /// How long a decision can be undone before it leaves the hub. 0 for never; suspected cancer never waits. Default 10.
    /// </summary>
    [Range(0d, 60d)]
    public double UndoMinutes { get; set; } = 10;

    /// <summary>Whether a second clinician must agree before a referral is returned. Default false.</summary>
    public bool SecondReaderForReturns { get; set; }

    /// <summary>How long a reviewer keeps a referral without a sign of life. Default 15.</summary>
    [Range(1, 480)]
    public int ClaimMinutes { get; set; } = 15;
}

/// <summary>What is done with the audit besides keeping it.</summary>
public sealed class AuditSettings
{
    /// <summary>
    /// File, best on another machine, to which the end of the audit is written once an hour; <c>journey verify</c> compares with it.
    /// Default none.
    /// </summary>
    public string? HeadsFile { get; set; }
}

/// <summary>How long somebody stays known at a browser.</summary>
public sealed class SessionSettings
{
    /// <summary>Without a sign of them. Default 15 (OWASP ASVS 7.3).</summary>
    [Range(0.01, 1_440d)]
    public double IdleMinutes { get; set; } = 15;

    /// <summary>At the most. Default 12.</summary>
    [Range(1, 24)]
    public int HoursMax { get; set; } = 12;
}

/// <summary>A demo account.</summary>
public sealed class UserSettings
{
    public string Name { get; set; } = "";

    /// <summary>Profession or post, as a practice reads it.</summary>
    public string Role { get; set; } = "";

    public CallerRole Kind { get; set; }

    /// <summary>ODS code of what they act for; the centre's own when absent.</summary>
    public string? Organisation { get; set; }

    /// <summary>Codes of specialties, separated by spaces; all when empty.</summary>
    public string Specialties { get; set; } = "";

    /// <summary>Tells people of one name apart; rows of one key are one person in several roles. The name when absent.</summary>
    public string? Key { get; set; }

    internal string Subject => Key ?? Name;
}
