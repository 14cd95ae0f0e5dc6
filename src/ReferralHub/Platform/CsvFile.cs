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
        CsvText.Check(path);
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        using var csv = CsvReader.FromFile(path, Options);
        var rows = new List<T>();
        try
        {
            csv.ReadHeader();
            var places = FindColumns(path, csv, columns);
            while (csv.Read())
            {
                var line = (int)csv.LineNumber;
                if (csv.FieldCount != places.Count)
                    throw new ReferenceDataException(
                        path,
                        line,
                        $"the row has {csv.FieldCount} fields, and there are {places.Count} columns; is a comma or a quote missing?"
                    );
                // A quote that is not closed swallows the rows behind it, and no field of these files goes over several lines.
                for (var i = 0; i < csv.FieldCount; i++)
                    if (csv.GetSpan(i).IndexOfAny((byte)'\n', (byte)'\r') >= 0)
                        throw new ReferenceDataException(path, line, "a field goes over several lines; is a quote not closed?");
                var (row, fault) = read(name => places.TryGetValue(name, out var index) ? csv.GetString(index) : "");
                rows.Add(row ?? throw new ReferenceDataException(path, line, fault ?? "the row cannot be read"));
                var key = describeKey(row);
                if (!lines.TryAdd(key, line))
                    throw new ReferenceDataException(path, line, $"{key} is on line {lines[key]} already");
            }
        }
        catch (CsvFormatException e)
        {
            throw new ReferenceDataException(path, (int?)e.LineNumber, "this is not well-formed CSV; is a quote not closed?");
        }

        return rows;
    }

    /// <summary>The columns by their names, each once and written as it is asked for.</summary>
    static Dictionary<string, int> FindColumns(string path, CsvReader csv, string[] wanted)
    {
        var line = (int)csv.LineNumber;
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in csv.Headers)
            if (!places.TryAdd(name, places.Count))
                throw new ReferenceDataException(path, line, $"the column {name} stands twice");
        foreach (var column in wanted.Where(c => !places.ContainsKey(c)))
            throw new ReferenceDataException(
                path,
                line,
                places.Keys.FirstOrDefault(p => p.Equals(column, StringComparison.OrdinalIgnoreCase)) is { } near
                    ? $"the column {near} is called {column}; write it so"
                    : $"the column {column} is missing"
            );
        return places;
    }
}
