using Npgsql;
using Testcontainers.PostgreSql;

namespace ReferralHub.LiveTests.Services;

/// <summary>A PostgreSQL of the test's own: a container where an engine has the image, else a process of Debian's.</summary>
sealed class PostgreSqlServer : TestServer
{
    const int InnerPort = 5432;

    /// <summary>In a container; a process trusts everyone on loopback.</summary>
    const string Password = "postgres";

    readonly ServerProcess? process;

    PostgreSqlServer(IServerRuntime runtime)
        : base(runtime) => process = runtime as ServerProcess;

    /// <summary>A process whose data are in this folder.</summary>
    public PostgreSqlServer(string folder)
        : this(new ServerProcess("postgresql.sh", folder, HubProcess.FreePort(), Signal.Interrupt)) { }

    /// <summary>What is said of a test that needs one where there is none.</summary>
    public static string Missing => $"PostgreSQL is not installed, nor has a container engine the image {ContainerEngine.PostgreSqlImage}.";

    /// <summary>Whether a process can be run, which some tests need: on a disk of its own, or as a standby.</summary>
    public static bool IsInstalled => Directory.Exists("/usr/lib/postgresql");

    public static async Task<bool> IsThereAsync() => IsInstalled || await ContainerEngine.MayServeAsync(ContainerEngine.PostgreSqlImage);

    /// <summary>Starts one with these settings, each NAME=VALUE.</summary>
    public static async Task<PostgreSqlServer> StartNewAsync(params string[] settings)
    {
        var server = await ContainerEngine.MayServeAsync(ContainerEngine.PostgreSqlImage)
            ? new PostgreSqlServer(InContainer(HubProcess.FreePort()))
            : new PostgreSqlServer(NewFolder());
        await server.StartAsync(settings);
        return server;
    }

    /// <summary>A copy of another that follows it and can take over. Both are processes.</summary>
    public static async Task<PostgreSqlServer> StartStandbyAsync(PostgreSqlServer primary)
    {
        var server = new PostgreSqlServer(NewFolder());
        await server.StartAsync($"--standby-of={primary.Port}");
        return server;
    }

    /// <summary>Where a process may keep its data.</summary>
    public static string NewFolder() => Path.Combine(Path.GetTempPath(), $"rh-pg-{Guid.CreateVersion7():N}");

    public string ConnectionString(string database, int? port = null) =>
        $"Host=127.0.0.1;Port={port ?? Port};Username=postgres;Password={Password};Database={database}";

    /// <summary>Freezes or thaws everything that a process runs.</summary>
    public void Send(Signal signal) => (process ?? throw new InvalidOperationException("It runs in a container.")).Send(signal);

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

    static ServerContainer InContainer(int port) =>
        new(
            port,
            settings =>
                new PostgreSqlBuilder(ContainerEngine.PostgreSqlImage)
                    .WithDatabase("postgres")
                    .WithUsername("postgres")
                    .WithPassword(Password)
                    .WithPortBinding(port, InnerPort)
                    // The library's container gives durability up for speed; the last word holds, and the hub refuses to run without it.
                    .WithCommand([.. AsArguments("fsync=on", "full_page_writes=on", "synchronous_commit=on", "max_connections=200")])
                    .WithCommand([.. AsArguments(settings)])
                    .Build()
        );

    static IEnumerable<string> AsArguments(params string[] settings) => settings.SelectMany(s => (string[])["-c", s]);
}
