using Npgsql;
using ReferralHub.Platform;
using ReferralHub.Server.Databases;

namespace ReferralHub.Tests;

/// <summary>
/// Where the hub of one test keeps its data. <c>REFERRALHUB_TEST_DATABASE</c> names the provider (Sqlite when unset) and
/// <c>REFERRALHUB_TEST_POSTGRESQL</c> or <c>REFERRALHUB_TEST_SQLSERVER</c> a server on which tests may make databases.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    static int next;

    TestDatabase(DatabaseSettings settings) => Settings = settings;

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
        if (Provider == "SqlServer")
            return await CreateOnSqlServerAsync(Server);
        var name = NewName();
        await ExecuteAsync($"CREATE DATABASE {name} STRATEGY file_copy");
        return new(
            new()
            {
                Provider = Provider,
                ConnectionString = new NpgsqlConnectionStringBuilder(Server) { Database = name, MaxPoolSize = 10 }.ToString(),
            }
        );
    }

    /// <summary>A database of its own on this SQL Server, whatever the provider of the other tests is.</summary>
    public static async Task<TestDatabase> CreateOnSqlServerAsync(string server) =>
        new(
            await ScratchDatabase.PrepareAsync(
                new() { Provider = "SqlServer", ConnectionString = $"{server};Database=rh_test;Max Pool Size=10" },
                NewName(),
                fresh: true,
                CancellationToken.None
            )
        );

    public async ValueTask DisposeAsync() => await ScratchDatabase.RemoveAsync(Settings, CancellationToken.None);

    static string NewName() => $"rh_test_{Environment.ProcessId}_{Interlocked.Increment(ref next)}";

    static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
