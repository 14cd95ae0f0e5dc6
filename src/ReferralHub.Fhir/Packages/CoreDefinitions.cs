using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ReferralHub.Fhir.Packages;

/// <summary>
/// What HL7 publishes with FHIR R4 beside its types: profiles and extensions, value sets and code systems (Schema/README.md says
/// where they are from). They stand compressed in the assembly. The index is read when a definition is first looked for, and a
/// definition is unpacked when it is first needed, so that a start pays for nothing and memory only for what is used.
/// </summary>
static class CoreDefinitions
{
    const string ResourceName = "ReferralHub.Fhir.Schema.r4-core.bin";
    static readonly Lazy<CoreIndex> Index = new(ReadIndex);
    static readonly ConcurrentDictionary<(string Type, string Url), Definition> Made = new();

    /// <summary>The definition with this canonical URL, given without a version; null when R4 has none.</summary>
    /// <param name="resourceType">StructureDefinition, ValueSet or CodeSystem.</param>
    public static Definition? Find(string resourceType, string url)
    {
        // All of them are HL7's; what is somebody else's needs no index.
        if (!IsOfHl7(url))
            return null;
        var key = (resourceType, url);
        if (Made.TryGetValue(key, out var known))
            return known;
        return Index.Value.Places.TryGetValue(key, out var place) ? Made.GetOrAdd(key, _ => Unpack(url, place)) : null;
    }

    /// <summary>Resource type and canonical URL of each.</summary>
    public static IEnumerable<(string Type, string Url)> All() => Index.Value.Places.Keys;

    static bool IsOfHl7(string url) =>
        url.StartsWith("http://hl7.org/fhir/", StringComparison.Ordinal)
        || url.StartsWith("http://terminology.hl7.org/", StringComparison.Ordinal);

    static Definition Unpack(string url, Place place)
    {
        var (at, length) = Index.Value.Blocks[place.Block];
        using var stream = Open();
        stream.Position = Index.Value.Start + at;
        var packed = new byte[length];
        stream.ReadExactly(packed);
        using var unpacked = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        var before = new byte[place.Offset];
        unpacked.ReadExactly(before);
        var bytes = new byte[place.Length];
        unpacked.ReadExactly(bytes);
        return Definition.Read($"FHIR R4, {url}", bytes) ?? throw new InvalidDataException($"{url} in {ResourceName} is no definition.");
    }

    static CoreIndex ReadIndex()
    {
        using var stream = Open();
        Span<byte> head = stackalloc byte[sizeof(int)];
        stream.ReadExactly(head);
        var packed = new byte[BinaryPrimitives.ReadInt32LittleEndian(head)];
        stream.ReadExactly(packed);
        using var reader = new StreamReader(new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress), Encoding.UTF8);
        var places = new Dictionary<(string, string), Place>();
        var blocks = new List<(int, int)>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            if (fields[0] == "B")
                blocks.Add((Number(fields[1]), Number(fields[2])));
            else
                places.Add((string.Intern(fields[0]), fields[1]), new(Number(fields[2]), Number(fields[3]), Number(fields[4])));
        }

        return new(sizeof(int) + packed.Length, places, blocks);
    }

    static Stream Open() =>
        typeof(CoreDefinitions).Assembly.GetManifestResourceStream(ResourceName)
        ?? throw new InvalidOperationException($"{ResourceName} is not in the assembly.");

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Where a definition stands in its unpacked block.</summary>
    readonly record struct Place(int Block, int Offset, int Length);

    sealed record CoreIndex(int Start, Dictionary<(string Type, string Url), Place> Places, List<(int At, int Length)> Blocks);
}
