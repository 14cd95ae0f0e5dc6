using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ReferralHub.Platform.Data;

/// <summary>
/// Which columns a tracked row is written with, and what stands in them: the part that every writer of rows shares. Names
/// come from the model of this product: lower case, digits and underscores only.
/// </summary>
public static class RowColumns
{
    /// <summary>Changed columns as bits; 0 for a new row, whose columns are all written. Null when there is nothing to write.</summary>
    public static ulong? ToWrite(EntityEntry entry)
    {
        if (entry.State == EntityState.Added)
            return 0;
        var columns = 0UL;
        foreach (var property in entry.Metadata.GetProperties())
            if (entry.Property(property).IsModified)
                columns |= 1UL << property.GetIndex();
        return columns == 0 ? null : columns;
    }

    /// <summary>The columns that these bits stand for; all of them for a new row.</summary>
    public static IEnumerable<IProperty> Written(IEntityType type, ulong columns) =>
        columns == 0 ? type.GetProperties() : type.GetProperties().Where(p => (columns >> p.GetIndex() & 1) == 1);

    /// <summary>What must still be as it was read for a change to count: the key and the concurrency tokens.</summary>
    public static IEnumerable<IProperty> Matched(IEntityType type) =>
        type.FindPrimaryKey()!.Properties.Concat(type.GetProperties().Where(p => p.IsConcurrencyToken));

    public static string Table(IEntityType type) => $"\"{type.GetTableName()}\"";

    public static string Name(IProperty property) => $"\"{property.GetColumnName()}\"";

    /// <summary>The value as the database takes it, after the model's converter.</summary>
    /// <param name="original">The value that was read instead of the one to be written.</param>
    public static Func<EntityEntry, object?> Value(IProperty property, bool original)
    {
        var convert = property.GetRelationalTypeMapping().Converter?.ConvertToProvider;
        var getter = property.GetGetter();
        return entry =>
        {
            var value = original ? entry.OriginalValues[property] : getter.GetClrValue(entry.Entity);
            return value is not null && convert is not null ? convert(value) : value;
        };
    }

    /// <summary>Says that a row no longer was as it had been read.</summary>
    public static DbUpdateConcurrencyException ChangedMeanwhile(IEntityType type) =>
        new($"A row of {type.GetTableName()} was changed by somebody else in the meantime.");
}
