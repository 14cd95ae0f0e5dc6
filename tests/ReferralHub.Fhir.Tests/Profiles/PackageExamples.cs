using System.Formats.Tar;
using System.IO.Compression;

namespace ReferralHub.Fhir.Tests.Profiles;

/// <summary>The examples that a FHIR package carries.</summary>
static class PackageExamples
{
    public static List<(string Name, byte[] Bytes)> Read(string package)
    {
        using var zip = new GZipStream(File.OpenRead(package), CompressionMode.Decompress);
        using var tar = new TarReader(zip);
        var found = new List<(string, byte[])>();
        while (tar.GetNextEntry() is { } entry)
        {
            if (
                !entry.Name.StartsWith("package/examples/", StringComparison.Ordinal)
                || !entry.Name.EndsWith(".json", StringComparison.Ordinal)
                || Path.GetFileName(entry.Name).StartsWith('.')
            )
                continue;
            var bytes = new byte[entry.Length];
            entry.DataStream!.ReadExactly(bytes);
            found.Add((Path.GetFileName(entry.Name), bytes));
        }

        return found;
    }
}
