using System.Security.Cryptography;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Reading;

/// <summary>The files of a folder of arrangements, as they are on the disk.</summary>
static class ConfigurationFolder
{
    const int FilesMax = 100;
    const long CsvBytesMax = 64 * 1024 * 1024;

    /// <summary>The YAML and CSV files by name. Other files, and those whose name begins with a dot, belong to somebody else.</summary>
    public static IReadOnlyList<ConfigurationFile> Read(string folder, List<ConfigurationFault> faults)
    {
        try
        {
            var paths = Directory
                .EnumerateFiles(folder)
                .Where(p => !Path.GetFileName(p).StartsWith('.'))
                .Take(FilesMax + 1)
                .Order(StringComparer.Ordinal)
                .ToList();
            if (paths.Count > FilesMax)
            {
                faults.AddError(null, null, $"the folder has more than {FilesMax} files; put what does not belong there elsewhere");
                return [];
            }

            return [.. paths.Select(p => ReadFile(p, faults)).OfType<ConfigurationFile>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.AddError(null, null, $"the folder cannot be read: {e.Message.TrimEnd('.')}; name another, or let the hub read it");
            return [];
        }
    }

    public static bool IsYaml(string name) => name.EndsWith(".yaml", StringComparison.Ordinal);

    static ConfigurationFile? ReadFile(string path, List<ConfigurationFault> faults)
    {
        var name = Path.GetFileName(path);
        var (isYaml, isCsv) = (IsYaml(name), Path.GetExtension(name).Equals(".csv", StringComparison.OrdinalIgnoreCase));
        if (isCsv && !FigureTexts.Names.Contains(name))
            return Fault(
                $"no CSV file is called so{NearWord.Hint(name, FigureTexts.Names)} Known are {string.Join(", ", FigureTexts.Names)}."
            );
        if (!isYaml && Path.GetExtension(name).ToLowerInvariant() is ".yaml" or ".yml")
            return Fault("files with rows end in .yaml; rename it");
        if (!isYaml && !isCsv)
            return null;
        try
        {
            var most = isYaml ? ConfigurationYaml.BytesMax : CsvBytesMax;
            // A CSV file has one name and cannot be cut in two.
            var advice = isYaml ? "write its rows into several files" : "leave out the rows that no longer count";
            if (new FileInfo(path).Length > most)
                return Fault(FormattableString.Invariant($"the file has more than {most:N0} bytes; {advice}"));
            var bytes = File.ReadAllBytes(path);
            return new(name, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fault($"the file cannot be read: {e.Message.TrimEnd('.')}; let the hub read it");
        }

        ConfigurationFile? Fault(string text)
        {
            faults.AddError(new(name, 1), null, text);
            return null;
        }
    }
}
