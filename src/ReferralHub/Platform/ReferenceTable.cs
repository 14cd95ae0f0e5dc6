using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Platform;

/// <summary>
/// One CSV file of the directory folder and the table that it fills. A file takes effect whole or not at all: each row is checked
/// before anything is written, and the table is replaced in one transaction, only when what the file says is not there already.
/// </summary>
/// <param name="fileName">E.g. <c>practices.csv</c>.</param>
/// <param name="columns">Columns that must be there.</param>
/// <param name="read">Makes a row of the fields; null and a reason where it is wrong.</param>
/// <param name="describeKey">What no two rows may share, in words, e.g. <c>the practice A81001</c>.</param>
public sealed class ReferenceTable<T>(
    string fileName,
    string[] columns,
    Func<Func<string, string>, (T? Row, string? Fault)> read,
    Func<T, string> describeKey
)
    where T : class
{
    /// <summary>Loads the file when the folder has it; returns how many rows it has, 0 without a file.</summary>
    /// <exception cref="ReferenceDataException">The file cannot be used; the table is as it was.</exception>
    public async Task<int> LoadAsync(HubDatabase database, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, fileName);
        if (!File.Exists(path))
            return 0;
        var rows = CsvFile.Read(path, columns, read, describeKey);
        await ReferenceRows.ReplaceAsync(database, rows, cancellationToken);
        return rows.Count;
    }
}

/// <summary>Rows that come from the directory folder and are kept in the database, so that every process has them.</summary>
public static class ReferenceRows
{
    /// <summary>All there are, as the latest load of any process left them.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(HubDatabase database, CancellationToken cancellationToken)
        where T : class
    {
        await using var db = database.OpenRead(AccessScope.System("reference data is the same for everybody"));
        return await db.Set<T>().AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <summary>Replaces all there are in one transaction; false where the same rows are there already, and nothing is written.</summary>
    public static Task<bool> ReplaceAsync<T>(HubDatabase database, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class =>
        database.WriteAsync(
            async (db, token) =>
            {
                await db.HoldLockAsync(LeaseLock.ReferenceData, token);
                var properties = db.Model.FindEntityType(typeof(T))!.GetProperties().ToList();
                var there = await db.Set<T>().AsNoTracking().ToListAsync(token);
                if (there.Count == rows.Count && there.Select(r => Values(r, properties)).ToHashSet().SetEquals(Values(rows, properties)))
                    return false;
                await db.Set<T>().ExecuteDeleteAsync(token);
                db.Set<T>().AddRange(rows);
                return true;
            },
            cancellationToken
        );

    static IEnumerable<string> Values<T>(IEnumerable<T> rows, List<IProperty> properties) => rows.Select(r => Values(r!, properties));

    static string Values(object row, List<IProperty> properties) =>
        string.Join(
            '\u001f',
            properties.Select(p =>
                p.PropertyInfo!.GetValue(row) is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : "\0"
            )
        );
}
