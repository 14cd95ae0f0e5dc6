using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ReferralHub.Server.Databases.Sqlite;

/// <summary>
/// Makes sure, each time a reader is opened, that it can neither write nor checkpoint and that the database is still in WAL
/// mode: a reader that checkpoints beside the writer is what damages the log.
/// </summary>
sealed class SqliteReaderCheck : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Check(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        // SQLite answers at once; there is nothing to wait for.
        Check(connection);
        return Task.CompletedTask;
    }

    static void Check(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0; PRAGMA journal_mode";
        using var reader = command.ExecuteReader();
        // wal_autocheckpoint answers with its value; the last result is the journal mode.
        string? mode = null;
        do
        {
            while (reader.Read())
                mode = reader.GetValue(0).ToString();
        } while (reader.NextResult());
        if (mode != "wal")
            throw new InvalidOperationException($"A reader found SQLite in journal mode {mode} instead of wal.");
    }
}
