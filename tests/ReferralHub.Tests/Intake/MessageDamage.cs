using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Tests.Platform;

namespace ReferralHub.Tests.Intake;

/// <summary>Damages messages at random from a seed.</summary>
sealed class MessageDamage(int seed)
{
    /// <summary>What damage likes to hit: structure, escapes, numbers, names of elements and the ends of things.</summary>
    static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "\\",
            "\\u0000",
            "\\ud800",
            "null",
            "true",
            "-0",
            "1e400",
            "1.0",
            "99999999999999999999",
            "\"resourceType\":\"Bundle\",",
            "\"contained\":[",
            "\"extension\":[{\"url\":\"a\",",
            "\"reference\":\"#\"",
            "\"reference\":\"urn:uuid:00000000-0000-4000-8000-000000000002\"",
            "\"entry\":",
            "\"resource\":",
            "\"birthDate\":\"0000-00-00\"",
            "2026-02-30",
            "9999-12-31T23:59:60+14:00",
            "\u202e",
            "é",
        }.Select(Encoding.UTF8.GetBytes),
        [0x00],
        [0xFF],
        [0xC0, 0x80],
        [0xED, 0xA0, 0x80],
        [0xEF, 0xBB, 0xBF],
    ];

    readonly byte[][] examples =
    [
        .. Directory
            .GetFiles(Path.Combine(ModuleBoundaryTests.Root(), "fhir-profiles", "examples"))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes),
        TestReferral.Urgent().Bytes(),
    ];
    readonly Random random = new(seed);

    /// <summary>One to four changes: bytes changed, taken out or put in, pieces copied or put elsewhere.</summary>
    public byte[] Next()
    {
        var bytes = examples[random.Next(examples.Length)].ToList();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(9))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 40)));
                    break;
                case 2:
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 200))));
                    break;
                case >= 4 and <= 7:
                    // A value against another: of the same form, so that it gets past the reader.
                    Swap(bytes);
                    break;
                default:
                    if (bytes.Count > 10)
                        bytes.RemoveRange(Math.Max(1, at), bytes.Count - Math.Max(1, at));
                    break;
            }

            if (bytes.Count == 0)
                return [];
        }

        return [.. bytes];
    }

    void Swap(List<byte> bytes)
    {
        try
        {
            if (JsonNode.Parse(bytes.ToArray()) is not JsonObject root)
                return;
            var places = new List<(JsonNode Parent, string? Name, int Index)>();
            Collect(root, places);
            var (from, to) = (places[random.Next(places.Count)], places[random.Next(places.Count)]);
            var value = (from.Name is null ? from.Parent[from.Index] : from.Parent[from.Name])?.DeepClone();
            if (to.Name is null)
                to.Parent[to.Index] = value;
            else
                to.Parent[to.Name] = value;
            bytes.Clear();
            bytes.AddRange(Encoding.UTF8.GetBytes(root.ToJsonString()));
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            // Damaged already beyond being JSON; that is what the other changes are for.
        }
    }

    static void Collect(JsonNode node, List<(JsonNode, string?, int)> places)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                places.Add((node, name, 0));
                if (value is not null)
                    Collect(value, places);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                places.Add((node, null, i));
                if (items[i] is { } item)
                    Collect(item, places);
            }
        }
    }
}
