using ReferralHub.Commissioning.Model;
using ReferralHub.Platform;

namespace ReferralHub.Commissioning.Figures;

/// <summary>Reads the rows of one file of figures, and says of each what is wrong with it.</summary>
static class FigureRows
{
    /// <summary>Faults named for one file; more of them have mostly one cause.</summary>
    const int FaultsMax = 50;

    /// <summary>An absent file is an empty one.</summary>
    public static IReadOnlyList<T> Read<T>(
        string path,
        string[] columns,
        Func<FigureRow, T> read,
        Func<T, string>? describeKey,
        List<ConfigurationFault> faults
    )
        where T : class
    {
        if (!File.Exists(path))
            return [];
        var name = Path.GetFileName(path);
        try
        {
            return Read(name, CsvText.ReadBytes(path), columns, read, describeKey, faults);
        }
        catch (ReferenceDataException e)
        {
            faults.Add(new(true, new(name, e.Line ?? 1), null, e.Reason));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new(true, new(name, 1), null, "the file cannot be opened; may this process read it?"));
        }

        return [];
    }

    /// <param name="columns">All must be there, also those that may be empty: a name with a slip would be overlooked.</param>
    /// <param name="describeKey">What no two rows may share, in words.</param>
    public static IReadOnlyList<T> Read<T>(
        string name,
        byte[] bytes,
        string[] columns,
        Func<FigureRow, T> read,
        Func<T, string>? describeKey,
        List<ConfigurationFault> faults
    )
        where T : class
    {
        var rows = new List<T>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var found = 0;
        try
        {
            CsvFile.ReadRows(
                name,
                bytes,
                columns,
                (line, field) =>
                {
                    var place = new RowPlace(name, line);
                    void Refuse(string text)
                    {
                        if (++found <= FaultsMax)
                            faults.Add(new(true, place, null, text));
                    }

                    var row = new FigureRow(place, field, Refuse);
                    var made = read(row);
                    if (row.IsRefused)
                        return;
                    if (describeKey?.Invoke(made) is { } key && !lines.TryAdd(key, line))
                        Refuse($"{key} is on line {lines[key]} already; keep one of the two");
                    else
                        rows.Add(made);
                }
            );
        }
        catch (ReferenceDataException e)
        {
            faults.Add(new(true, new(name, e.Line ?? 1), null, e.Reason));
        }

        if (found > FaultsMax)
            faults.Add(new(true, new(name, 1), null, $"{found - FaultsMax} more faults of this file are not listed; correct these first"));
        return rows;
    }
}
