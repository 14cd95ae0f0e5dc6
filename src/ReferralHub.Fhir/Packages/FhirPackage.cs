using System.Formats.Tar;
using System.IO.Compression;

namespace ReferralHub.Fhir.Packages;

/// <summary>
/// A FHIR package: a gzipped tar with <c>package/package.json</c> and resources beside it
/// (https://hl7.org/fhir/packages.html). Examples and everything that is no definition are left out.
/// </summary>
/// <param name="Name">E.g. <c>uk.nhsdigital.bars.r4</c>.</param>
/// <param name="Dependencies">Names and versions of packages that this one builds on. They are not fetched.</param>
public sealed record FhirPackage(
    string Name,
    string Version,
    IReadOnlyList<(string Name, string Version)> Dependencies,
    IReadOnlyList<Definition> Definitions
)
{
    const long BytesMax = 512L * 1024 * 1024;

    /// <summary>Reads a <c>.tgz</c>.</summary>
    /// <exception cref="DefinitionException">It is no FHIR package, or holds a file that is not JSON.</exception>
    public static FhirPackage Load(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Load(stream, Path.GetFileName(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or FormatException)
        {
            throw new DefinitionException($"{file} cannot be read as a FHIR package: {e.Message}");
        }
    }

    static FhirPackage Load(Stream stream, string source)
    {
        using var unzipped = new GZipStream(stream, CompressionMode.Decompress);
        using var tar = new TarReader(unzipped);
        var definitions = new List<Definition>();
        FhirDocument? manifest = null;
        var total = 0L;
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is null || !entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
                continue;
            // What stands in folders below is examples and indices.
            var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (path.Count(c => c == '/') != 1 || Path.GetFileName(path).StartsWith('.'))
                continue;
            if ((total += entry.Length) > BytesMax)
                throw new DefinitionException($"{source} holds more than {BytesMax / (1024 * 1024)} MiB.");
            var bytes = new byte[entry.Length];
            entry.DataStream.ReadExactly(bytes);
            if (path == "package/package.json")
                manifest = ReadManifest(source, bytes);
            else if (Definition.Read($"{source}/{Path.GetFileName(path)}", bytes) is { } definition)
                definitions.Add(definition);
        }

        if (manifest is null)
            throw new DefinitionException($"{source} is no FHIR package: package/package.json is missing.");
        using (manifest)
        {
            var root = manifest.Root;
            return new(
                root["name"].Text ?? source,
                root["version"].Text ?? "",
                [.. root["dependencies"].Properties().Select(d => (d.Name, d.Value.Text ?? ""))],
                definitions
            );
        }
    }

    static FhirDocument ReadManifest(string source, byte[] bytes)
    {
        try
        {
            return FhirJson.ReadPlain(bytes);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new DefinitionException($"{source}/package.json is not JSON: {e.Message}");
        }
    }
}
