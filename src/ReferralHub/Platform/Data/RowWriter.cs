using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace ReferralHub.Platform.Data;

/// <summary>
/// Writes what a context tracks with one prepared statement for each table and set of columns, kept for as long as the
/// connection lives. EF's own pipeline builds and parses a statement for every row, which made it the hub's bottleneck:
/// measured on SQLite, about 90 µs a row against 10 µs here (docs/decisions/0007). Mapping, converters and concurrency tokens
/// are those of the EF model; no table has store-generated columns or foreign keys, so the order of rows is free.
/// </summary>
static class RowWriter
{
    static readonly ConditionalWeakTable<DbConnection, Dictionary<(IEntityType, ulong), RowStatement>> Statements = [];

    /// <summary>Writes all added and changed rows; returns how many. The caller has opened the transaction.</summary>
    /// <exception cref="DbUpdateConcurrencyException">A row changed underneath: its token no longer has the value that was
    /// read.</exception>
    public static int Write(DbContext db, IReadOnlyList<EntityEntry> entries)
    {
        var connection = db.Database.GetDbConnection();
        var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var prepared = Statements.GetOrCreateValue(connection);
        foreach (var entry in entries)
        {
            if (RowColumns.ToWrite(entry) is not { } columns)
                continue;
            if (!prepared.TryGetValue((entry.Metadata, columns), out var statement))
                prepared[(entry.Metadata, columns)] = statement =
                    columns == 0
                        ? RowStatement.Insert(connection, entry.Metadata)
                        : RowStatement.Update(connection, entry.Metadata, columns);
            statement.Execute(entry, transaction);
        }

        return entries.Count;
    }

    sealed class RowStatement
    {
        readonly DbCommand command;
        readonly List<Binding> bindings = [];

        RowStatement(DbConnection connection) => command = connection.CreateCommand();

        public static RowStatement Insert(DbConnection connection, IEntityType type)
        {
            var statement = new RowStatement(connection);
            var columns = RowColumns.Written(type, 0).ToList();
            var values = columns.Select(p => statement.Bind(p, original: false));
            return statement.Prepare(
                $"INSERT INTO {RowColumns.Table(type)} ({string.Join(", ", columns.Select(RowColumns.Name))}) "
                    + $"VALUES ({string.Join(", ", values)})"
            );
        }

        public static RowStatement Update(DbConnection connection, IEntityType type, ulong columns)
        {
            var statement = new RowStatement(connection);
            var set = RowColumns
                .Written(type, columns)
                .Select(p => $"{RowColumns.Name(p)} = {statement.Bind(p, original: false)}")
                .ToList();
            var where = RowColumns.Matched(type).Select(p => $"{RowColumns.Name(p)} = {statement.Bind(p, original: true)}").ToList();
            return statement.Prepare($"UPDATE {RowColumns.Table(type)} SET {string.Join(", ", set)} WHERE {string.Join(" AND ", where)}");
        }

        public void Execute(EntityEntry entry, DbTransaction transaction)
        {
            command.Transaction = transaction;
            foreach (var binding in bindings)
                binding.Set(entry);
            if (command.ExecuteNonQuery() == 1)
                return;
            throw RowColumns.ChangedMeanwhile(entry.Metadata);
        }

        string Bind(IProperty property, bool original)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{bindings.Count}";
            command.Parameters.Add(parameter);
            bindings.Add(new(property, parameter, original));
            return parameter.ParameterName;
        }

        RowStatement Prepare(string sql)
        {
            command.CommandText = sql;
            return this;
        }
    }

    sealed class Binding(IProperty property, DbParameter parameter, bool original)
    {
        readonly Func<EntityEntry, object?> read = RowColumns.Value(property, original);

        public void Set(EntityEntry entry) => parameter.Value = read(entry) ?? DBNull.Value;
    }
}
