using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ReferralHub.Fhir.Tests.Oracle;

/// <summary>
/// Resources that the hub gave out while its own tests ran, one file each (<c>*.json</c> in a folder). One of each shape is
/// enough: what differs in values alone is judged once.
/// </summary>
static class EmittedResources
{
    /// <summary>Most that are judged, so that a run stays within a minute of CPU.</summary>
    const int ShapesMax = 400;

    public static List<(string Name, byte[] Bytes)> Read(string folder)
    {
        var found = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            using var json = JsonDocument.Parse(bytes);
            found.TryAdd(Name(json.RootElement), bytes);
        }

        return [.. found.Take(ShapesMax).Select(f => (f.Key, f.Value))];
    }

    /// <summary>Type and a hash of the shape, which stays the same from run to run.</summary>
    static string Name(JsonElement resource)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        Collect(resource, "", paths);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', paths))))[..8];
        return $"{resource.GetProperty("resourceType").GetString()}-{hash}";
    }

    static void Collect(JsonElement at, string path, SortedSet<string> into)
    {
        if (at.ValueKind == JsonValueKind.Object)
        {
            var type = at.TryGetProperty("resourceType", out var name) ? $":{name.GetString()}" : "";
            foreach (var property in at.EnumerateObject())
                Collect(property.Value, $"{path}{type}.{property.Name}", into);
        }
        else if (at.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in at.EnumerateArray())
                Collect(item, path, into);
        }
        else
        {
            into.Add(path);
        }
    }
}
