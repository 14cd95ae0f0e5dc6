using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Reading;

/// <summary>Whatever the files hold, reading and checking them gives rows or sentences, and never an exception.</summary>
public sealed class ConfigurationReaderLaws
{
    static readonly Config Some = Config.QuickThrowOnFailure.WithMaxTest(150);
    static readonly Dictionary<string, byte[]> Good = ShownModels.Load(ShownModels.Models);
    static readonly string[] Names = [.. Good.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Characters that mean something in YAML or CSV, or that people paste.</summary>
    static readonly byte[] Meaningful = "[{&*!|>%@`'\"\\\0\t\u0085\uFEFF?:-#,]}~<\n\r 0123456789"u8.ToArray();

    static readonly Gen<byte[]> AnyBytes = Gen.Choose(0, 400).SelectMany(n => Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(n));

    static readonly Gen<byte[]> AnyMeaningful = Gen.Choose(1, 60).SelectMany(n => Gen.Elements(Meaningful).ArrayOf(n));

    /// <summary>A part of a file taken out, put in twice, or written over.</summary>
    static readonly Gen<Func<byte[], byte[]>> AnyDamage = Gen.Choose(0, 1_000_000)
        .SelectMany(at =>
            Gen.Choose(1, 300)
                .SelectMany(length =>
                    Gen.OneOf(AnyBytes, AnyMeaningful)
                        .SelectMany(put =>
                            Gen.Choose(0, 4).Select(way => (Func<byte[], byte[]>)(bytes => Damage(bytes, at, length, put, way)))
                        )
                )
        );

    [Fact]
    public void DamagedFolder_GivesRowsOrSentences() =>
        Prop.ForAll(
                Gen.Elements(Names).ToArbitrary(),
                Gen.Choose(1, 6).SelectMany(n => AnyDamage.ArrayOf(n)).ToArbitrary(),
                (name, damages) =>
                    HoldsFor(
                        new Dictionary<string, byte[]>(Good) { [name] = damages.Aggregate(Good[name], (bytes, damage) => damage(bytes)) }
                    )
            )
            .Check(Some);

    [Fact]
    public void AnyBytesAsAFile_GiveRowsOrSentences() =>
        Prop.ForAll(
                Gen.Elements(Names).ToArbitrary(),
                Gen.OneOf(AnyBytes, AnyMeaningful).ToArbitrary(),
                (name, bytes) => HoldsFor(new Dictionary<string, byte[]>(Good) { [name] = bytes })
            )
            .Check(Some);

    /// <summary>Rows out of place, as when somebody copies lines: still well-formed most of the time, so the checks are reached.</summary>
    [Fact]
    public void LinesInAnotherOrder_GiveRowsOrSentences() =>
        Prop.ForAll(
                Gen.Elements(Names).ToArbitrary(),
                Gen.Choose(0, 10_000).Two().ToArbitrary(),
                Gen.Choose(0, 2).ToArbitrary(),
                (name, lines, way) =>
                {
                    var text = System.Text.Encoding.UTF8.GetString(Good[name]).Split('\n').ToList();
                    var (from, to) = (lines.Item1 % text.Count, lines.Item2 % text.Count);
                    var line = text[from];
                    if (way != 1)
                        text.RemoveAt(from);
                    if (way != 2)
                        text.Insert(Math.Min(to, text.Count), line);
                    return HoldsFor(
                        new Dictionary<string, byte[]>(Good) { [name] = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', text)) }
                    );
                }
            )
            .Check(Some);

    static bool HoldsFor(IReadOnlyDictionary<string, byte[]> files)
    {
        var read = ShownModels.Read(files);
        (read.Configuration is null).ShouldBe(read.Faults.Any(f => f.IsError), "an error, or something to use");
        foreach (var fault in ShownModels.Check(files))
        {
            fault.Text.Length.ShouldBeGreaterThan(10);
            fault.Text.Any(c => char.IsControl(c)).ShouldBeFalse(fault.Describe());
            if (fault.Place is { } place)
                (Good.ContainsKey(place.File) && place.Line > 0).ShouldBeTrue(fault.Describe());
        }

        return true;
    }

    static byte[] Damage(byte[] bytes, int at, int length, byte[] put, int way)
    {
        var start = bytes.Length == 0 ? 0 : at % bytes.Length;
        var end = Math.Min(bytes.Length, start + length);
        return way switch
        {
            0 => [.. bytes[..start], .. bytes[end..]],
            1 => [.. bytes[..end], .. bytes[start..]],
            2 => [.. bytes[..start], .. put, .. bytes[start..]],
            3 => [.. bytes[..start], .. put, .. bytes[end..]],
            _ => bytes[..start],
        };
    }
}
