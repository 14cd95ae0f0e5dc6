using ReferralHub.Platform;
using ReferralHub.Web;

namespace ReferralHub.Server.Hosting;

/// <summary>Reads what the hub is told, and refuses what it cannot do or must not do.</summary>
public static class SettingsReader
{
    /// <summary>Settings from appsettings.json in the working folder and from the environment. Unknown keys are errors.</summary>
    /// <exception cref="SettingsException">A key is unknown or a value cannot be used.</exception>
    public static HubSettings Read() =>
        Read(
            new ConfigurationBuilder()
                .SetBasePath(Directory.GetCurrentDirectory())
                .AddJsonFile("appsettings.json", optional: true)
                .AddEnvironmentVariables()
                .Build()
        );

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

        return SettingsCheck.Faults(settings, HubSettings.Section).ToList() is { Count: > 0 } faults
            ? throw new SettingsException(string.Join(' ', faults))
            : settings;
    }

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

    /// <summary>Refuses addresses that others could reach.</summary>
    /// <param name="listenOn">One or more addresses, parted by semicolons.</param>
    /// <exception cref="SettingsException">One is no http address, or is not of this machine alone.</exception>
    public static void RefuseOpenAddress(string listenOn)
    {
        foreach (var address in listenOn.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not "http")
                throw new SettingsException($"ListenOn {address} is not an http address such as http://127.0.0.1:5080.");
            if (!CrossSiteGuard.IsLoopback(uri.Host.Trim('[', ']')))
                throw new SettingsException(
                    $"ListenOn {address} is refused: there is no sign-in yet, so anyone who reached it could read patients' referrals. "
                        + "Only loopback addresses (127.0.0.1, ::1, localhost) are taken."
                );
        }
    }

    /// <summary>Whether messages stay in this process.</summary>
    internal static bool IsInMemory(HubSettings settings) => settings.Transport.Kind.Equals("InMemory", StringComparison.OrdinalIgnoreCase);
}
