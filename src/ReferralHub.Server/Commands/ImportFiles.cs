using System.Text;

namespace ReferralHub.Server.Commands;

/// <summary>Finds and reads the files of an import.</summary>
static class ImportFiles
{
    /// <summary>The files that paths name, folders opened, in order.</summary>
    /// <exception cref="SettingsException">A path is neither file nor folder.</exception>
    public static List<string> Find(string[] paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
                files.Add(path);
            else if (Directory.Exists(path))
                files.AddRange(
                    Directory
                        .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                        .Where(f =>
                            f.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                            || f.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase)
                        )
                        .Order(StringComparer.Ordinal)
                );
            else
                throw new SettingsException($"There is no file or folder {path}.");
        }

        return files;
    }

    /// <summary>Each message: a file, or a line of an NDJSON file with its number from 1. Empty lines are none.</summary>
    public static IEnumerable<(string File, int? Line, byte[] Bytes)> ReadAll(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            if (!file.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase))
            {
                yield return (file, null, File.ReadAllBytes(file));
                continue;
            }

            var number = 0;
            foreach (var line in File.ReadLines(file, Encoding.UTF8))
            {
                number++;
                if (line.Length > 0)
                    yield return (file, number, Encoding.UTF8.GetBytes(line));
            }
        }
    }
}
