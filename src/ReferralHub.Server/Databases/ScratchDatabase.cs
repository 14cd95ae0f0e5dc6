using System.Data.Common;
using ReferralHub.Platform;
using ReferralHub.Server.Databases.PostgreSql;
using ReferralHub.Server.Databases.SqlServer;

namespace ReferralHub.Server.Databases;

/// <summary>
/// A database beside the one that the settings name, for demonstrations and benchmarks, which must never touch real data:
/// the same server, the same name with a suffix.
/// </summary>
static class ScratchDatabase
{
    /// <summary>Settings that point at it, made when it is not there; for Sqlite the default: the folder is another already.</summary>
    /// <param name="fresh">Empties it first.</param>
    /// <exception cref="SettingsException">The server does not let us.</exception>
    public static async Task<DatabaseSettings> PrepareAsync(
        DatabaseSettings given,
        string suffix,
        bool fresh,
        CancellationToken cancellationToken
    )
    {
        if (given.Provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
            return new();
        if (string.IsNullOrWhiteSpace(given.ConnectionString))
            throw new SettingsException($"Database:Provider {given.Provider} needs Database:ConnectionString.");
        try
        {
            var connectionString = given.Provider.ToUpperInvariant() switch
            {
                "POSTGRESQL" => await PostgreSqlScratch.PrepareAsync(given.ConnectionString, suffix, fresh, cancellationToken),
                "SQLSERVER" => await SqlServerScratch.PrepareAsync(given.ConnectionString, suffix, fresh, cancellationToken),
                _ => throw new SettingsException($"Database:Provider {given.Provider} is unknown; use Sqlite, PostgreSql or SqlServer."),
            };
            return new() { Provider = given.Provider, ConnectionString = connectionString };
        }
        catch (DbException e)
        {
            throw new SettingsException($"A database for this purpose alone cannot be made on the server: {e.Message}");
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new SettingsException($"Database:ConnectionString cannot be used: {e.Message}");
        }
    }

    /// <summary>Removes a database that <see cref="PrepareAsync"/> made; for Sqlite there is none.</summary>
    public static Task RemoveAsync(DatabaseSettings scratch, CancellationToken cancellationToken) =>
        scratch.ConnectionString is not { } connectionString ? Task.CompletedTask
        : scratch.Provider.Equals("SqlServer", StringComparison.OrdinalIgnoreCase)
            ? SqlServerScratch.RemoveAsync(connectionString, cancellationToken)
        : PostgreSqlScratch.RemoveAsync(connectionString, cancellationToken);
}
