using Npgsql;

namespace ReferralHub.Server.Databases.PostgreSql;

/// <summary>Makes and removes databases beside the one that a connection string names.</summary>
static class PostgreSqlScratch
{
    /// <summary>The connection string of the database beside the given one, made when it is not there.</summary>
    public static async Task<string> PrepareAsync(string connectionString, string suffix, bool fresh, CancellationToken cancellationToken)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var name = $"{server.Database ?? server.Username}_{suffix}";
        if (fresh)
            await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {Quoted(name)} WITH (FORCE)", cancellationToken);
        if (!await ExistsAsync(server, name, cancellationToken))
            await ExecuteAsync(server, $"CREATE DATABASE {Quoted(name)}", cancellationToken);
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ToString();
    }

    public static Task RemoveAsync(string connectionString, CancellationToken cancellationToken)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        return ExecuteAsync(server, $"DROP DATABASE IF EXISTS {Quoted(server.Database!)} WITH (FORCE)", cancellationToken);
    }

    static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

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
