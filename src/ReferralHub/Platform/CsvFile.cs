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
        var rows = new List<T>();
        ReadRows(
            path,
            CsvText.ReadBytes(path),
            columns,
            (line, field) =>
            {
                var (row, fault) = read(field);
                rows.Add(row ?? throw new ReferenceDataException(path, line, fault ?? "the row cannot be read"));
                var key = describeKey(row);
                if (!lines.TryAdd(key, line))
                    throw new ReferenceDataException(path, line, $"{key} is on line {lines[key]} already");
            }
        );
        return rows;
    }

    /// <summary>Gives every row of a file's bytes to <paramref name="read"/> with its line, from 1, and what its columns say.</summary>
    /// <param name="name">How the file is called where something is wrong with it.</param>
    /// <param name="columns">Columns that must be there; what another column says is read by its name, and "" where it is missing.</param>
    /// <exception cref="ReferenceDataException">It is no CSV in UTF-8, a column is missing, or a row has not as many fields.</exception>
    public static void ReadRows(string name, byte[] bytes, string[] columns, Action<int, Func<string, string>> read)
    {
        CsvText.Check(name, bytes);
        using var csv = CsvReader.Create(bytes, Options);
        try
        {
            csv.ReadHeader();
            var places = FindColumns(name, csv, columns);
            Func<string, string> field = column => places.TryGetValue(column, out var index) ? csv.GetString(index) : "";
            while (csv.Read())
            {
                var line = (int)csv.LineNumber;
                if (csv.FieldCount != places.Count)
                    throw new ReferenceDataException(
                        name,
                        line,
                        $"the row has {csv.FieldCount} fields, and there are {places.Count} columns; is a comma or a quote missing?"
                    );
                // A quote that is not closed swallows the rows behind it, and no field of these files goes over several lines.
                for (var i = 0; i < csv.FieldCount; i++)
                    if (csv.GetSpan(i).IndexOfAny((byte)'\n', (byte)'\r') >= 0)
                        throw new ReferenceDataException(name, line, "a field goes over several lines; is a quote not closed?");
                read(line, field);
            }
        }
        catch (CsvFormatException e)
        {
            throw new ReferenceDataException(name, (int?)e.LineNumber, "this is not well-formed CSV; is a quote not closed?");
        }
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
