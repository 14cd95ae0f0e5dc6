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
    /// <exception cref="ReferenceDataException">A column is missing, or a row cannot be read.</exception>
    public static List<T> Read<T>(string path, string[] columns, Func<Func<string, string>, (T? Row, string? Fault)> read)
        where T : class
    {
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
                rows.Add(row ?? throw new ReferenceDataException(path, (int)csv.LineNumber, fault ?? "the row cannot be read"));
            }
        }
        catch (CsvFormatException e)
        {
            throw new ReferenceDataException(path, (int?)e.LineNumber, "this is not well-formed CSV");
        }

        return rows;
    }
}
