using System.Globalization;
using ReferralHub.Journey;
using ReferralHub.Triage;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Tests.Triage;

/// <summary>
/// Letters as GPs write them, one a line: those that must be read first, and those that must not. The lines are never named in rules.
/// </summary>
public sealed class RedFlagCorpusTests(ITestOutputHelper output)
{
    const double FirstMin = 0.97;
    const double QuietMax = 0.08;
    static readonly DateTime Now = new(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void OwnLines_AreReadFirstOrNot_AsTheySay() =>
        Check(Path.Combine(AppContext.BaseDirectory, "Triage", "Corpus", "red-flags.tsv"), ShippedPacks.WithPathway);

    [SkippableFact]
    public void GivenLines_AreReadFirstOrNot_AsTheySay()
    {
        var file = Path.Combine(CasesFolder.Path ?? "", "red-flags.tsv");
        Skip.IfNot(File.Exists(file), "red-flags.tsv is not here");

        Check(file, ShippedPacks.WithPathway);
    }

    void Check(string file, IReadOnlyList<RulePack> packs)
    {
        var lines = File.ReadLines(file).Skip(1).Select(l => new Line(l.Split('\t'), packs)).ToList();
        var (first, quiet) = (lines.Where(l => l.IsFirst).ToList(), lines.Where(l => !l.IsFirst).ToList());
        var missed = first.Where(l => l.Decision.ReadFirst == ReadFirst.No).ToList();
        var called = quiet.Where(l => l.Decision.ReadFirst != ReadFirst.No).ToList();
        output.WriteLine($"{first.Count - missed.Count} of {first.Count} read first; {called.Count} of {quiet.Count} quiet ones too");
        foreach (var line in missed.Concat(called))
            output.WriteLine(line.Text);

        first.ShouldNotBeEmpty();
        quiet.ShouldNotBeEmpty();
        first.Where(l => l.Decision.Outcome is not (RuleOutcome.Review or RuleOutcome.FastTrack)).Select(l => l.Text).ShouldBeEmpty();
        ((first.Count - missed.Count) / (double)first.Count).ShouldBeGreaterThanOrEqualTo(FirstMin);
        (called.Count / (double)quiet.Count).ShouldBeLessThanOrEqualTo(QuietMax);
        // What is read first shows in which words, each in its sentence.
        foreach (var found in first.SelectMany(l => l.Decision.Trace).Where(t => t.IsFirst).SelectMany(t => t.Found))
            found.Sentence.Substring(found.Start, found.Length).ShouldNotBeNullOrWhiteSpace();
    }

    sealed class Line(string[] columns, IReadOnlyList<RulePack> packs)
    {
        public bool IsFirst => columns[1] == "first";

        public string Text => $"{columns[0]} {columns[5]}";

        public TriageDecision Decision { get; } =
            TriageRules.Decide(
                new(
                    new()
                    {
                        Specialty = columns[2],
                        Age = int.Parse(columns[3], CultureInfo.InvariantCulture),
                        Sex = columns[4],
                        Reason = columns[5],
                        Text = columns[5],
                        HasClinicalInformation = true,
                        HasTelephone = true,
                    },
                    Now
                ),
                packs
            );
    }
}
