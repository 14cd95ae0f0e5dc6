using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ReferralHub.Server.Bench;

/// <summary>What the machine can do at the most, measured in the same run, because absolute figures drift from machine to machine.</summary>
static class RawCeilings
{
    const int CommitsMeasured = 2_000;
    const int ParsesMeasured = 2_000;

    /// <summary>Bare driver: one row of a compressed message per durable transaction, prepared statement, WAL, synchronous FULL.</summary>
    public static double SqliteCommitsPerSecond(string folder, int rowBytes)
    {
        Directory.CreateDirectory(folder);
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "ceiling.db"), Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO t (body) VALUES ($body)";
        insert.Parameters.AddWithValue("$body", new byte[rowBytes]);
        insert.Prepare();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < CommitsMeasured; i++)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            insert.ExecuteNonQuery();
            transaction.Commit();
        }

        return CommitsMeasured / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Microseconds of one bare <c>JsonDocument.Parse</c> of the message.</summary>
    public static double ParseMicroseconds(byte[] body)
    {
        for (var i = 0; i < ParsesMeasured / 10; i++) JsonDocument.Parse(body).Dispose();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < ParsesMeasured; i++) JsonDocument.Parse(body).Dispose();
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / ParsesMeasured;
    }

    static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
