using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using ReferralHub.Platform.Data;

namespace ReferralHub.Server.Databases.PostgreSql;

/// <summary>
/// Writes all rows of a transaction in one round trip: one statement for each table and set of columns, whose parameters
/// are arrays with one element for each row. The text is the same for any number of rows, so the server prepares it once.
/// </summary>
static class PostgreSqlRows
{
    static readonly ConcurrentDictionary<(IEntityType, ulong), Statement> Statements = new();

    /// <exception cref="DbUpdateConcurrencyException">A row changed underneath: its token no longer has the value that was
    /// read.</exception>
    public static async Task<int> WriteAsync(DbContext db, IReadOnlyList<EntityEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return 0;
        var groups = entries
            .Select(e => (Entry: e, Columns: RowColumns.ToWrite(e)))
            .Where(e => e.Columns is not null)
            .GroupBy(e => (e.Entry.Metadata, e.Columns!.Value), e => e.Entry)
            .ToList();
        if (groups.Count == 0)
            return 0;
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var batch = new NpgsqlBatch(connection, (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());
        foreach (var group in groups)
            batch.BatchCommands.Add(Statements.GetOrAdd(group.Key, k => new(k.Item1, k.Item2)).For([.. group]));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        for (var i = 0; i < groups.Count; i++)
        {
            if ((int)batch.BatchCommands[i].RecordsAffected == groups[i].Count())
                continue;
            throw RowColumns.ChangedMeanwhile(groups[i].Key.Metadata);
        }

        return entries.Count;
    }

    sealed class Statement
    {
        readonly string sql;
        readonly List<Column> columns = [];

        public Statement(IEntityType type, ulong changed)
        {
            var table = RowColumns.Table(type);
            if (changed == 0)
            {
                var names = RowColumns.Written(type, changed).Select(p => Add(p, original: false)).ToList();
                sql = $"INSERT INTO {table} ({string.Join(", ", names)}) SELECT * FROM unnest({Arrays()})";
                return;
            }

            var set = RowColumns.Written(type, changed).Select(p => Add(p, original: false)).ToList();
            var keys = RowColumns.Matched(type).Select(p => Add(p, original: true)).ToList();
            var assigned = set.Select((name, i) => $"{name} = v.c{i}");
            var matched = keys.Select((name, i) => $"t.{name} = v.c{set.Count + i}");
            sql =
                $"UPDATE {table} AS t SET {string.Join(", ", assigned)} FROM unnest({Arrays()}) AS "
                + $"v({string.Join(", ", columns.Select((_, i) => $"c{i}"))}) WHERE {string.Join(" AND ", matched)}";
        }

        public NpgsqlBatchCommand For(EntityEntry[] rows)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var column in columns)
                command.Parameters.Add(column.Parameter(rows));
            return command;
        }

        string Add(IProperty property, bool original)
        {
            columns.Add(new(property, original));
            return RowColumns.Name(property);
        }

        string Arrays() => string.Join(", ", columns.Select((c, i) => $"${i + 1}::{c.StoreType}[]"));
    }

    sealed class Column(IProperty property, bool original)
    {
        readonly RelationalTypeMapping mapping = property.GetRelationalTypeMapping();
        readonly Func<EntityEntry, object?> read = RowColumns.Value(property, original);

        public string StoreType { get; } = property.GetColumnType();

        /// <summary>One element for each row, in the order of the rows.</summary>
        public NpgsqlParameter Parameter(EntityEntry[] rows)
        {
            var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
            type = Nullable.GetUnderlyingType(type) ?? type;
            return type == typeof(string) ? CreateArray(NpgsqlDbType.Text, Fill(new string?[rows.Length], rows))
                : type == typeof(Guid) ? CreateArray(NpgsqlDbType.Uuid, Fill(new Guid?[rows.Length], rows))
                : type == typeof(int) ? CreateArray(NpgsqlDbType.Integer, Fill(new int?[rows.Length], rows))
                : type == typeof(long) ? CreateArray(NpgsqlDbType.Bigint, Fill(new long?[rows.Length], rows))
                : type == typeof(DateTime) ? CreateArray(NpgsqlDbType.TimestampTz, Fill(new DateTime?[rows.Length], rows))
                : type == typeof(DateOnly) ? CreateArray(NpgsqlDbType.Date, Fill(new DateOnly?[rows.Length], rows))
                : type == typeof(bool) ? CreateArray(NpgsqlDbType.Boolean, Fill(new bool?[rows.Length], rows))
                : type == typeof(double) ? CreateArray(NpgsqlDbType.Double, Fill(new double?[rows.Length], rows))
                : type == typeof(byte[]) ? CreateArray(NpgsqlDbType.Bytea, Fill(new byte[]?[rows.Length], rows))
                : throw new NotSupportedException(
                    $"{property.DeclaringType.DisplayName()}.{property.Name} is a {type.Name}, which no table of the hub has had so far."
                );
        }

        static NpgsqlParameter CreateArray(NpgsqlDbType element, Array values) =>
            new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | element };

        T[] Fill<T>(T[] values, EntityEntry[] rows)
        {
            for (var i = 0; i < rows.Length; i++)
                values[i] = (T)read(rows[i])!;
            return values;
        }
    }
}
