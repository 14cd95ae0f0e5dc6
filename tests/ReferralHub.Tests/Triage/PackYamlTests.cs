using System.Text;
using ReferralHub.Tests.Platform;
using ReferralHub.Triage.Reading;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

/// <summary>Packs that were written to do harm, or damaged: each is refused with a sentence that says where.</summary>
public sealed class PackYamlTests
{
    const int Seed = 20261128;
    const int DamagedPacks = 400;

    public static TheoryData<string, string, string> Hostile() =>
        new()
        {
            { "lists in lists", new string('[', 100_000), "p.yaml, line 1, column 41: this is nested more than 40 levels deep" },
            {
                "mappings in mappings",
                string.Concat(Enumerable.Repeat("{a: ", 100_000)),
                "p.yaml, line 1, column 161: this is nested more than 40 levels deep"
            },
            {
                "dashes",
                string.Concat(Enumerable.Repeat("- ", 100_000)) + "a",
                "p.yaml, line 1, column 81: this is nested more than 40 levels deep"
            },
            { "questions", string.Concat(Enumerable.Repeat("? ", 100_000)) + "a", "p.yaml, line 1, column 3: a key must be a word" },
            {
                "lines that go in",
                string.Concat(Enumerable.Range(0, 600).Select(i => $"{new string(' ', i)}a:\n")),
                "p.yaml, line 41, column 41: this is nested more than 40 levels deep"
            },
            {
                "aliases",
                "a: &x [1, 2]\nb: *x\n",
                "p.yaml, line 1, column 4: a pack does not give names to parts of itself (&); write it out where it is needed"
            },
            {
                "aliases of aliases",
                "pack: p\nb: *x\n",
                "p.yaml, line 2, column 4: a pack does not refer back to parts of itself (*); write it out"
            },
            {
                "a key twice",
                "pack: p\nversion: 1\npack: q\n",
                "p.yaml, line 3, column 1: the key pack stands twice here; which of the two is meant cannot be known"
            },
            {
                "a key twice further in",
                "pack: p\nrules:\n  - id: a\n    id: b\n",
                "p.yaml, line 4, column 5: the key id stands twice here; which of the two is meant cannot be known"
            },
            { "a key that is a list", "pack: p\n? [a, b]\n: c\n", "p.yaml, line 2, column 3: a key must be a word" },
            {
                "two documents",
                "pack: p\n---\npack: q\n",
                "p.yaml, line 2, column 1: a pack is one YAML document, and here a second one begins"
            },
            { "nothing", "", "p.yaml, line 1, column 1: the file is empty; a pack is one YAML document" },
            { "only a comment", "# pack\n", "p.yaml, line 1, column 1: the file is empty; a pack is one YAML document" },
            {
                "many values",
                $"a: [{string.Join(",", Enumerable.Repeat("1", 100_001))}]",
                "p.yaml, line 1, column 199999: a pack has at most 100,000 values"
            },
            { "not closed", "pack: [a, b\n", "p.yaml, line 2, column 1: this is not valid YAML" },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void HostilePack_IsRefused_WithItsPlace(string what, string yaml, string said)
    {
        var fault = Should.Throw<RulePackException>(() => RulePackReader.Read("p.yaml", Encoding.UTF8.GetBytes(yaml)), what);

        fault.Message.ShouldStartWith(said);
    }

    [Fact]
    public void PackInAnotherEncoding_IsRefused()
    {
        Should
            .Throw<RulePackException>(() => RulePackReader.Read("p.yaml", Encoding.Latin1.GetBytes("pack: café\n")))
            .Message.ShouldContain("save it as UTF-8");
        Should
            .Throw<RulePackException>(() => RulePackReader.Read("p.yaml", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("pack: p\n")]))
            .Message.ShouldContain("save it as UTF-8");
    }

    [Fact]
    public void PackThatIsTooLarge_IsRefused() =>
        Should
            .Throw<RulePackException>(() => RulePackReader.Read("p.yaml", new byte[1024 * 1024 + 1]))
            .Message.ShouldContain("a pack has at most 1,048,576 bytes");

    /// <summary>Bytes changed, parts taken out, doubled and nested: whatever comes, it is a pack or a sentence.</summary>
    [Fact]
    public void DamagedPack_IsReadOrRefusedWithASentence()
    {
        var random = new Random(Seed);
        var packs = Directory
            .EnumerateFiles(Path.Combine(ModuleBoundaryTests.Root(), "src", "ReferralHub", "Triage", "Packs"), "*.yaml")
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)
            .Select(b => b.AsSpan(0, Math.Min(b.Length, 6_000)).ToArray())
            .ToList();
        packs.ShouldNotBeEmpty();
        for (var i = 0; i < DamagedPacks; i++)
        {
            var damaged = Damage(packs[random.Next(packs.Count)], random);
            try
            {
                RulePackReader.Read("p.yaml", damaged);
            }
            catch (RulePackException e)
            {
                e.Message.StartsWith("p.yaml, line ", StringComparison.Ordinal).ShouldBeTrue($"the {i}th of seed {Seed}: {e.Message}");
            }
            catch (Exception e) when (e is not ShouldAssertException)
            {
                throw new InvalidOperationException($"The {i}th damaged pack of seed {Seed} was neither read nor refused.", e);
            }
        }
    }

    static byte[] Damage(byte[] pack, Random random)
    {
        var bytes = pack.ToList();
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 200), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 200), bytes.Count - at)));
                    break;
                case 3:
                    bytes.InsertRange(at, "[{&*!|>%@`'\"\\\0\t\u0085\uFEFF?:-#,]}"u8[..random.Next(1, 22)].ToArray());
                    break;
                case 4:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)"[{- "[random.Next(4)], random.Next(1, 3_000)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }

            if (bytes.Count == 0)
                bytes.Add((byte)'a');
        }

        return [.. bytes];
    }
}
