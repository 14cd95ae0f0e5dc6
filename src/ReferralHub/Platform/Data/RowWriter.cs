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
    /// <exception cref="DbUpdateConcurrencyException">A row changed underneath: its token no longer has the value that was read.</exception>
    public static int Write(DbContext db, IReadOnlyList<EntityEntry> entries)
    {
        var connection = db.Database.GetDbConnection();
        var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var prepared = Statements.GetOrCreateValue(connection);
        foreach (var entry in entries)
        {
            var columns = entry.State == EntityState.Added ? 0UL : Changed(entry);
            if (entry.State == EntityState.Modified && columns == 0) continue;
            if (!prepared.TryGetValue((entry.Metadata, columns), out var statement))
                prepared[(entry.Metadata, columns)] = statement = columns == 0 ? RowStatement.Insert(connection, entry.Metadata) : RowStatement.Update(connection, entry.Metadata, columns);
            statement.Execute(entry, transaction);
        }

        return entries.Count;
    }

    static ulong Changed(EntityEntry entry)
    {
        var columns = 0UL;
        foreach (var property in entry.Metadata.GetProperties())
            if (entry.Property(property).IsModified) columns |= 1UL << property.GetIndex();
        return columns;
    }

    sealed class RowStatement
    {
        readonly DbCommand command;
        readonly List<Binding> bindings = [];

        RowStatement(DbConnection connection) => command = connection.CreateCommand();

        public static RowStatement Insert(DbConnection connection, IEntityType type)
        {
            var statement = new RowStatement(connection);
            var columns = type.GetProperties().ToList();
            var values = columns.Select(p => statement.Bind(p, original: false));
            return statement.Prepare($"INSERT INTO {Table(type)} ({string.Join(", ", columns.Select(Column))}) VALUES ({string.Join(", ", values)})");
        }

        public static RowStatement Update(DbConnection connection, IEntityType type, ulong columns)
        {
            var statement = new RowStatement(connection);
            var set = type.GetProperties().Where(p => (columns >> p.GetIndex() & 1) == 1).Select(p => $"{Column(p)} = {statement.Bind(p, original: false)}").ToList();
            var keys = type.FindPrimaryKey()!.Properties.Concat(type.GetProperties().Where(p => p.IsConcurrencyToken));
            var where = keys.Select(p => $"{Column(p)} = {statement.Bind(p, original: true)}").ToList();
            return statement.Prepare($"UPDATE {Table(type)} SET {string.Join(", ", set)} WHERE {string.Join(" AND ", where)}");
        }

        public void Execute(EntityEntry entry, DbTransaction transaction)
        {
            command.Transaction = transaction;
            foreach (var binding in bindings) binding.Set(entry);
            if (command.ExecuteNonQuery() == 1) return;
            throw new DbUpdateConcurrencyException($"A row of {entry.Metadata.GetTableName()} was changed by somebody else in the meantime.");
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

        // Every name comes from the model of this product: lower case, digits and underscores only.
        static string Table(IEntityType type) => $"\"{type.GetTableName()}\"";

        static string Column(IProperty property) => $"\"{property.GetColumnName()}\"";
    }

    sealed class Binding(IProperty property, DbParameter parameter, bool original)
    {
        readonly Func<object?, object?>? convert = property.GetRelationalTypeMapping().Converter?.ConvertToProvider;

        public void Set(EntityEntry entry)
        {
            var value = original ? entry.OriginalValues[property] : property.GetGetter().GetClrValue(entry.Entity);
            if (value is not null && convert is not null) value = convert(value);
            parameter.Value = value ?? DBNull.Value;
        }
    }
}
