using Npgsql;
using ReferralHub.Platform;

namespace ReferralHub.Tests;

/// <summary>
/// Where the hub of one test keeps its data. <c>REFERRALHUB_TEST_DATABASE</c> names the provider (Sqlite when unset) and
/// <c>REFERRALHUB_TEST_POSTGRESQL</c> or <c>REFERRALHUB_TEST_SQLSERVER</c> a server on which tests may make databases.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    static int next;
    readonly string? name;

    TestDatabase(DatabaseSettings settings, string? name = null) => (Settings, this.name) = (settings, name);

    public static string Provider { get; } = Environment.GetEnvironmentVariable("REFERRALHUB_TEST_DATABASE") ?? "Sqlite";

    public static bool IsSqlite => Provider == "Sqlite";

    public DatabaseSettings Settings { get; }

    static string Server =>
        Environment.GetEnvironmentVariable($"REFERRALHUB_TEST_{Provider.ToUpperInvariant()}")
        ?? throw new InvalidOperationException(
            $"REFERRALHUB_TEST_DATABASE is {Provider}, so REFERRALHUB_TEST_{Provider.ToUpperInvariant()} must name a server."
        );

    public static async Task<TestDatabase> CreateAsync()
    {
        if (IsSqlite)
            return new(new());
        var name = $"rh_test_{Environment.ProcessId}_{Interlocked.Increment(ref next)}";
        if (Provider == "SqlServer")
            return new(new() { Provider = Provider, ConnectionString = $"{Server};Database={name}" });
        await ExecuteAsync($"CREATE DATABASE {name} STRATEGY file_copy");
        return new(
            new()
            {
                Provider = Provider,
                ConnectionString = new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 10 }.ToString(),
            },
            name
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (name is not null)
            await ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");
    }

    static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
