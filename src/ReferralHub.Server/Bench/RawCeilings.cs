using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;
using RabbitMQ.Client;
using ReferralHub.Platform;
using ReferralHub.Server.Transports.RabbitMq;

namespace ReferralHub.Server.Bench;

/// <param name="CommitsPerSecond">Durable transactions of two rows, bare driver, one connection.</param>
/// <param name="CommitMilliseconds">The same at the rate of the open-loop part, sorted: what of its waiting is the machine's.</param>
/// <param name="ConfirmsPerSecond">Persistent messages to a quorum queue, bare client, 256 unconfirmed at a time; null without a broker.</param>
/// <param name="ParseMicroseconds">One bare <c>JsonDocument.Parse</c> of the message.</param>
sealed record Ceilings(double CommitsPerSecond, double[] CommitMilliseconds, double? ConfirmsPerSecond, double ParseMicroseconds);

/// <summary>What the machine can do at the most, measured in the same run, because absolute figures drift from machine to machine.</summary>
static class RawCeilings
{
    const int CommitsMeasured = 2_000;
    const int OpenLoopSeconds = 5;
    const int ParsesMeasured = 2_000;
    const int ConfirmsMeasured = 20_000;
    const int Unconfirmed = 256;
    const int RowBytes = 4_000;

    public static async Task<Ceilings> MeasureAsync(
        HubSettings settings,
        DirectoryInfo folder,
        byte[] body,
        int rate,
        CancellationToken token
    )
    {
        var (perSecond, milliseconds) = (settings.Database.Provider.ToUpperInvariant(), settings.Database.ConnectionString) switch
        {
            ("POSTGRESQL", { } server) => await PostgreSqlCommitsAsync(server, rate, token),
            ("SQLSERVER", { } server) => await SqlServerCommitsAsync(server, rate, token),
            _ => await SqliteCommitsAsync(Path.Combine(folder.FullName, "ceiling"), rate, token),
        };
        var confirms = settings.Transport.Kind.Equals("RabbitMq", StringComparison.OrdinalIgnoreCase)
            ? await ConfirmsAsync(settings, token)
            : (double?)null;
        return new(perSecond, milliseconds, confirms, ParseMicroseconds(body));
    }

    static async Task<(double PerSecond, double[] Milliseconds)> MeasureCommitsAsync(Func<Task> commit, int rate, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < CommitsMeasured; i++)
            await commit();
        var perSecond = CommitsMeasured / Stopwatch.GetElapsedTime(started).TotalSeconds;
        var (loop, milliseconds) = (new OpenLoop(rate * OpenLoopSeconds, rate), new List<double>());
        while (await loop.ArriveAsync(token) is { } arrival)
        {
            await commit();
            milliseconds.Add(loop.MillisecondsSince(arrival));
        }

        milliseconds.Sort();
        return (perSecond, [.. milliseconds]);
    }

    static async Task<(double, double[])> SqliteCommitsAsync(string folder, int rate, CancellationToken token)
    {
        Directory.CreateDirectory(folder);
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "ceiling.db"), Pooling = false }.ToString()
        );
        connection.Open();
        Execute(
            connection,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB NOT NULL)"
        );
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO t (body) VALUES ($body), ($body)";
        insert.Parameters.AddWithValue("$body", new byte[RowBytes / 2]);
        insert.Prepare();
        return await MeasureCommitsAsync(
            () =>
            {
                using var transaction = connection.BeginTransaction();
                insert.Transaction = transaction;
                insert.ExecuteNonQuery();
                transaction.Commit();
                return Task.CompletedTask;
            },
            rate,
            token
        );
    }

    static async Task<(double, double[])> PostgreSqlCommitsAsync(string server, int rate, CancellationToken token)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ToString());
        await connection.OpenAsync(token);
        await using (
            var create = new NpgsqlCommand(
                "CREATE TABLE bench_ceiling (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL)",
                connection
            )
        )
            await create.ExecuteNonQueryAsync(token);
        await using var insert = new NpgsqlCommand("INSERT INTO bench_ceiling (body) VALUES ($1), ($1)", connection)
        {
            Parameters = { new() { Value = new byte[RowBytes / 2] } },
        };
        await insert.PrepareAsync(token);
        var measured = await MeasureCommitsAsync(
            async () =>
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                await insert.ExecuteNonQueryAsync(token);
                await transaction.CommitAsync(token);
            },
            rate,
            token
        );
        await using var drop = new NpgsqlCommand("DROP TABLE bench_ceiling", connection);
        await drop.ExecuteNonQueryAsync(token);
        return measured;
    }

    static async Task<(double, double[])> SqlServerCommitsAsync(string server, int rate, CancellationToken token)
    {
        await using var connection = new SqlConnection(new SqlConnectionStringBuilder(server) { Pooling = false }.ToString());
        await connection.OpenAsync(token);
        await using (var create = connection.CreateCommand())
        {
            create.CommandText = "CREATE TABLE bench_ceiling (id bigint IDENTITY PRIMARY KEY, body varbinary(max) NOT NULL)";
            await create.ExecuteNonQueryAsync(token);
        }

        await using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO bench_ceiling (body) VALUES (@body), (@body)";
        insert.Parameters.AddWithValue("@body", new byte[RowBytes / 2]);
        var measured = await MeasureCommitsAsync(
            async () =>
            {
                await using var transaction = (SqlTransaction)await connection.BeginTransactionAsync(token);
                insert.Transaction = transaction;
                await insert.ExecuteNonQueryAsync(token);
                await transaction.CommitAsync(token);
            },
            rate,
            token
        );
        await using var drop = connection.CreateCommand();
        drop.CommandText = "DROP TABLE bench_ceiling";
        await drop.ExecuteNonQueryAsync(token);
        return measured;
    }

    static async Task<double> ConfirmsAsync(HubSettings settings, CancellationToken token)
    {
        const string queue = "referralhub.bench";
        await using var connection = await RabbitMqLink.Factory(settings).CreateConnectionAsync(token);
        await using var channel = await connection.CreateChannelAsync(
            new(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true,
                outstandingPublisherConfirmationsRateLimiter: null
            ),
            token
        );
        await channel.QueueDeclareAsync(
            queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" },
            cancellationToken: token
        );
        var properties = new BasicProperties { DeliveryMode = DeliveryModes.Persistent };
        var body = new byte[500];
        var started = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < ConfirmsMeasured; sent += Unconfirmed)
            await Task.WhenAll(
                Enumerable
                    .Range(0, Unconfirmed)
                    .Select(_ => channel.BasicPublishAsync("", queue, mandatory: true, properties, body, token).AsTask())
            );
        var rate = ConfirmsMeasured / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false, cancellationToken: token);
        return rate;
    }

    static double ParseMicroseconds(byte[] body)
    {
        for (var i = 0; i < ParsesMeasured / 10; i++)
            JsonDocument.Parse(body).Dispose();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < ParsesMeasured; i++)
            JsonDocument.Parse(body).Dispose();
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / ParsesMeasured;
    }

    static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
