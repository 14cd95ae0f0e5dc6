using CsvHelper;

namespace ReferralHub.Platform;

/// <summary>Reads CSV reference files: a header row with named columns, lines that start with # are comments.</summary>
public static class CsvFile
{
    static readonly CsvReaderOptions Options = new()
    {
        CommentPrefix = '#',
        TrimWhitespace = true,
        SkipEmptyLines = true,
        TrackLineNumbers = true,
    };

    /// <summary>Reads every row with <paramref name="read"/>, which gives null and a reason where the row is wrong.</summary>
    /// <param name="describeKey">What no two rows may share, in words; upper and lower case count as the same.</param>
    /// <exception cref="ReferenceDataException">A column is missing, a row cannot be read, or two rows have one key.</exception>
    public static List<T> Read<T>(
        string path,
        string[] columns,
        Func<Func<string, string>, (T? Row, string? Fault)> read,
        Func<T, string> describeKey
    )
        where T : class
    {
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        using var csv = CsvReader.FromFile(path, Options);
        var rows = new List<T>();
        try
        {
            csv.ReadHeader();
            foreach (var column in columns)
                if (!csv.TryGetFieldIndex(column, out _))
                    throw new ReferenceDataException(path, (int)csv.LineNumber, $"the column {column} is missing");
            while (csv.Read())
            {
                var (row, fault) = read(name => csv.TryGetFieldIndex(name, out var index) ? csv.GetString(index) : "");
                var line = (int)csv.LineNumber;
                rows.Add(row ?? throw new ReferenceDataException(path, line, fault ?? "the row cannot be read"));
                var key = describeKey(row);
                if (!lines.TryAdd(key, line))
                    throw new ReferenceDataException(path, line, $"{key} is on line {lines[key]} already");
            }
        }
        catch (CsvFormatException e)
        {
            throw new ReferenceDataException(path, (int?)e.LineNumber, "this is not well-formed CSV");
        }

        return rows;
    }
}
