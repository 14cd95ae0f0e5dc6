using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Intake;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Tests.Platform;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Tests.Intake;

/// <summary>
/// Messages that were damaged on the way: cut off at every byte, and with bytes changed at random from a seed. Whatever comes,
/// it is either read or refused with a sentence; nothing throws, and nothing takes long.
/// REFERRALHUB_TEST_FUZZ_SECONDS makes it go on for longer than the few seconds it has by default.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    const int Seed = 20261125;
    const int SecondsDefault = 3;
    static readonly DateTime Now = new(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc);
    static readonly string Root = ModuleBoundaryTests.Root();
    readonly IntakeProfiles profiles = new(new FhirValidator(DefinitionSet.Load([Path.Combine(Root, "fhir-profiles")])), new HubSettings());

    /// <summary>What damage likes to hit: structure, escapes, numbers, names of elements and the ends of things.</summary>
    static readonly byte[][] Pieces =
    [
        .. new[] { "{", "}", "[", "]", "\"", ",", ":", "\\", "\\u0000", "\\ud800", "null", "true", "-0", "1e400", "1.0", "99999999999999999999", "\"resourceType\":\"Bundle\",", "\"contained\":[", "\"extension\":[{\"url\":\"a\",",
            "\"reference\":\"#\"", "\"reference\":\"urn:uuid:00000000-0000-4000-8000-000000000002\"", "\"entry\":", "\"resource\":", "\"birthDate\":\"0000-00-00\"", "2026-02-30", "9999-12-31T23:59:60+14:00", "\u202e", "é" }.Select(Encoding.UTF8.GetBytes),
        [0x00], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF],
    ];

    [Fact]
    public void CutOffAtEveryByte_IsRefusedWithASentence()
    {
        var whole = TestReferral.Routine().Bytes();
        ParsedSubmission.Parse(whole, IntakeFace.ProcessMessage, null, null, Now, profiles).Submission.ShouldNotBeNull();
        for (var length = 0; length < whole.Length; length++)
        {
            var (submission, problems) = ParsedSubmission.Parse(whole.AsMemory(0, length), IntakeFace.ProcessMessage, null, null, Now, profiles);
            submission.ShouldBeNull($"cut off at {length}");
            problems.ShouldContain(p => p.IsError && p.Text.Length > 10 && p.Status >= 400 && p.Status < 500);
        }
    }

    [Fact]
    public void DamagedAtRandom_IsReadOrRefused()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("REFERRALHUB_TEST_FUZZ_SECONDS"), out var given) ? given : SecondsDefault;
        var examples = Directory.GetFiles(Path.Combine(Root, "fhir-profiles", "examples")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Append(TestReferral.Urgent().Bytes()).ToArray();
        var random = new Random(Seed);
        var (count, read, slowest) = (0, 0, TimeSpan.Zero);
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; count++)
        {
            var body = Damage(examples[random.Next(examples.Length)], random);
            var face = body.AsSpan().IndexOf("\"Bundle\""u8) >= 0 ? IntakeFace.Base : IntakeFace.ServiceRequest;
            var before = Stopwatch.GetTimestamp();
            try
            {
                var (submission, problems) = ParsedSubmission.Parse(body, face, null, null, Now, profiles);
                if (submission is not null) read++;
                else if (!problems.Any(p => p.IsError && p.Status is >= 400 and < 500)) throw new InvalidOperationException("It was refused without a reason.");
            }
            catch (Exception e)
            {
                var file = Path.Combine(Path.GetTempPath(), $"referralhub-crasher-{count}.json");
                File.WriteAllBytes(file, body);
                throw new InvalidOperationException($"The {count}th damaged message (seed {Seed}) was neither read nor refused; it is kept in {file}.", e);
            }

            if (count > 100 && Stopwatch.GetElapsedTime(before) is var took && took > slowest) slowest = took;
        }

        output.WriteLine($"{count} damaged messages in {seconds} s: {read} read, {count - read} refused, the slowest took {slowest.TotalMilliseconds:0.0} ms");
        read.ShouldBeGreaterThan(0);
        (count - read).ShouldBeGreaterThan(read);
    }

    /// <summary>One to four changes: bytes changed, taken out or put in, pieces copied or put elsewhere.</summary>
    static byte[] Damage(byte[] example, Random random)
    {
        var bytes = example.ToList();
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
                    Swap(bytes, random);
                    break;
                default:
                    if (bytes.Count > 10) bytes.RemoveRange(Math.Max(1, at), bytes.Count - Math.Max(1, at));
                    break;
            }

            if (bytes.Count == 0) return [];
        }

        return [.. bytes];
    }

    static void Swap(List<byte> bytes, Random random)
    {
        try
        {
            if (JsonNode.Parse(bytes.ToArray()) is not JsonObject root) return;
            var places = new List<(JsonNode Parent, string? Name, int Index)>();
            Collect(root, places);
            var (from, to) = (places[random.Next(places.Count)], places[random.Next(places.Count)]);
            var value = (from.Name is null ? from.Parent[from.Index] : from.Parent[from.Name])?.DeepClone();
            if (to.Name is null) to.Parent[to.Index] = value;
            else to.Parent[to.Name] = value;
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
                if (value is not null) Collect(value, places);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                places.Add((node, null, i));
                if (items[i] is { } item) Collect(item, places);
            }
        }
    }
}
