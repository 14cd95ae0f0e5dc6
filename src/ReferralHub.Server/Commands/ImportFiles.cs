using System.IO.Compression;
using ReferralHub.FhirApi;
using ReferralHub.Platform;

namespace ReferralHub.Server.Commands;

/// <summary>One message of an import as it was found.</summary>
/// <param name="Line">Its line of an NDJSON file, from 1; null for a file of one message.</param>
/// <param name="Fault">Why the file could not be read up to here; null when it could.</param>
sealed record ImportMessage(string File, int? Line, byte[] Bytes, Problem? Fault = null);

/// <summary>The files of an import, and those of its folders that are left out because they are of another kind.</summary>
sealed record ImportFileList(IReadOnlyList<string> Files, IReadOnlyList<string> LeftOut);

/// <summary>Finds and reads the files of an import.</summary>
static class ImportFiles
{
    public const string Kinds = "*.json, *.ndjson, *.json.gz, *.ndjson.gz";

    /// <summary>What is longer is not kept in memory; intake refuses it as it refuses it from everybody.</summary>
    const int KeptMax = FhirBody.BytesMax + 1;

    /// <summary>The files that paths name, folders opened, in order.</summary>
    /// <exception cref="SettingsException">A path is neither file nor folder.</exception>
    public static ImportFileList Find(string[] paths)
    {
        var (files, leftOut) = (new List<string>(), new List<string>());
        foreach (var path in paths)
        {
            if (File.Exists(path))
                files.Add(path);
            else if (Directory.Exists(path))
                foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                    (IsOfKind(file, ".json") || IsOfKind(file, ".ndjson") ? files : leftOut).Add(file);
            else
                throw new SettingsException($"There is no file or folder {path}.");
        }

        return new(files, leftOut);
    }

    /// <summary>Each message: a file, or a line of an NDJSON file. Empty lines are none.</summary>
    public static IEnumerable<ImportMessage> ReadAll(IEnumerable<string> files) => files.SelectMany(Read);

    static bool IsOfKind(string file, string ending) =>
        file.EndsWith(ending, StringComparison.OrdinalIgnoreCase) || file.EndsWith($"{ending}.gz", StringComparison.OrdinalIgnoreCase);

    static IEnumerable<ImportMessage> Read(string file)
    {
        var isOneALine = IsOfKind(file, ".ndjson");
        Stream? stream = null;
        Problem? fault = null;
        try
        {
            stream = Open(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = Unreadable(e);
        }

        if (stream is null)
        {
            yield return new(file, null, [], fault);
            yield break;
        }

        using (stream)
        {
            var lines = new ByteLines(stream, KeptMax, isOneALine);
            var isDone = false;
            while (!isDone)
            {
                bool isThere;
                try
                {
                    isThere = lines.Read();
                }
                catch (Exception e) when (e is IOException or InvalidDataException)
                {
                    fault = Unreadable(e);
                    isThere = false;
                }

                isDone = !isThere || !isOneALine;
                // A file of one message is one, even when it is empty: intake says so.
                if (fault is null && (!isOneALine || (isThere && lines.Current.Length > 0)))
                    yield return new(file, isOneALine ? lines.Number : null, lines.Current);
            }

            if (fault is not null)
                yield return new(file, isOneALine ? lines.Number + 1 : null, [], fault);
        }
    }

    static Stream Open(string file)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024);
        return file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    static Problem Unreadable(Exception e) =>
        Problem.Malformed(
            "file-unreadable",
            e is InvalidDataException
                ? "The compressed file is damaged or is no gzip; what follows in it was not read."
                : "The file could not be read to its end; what follows in it was not read.",
            issueType: "structure"
        );
}
