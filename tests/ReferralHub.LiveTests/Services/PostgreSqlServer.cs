using Npgsql;

namespace ReferralHub.LiveTests.Services;

/// <summary>A PostgreSQL of the test's own.</summary>
sealed class PostgreSqlServer(string folder) : ServerProcess("postgresql.sh", folder, HubProcess.FreePort())
{
    public static bool IsInstalled => Directory.Exists("/usr/lib/postgresql");

    public static async Task<PostgreSqlServer> StartNewAsync(params string[] settings)
    {
        var server = new PostgreSqlServer(Path.Combine(Path.GetTempPath(), $"rh-pg-{Guid.CreateVersion7():N}"));
        await server.StartAsync(settings);
        return server;
    }

    /// <summary>A copy of another that follows it and can take over.</summary>
    public static async Task<PostgreSqlServer> StartStandbyAsync(PostgreSqlServer primary)
    {
        var server = new PostgreSqlServer(Path.Combine(Path.GetTempPath(), $"rh-pg-{Guid.CreateVersion7():N}"));
        await server.StartAsync($"--standby-of={primary.Port}");
        return server;
    }

    public string ConnectionString(string database, int? port = null) =>
        $"Host=127.0.0.1;Port={port ?? Port};Username=postgres;Database={database}";

    public Task CreateDatabaseAsync(string name) => ExecuteAsync($"CREATE DATABASE {name}");

    public Task ExecuteAsync(string sql) => AskAsync<object>(sql);

    /// <summary>The first value that a statement gives, in the database postgres.</summary>
    public async Task<T?> AskAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync();
    }

    // SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients to leave.
    protected override Signal StopSignal => Signal.Interrupt;

    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false;Timeout=2");
            await connection.OpenAsync();
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }
}
