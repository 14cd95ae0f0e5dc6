using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Server.Databases.PostgreSql;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Server.Databases.SqlServer;

namespace ReferralHub.Server.Hosting;

/// <summary>Opens the database that the settings name. This is the one place that knows which providers there are.</summary>
public static class DatabaseOpener
{
    /// <summary>Opens the database, making an embedded one when needed.</summary>
    /// <param name="mustExist">Refuses when there is none, for commands that only look.</param>
    /// <exception cref="SettingsException">The provider is unknown or not built in, or the connection string cannot be used.</exception>
    public static HubDatabase Open(HubSettings settings, bool mustExist = false) =>
        settings.Database.Provider.ToUpperInvariant() switch
        {
            "SQLITE" when mustExist && !File.Exists(FindSqliteFile(settings)) => throw Missing(FindSqliteFile(settings)),
            "SQLITE" => SqliteHubDatabase.Open(FindSqliteFile(settings)),
            "POSTGRESQL" => PostgreSqlHubDatabase.Open(settings.Database.ConnectionString),
            "SQLSERVER" => SqlServerHubDatabase.Open(settings.Database.ConnectionString),
            _ => throw new SettingsException(
                $"Database:Provider {settings.Database.Provider} is unknown; use Sqlite, PostgreSql or SqlServer."
            ),
        };

    /// <summary>Opens the database for reading alone, also beside a hub that has the embedded one open.</summary>
    /// <exception cref="SettingsException">There is none, or the settings cannot be used.</exception>
    public static HubDbContext OpenReader(HubSettings settings)
    {
        var scope = AccessScope.System("a command of whoever has the database reads all");
        if (!settings.Database.Provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
            return Open(settings).OpenRead(scope);
        var file = FindSqliteFile(settings);
        return File.Exists(file) ? SqliteHubDatabase.OpenReader(file, scope) : throw Missing(file);
    }

    static SettingsException Missing(string file) =>
        new($"There is no database at {file}; name the right folder with --data, or make one with `referralhub db migrate`.");

    /// <summary>Path of the embedded database's file; it need not be there yet.</summary>
    /// <exception cref="SettingsException">The connection string says more than a path.</exception>
    internal static string FindSqliteFile(HubSettings settings)
    {
        const string prefix = "Data Source=";
        var given = settings.Database.ConnectionString;
        if (given is null)
            return Path.Combine(settings.DataDirectory, "referralhub.db");
        if (!given.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || given.Contains(';', StringComparison.Ordinal))
            throw new SettingsException(
                "For Sqlite the connection string is Data Source=PATH and nothing else; the hub sets the rest itself."
            );
        return given[prefix.Length..].Trim();
    }
}
