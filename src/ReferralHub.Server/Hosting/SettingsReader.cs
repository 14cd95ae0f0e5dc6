using System.Text.RegularExpressions;
using ReferralHub.Identity.People;
using ReferralHub.Identity.People.Providers;
using ReferralHub.Platform;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Server.Hosting.Listening;
using ReferralHub.Web;

namespace ReferralHub.Server.Hosting;

/// <summary>Reads what the hub is told, and refuses what it cannot do or must not do.</summary>
public static partial class SettingsReader
{
    /// <summary>Settings from appsettings.json in the working folder and from the environment. Unknown keys are errors.</summary>
    /// <exception cref="SettingsException">A key is unknown or a value cannot be used.</exception>
    public static HubSettings Read()
    {
        var file = Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json");
        RefuseOpenSecrets(file);
        return Read(new ConfigurationBuilder().AddJsonFile(file, optional: true).AddEnvironmentVariables().Build());
    }

    /// <summary>Settings from this configuration.</summary>
    /// <exception cref="SettingsException">A key is unknown or a value cannot be used.</exception>
    internal static HubSettings Read(IConfiguration configuration)
    {
        HubSettings settings;
        try
        {
            settings = configuration.GetSection(HubSettings.Section).Get<HubSettings>(o => o.ErrorOnUnknownConfiguration = true) ?? new();
        }
        catch (InvalidOperationException e)
        {
            var told = e.Message.Contains(HubSettings.Section, StringComparison.Ordinal) ? e : e.InnerException ?? e;
            throw new SettingsException($"A setting of the section {HubSettings.Section} cannot be used: {told.Message}");
        }

        if (SettingsCheck.Faults(settings, HubSettings.Section).ToList() is { Count: > 0 } faults)
            throw new SettingsException(string.Join(' ', faults));
        settings.Database.ConnectionString = ReadSecret(
            "Database:ConnectionString",
            settings.Database.ConnectionString,
            settings.Database.ConnectionStringFile
        );
        settings.Transport.Uri = ReadSecret("Transport:Uri", settings.Transport.Uri, settings.Transport.UriFile);
        return settings;
    }

    /// <summary>Refuses a file of settings that everybody on the machine may read when a password is in it.</summary>
    /// <exception cref="SettingsException">It is so.</exception>
    internal static void RefuseOpenSecrets(string file)
    {
        if (!File.Exists(file) || !PrivateFiles.IsReadByAll(file))
            return;
        var written = new ConfigurationBuilder().AddJsonFile(file, optional: true).Build().GetSection(HubSettings.Section);
        if (written.AsEnumerable(makePathsRelative: true).FirstOrDefault(HoldsSecret).Key is { } key)
            throw new SettingsException(
                $"{file} holds a password ({key}), and everybody on this machine may read it. Take their right away (chmod o-r), or put "
                    + "the secret into a file of its own (Database:ConnectionStringFile, Transport:UriFile)."
            );
    }

    static bool HoldsSecret(KeyValuePair<string, string?> setting) =>
        !string.IsNullOrEmpty(setting.Value)
        && (
            setting.Key.EndsWith("Password", StringComparison.OrdinalIgnoreCase)
            || setting.Key.EndsWith("Secret", StringComparison.OrdinalIgnoreCase)
            || PasswordWord().IsMatch(setting.Value)
            || (Uri.TryCreate(setting.Value, UriKind.Absolute, out var uri) && uri.UserInfo.Contains(':', StringComparison.Ordinal))
        );

    static string? ReadSecret(string key, string? given, string? file) =>
        file is null ? given
        : given is null ? SecretFiles.Read(file)
        : throw new SettingsException($"{key} and {key}File are both given; give one of them.");

    [GeneratedRegex(@"(?:^|;)\s*(?:password|pwd)\s*=\s*\S", RegexOptions.IgnoreCase)]
    private static partial Regex PasswordWord();

    /// <summary>Refuses settings that would split what must be in one process.</summary>
    /// <exception cref="SettingsException">They do.</exception>
    public static void CheckRoles(HubSettings settings)
    {
        if (Roles.Unknown(settings.Roles).FirstOrDefault() is { } unknown)
            throw new SettingsException($"There is no role {unknown}; use {string.Join(", ", Roles.All)} or all.");
        if (Roles.All.All(settings.Runs))
            return;
        if (IsInMemory(settings))
            throw new SettingsException(
                "With Transport:Kind InMemory messages do not leave the process, so it must have all roles and not only "
                    + $"{settings.Roles}. Use RabbitMq for several processes."
            );
        if (settings.Database.Provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
            throw new SettingsException(
                $"Sqlite serves one process, so it must have all roles and not only {settings.Roles}. Use PostgreSql for several processes."
            );
    }

    /// <summary>Refuses a scanner that could only be reached over a network.</summary>
    /// <exception cref="SettingsException">Its address is of another machine, or no address.</exception>
    public static void RefuseScannerElsewhere(ScannerSettings scanner)
    {
        if (scanner.Address is { Length: > 0 } address && ScannerAddress.Parse(address).Fault is { } fault)
            throw new SettingsException(fault);
    }

    /// <summary>Refuses accounts that anybody may use, wherever others could, and identity providers that cannot be used.</summary>
    /// <exception cref="SettingsException">There are some.</exception>
    public static void CheckSignIn(HubSettings settings)
    {
        if (ProviderCatalogue.FindFault(settings) is { } wrong)
            throw new SettingsException(wrong);
        var isLoopback = settings
            .ListenOn.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .All(a => Uri.TryCreate(a, UriKind.Absolute, out var uri) && HostNames.IsLoopback(uri.Host.Trim('[', ']')));
        if (DemonstrationPeople.FindFault(settings, isLoopback) is { } fault)
            throw new SettingsException(fault);
    }

    /// <summary>Whether messages stay in this process.</summary>
    internal static bool IsInMemory(HubSettings settings) => settings.Transport.Kind.Equals("InMemory", StringComparison.OrdinalIgnoreCase);
}
