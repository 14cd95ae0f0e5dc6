using System.Data.Common;
using Npgsql;
using ReferralHub.Platform;

namespace ReferralHub.Server.Databases;

/// <summary>
/// A database beside the one that the settings name, for demonstrations and benchmarks, which must never touch real data:
/// the same server, the same name with a suffix.
/// </summary>
static class ScratchDatabase
{
    /// <summary>Settings that point at it, made when it is not there; for Sqlite the settings as they are, because the folder is already another.</summary>
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
        if (!given.Provider.Equals("PostgreSql", StringComparison.OrdinalIgnoreCase))
            throw new SettingsException($"Demonstration and benchmark run on Sqlite and PostgreSql, not on {given.Provider}.");
        var server = new NpgsqlConnectionStringBuilder(
            given.ConnectionString ?? throw new SettingsException("Database:Provider PostgreSql needs Database:ConnectionString.")
        );
        var name = $"{server.Database ?? server.Username}_{suffix}";
        try
        {
            if (fresh)
                await ExecuteAsync(
                    server,
                    $"DROP DATABASE IF EXISTS \"{name.Replace("\"", "", StringComparison.Ordinal)}\" WITH (FORCE)",
                    cancellationToken
                );
            if (!await ExistsAsync(server, name, cancellationToken))
                await ExecuteAsync(server, $"CREATE DATABASE \"{name.Replace("\"", "", StringComparison.Ordinal)}\"", cancellationToken);
        }
        catch (DbException e)
        {
            throw new SettingsException($"The database {name} cannot be made on {server.Host}: {e.Message}");
        }

        return new()
        {
            Provider = given.Provider,
            ConnectionString = new NpgsqlConnectionStringBuilder(given.ConnectionString) { Database = name }.ToString(),
        };
    }

    /// <summary>Removes a database that <see cref="PrepareAsync"/> made.</summary>
    public static async Task RemoveAsync(DatabaseSettings scratch, CancellationToken cancellationToken)
    {
        if (scratch.ConnectionString is null)
            return;
        var server = new NpgsqlConnectionStringBuilder(scratch.ConnectionString);
        await ExecuteAsync(server, $"DROP DATABASE IF EXISTS \"{server.Database}\" WITH (FORCE)", cancellationToken);
    }

    static async Task<bool> ExistsAsync(NpgsqlConnectionStringBuilder server, string name, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(server, cancellationToken);
        await using var command = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection)
        {
            Parameters = { new() { Value = name } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    static async Task ExecuteAsync(NpgsqlConnectionStringBuilder server, string sql, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(server, cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    static async Task<NpgsqlConnection> OpenAsync(NpgsqlConnectionStringBuilder server, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server.ToString()) { Database = "postgres", Pooling = false }.ToString()
        );
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
