using System.Text;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Tests.Profiles;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Fhir.Tests.Oracle;

/// <summary>
/// The kernel's verdict and Firely's on the same resources: whether there is an error. Where they differ, a list says who is
/// right and why; a difference that is not in it fails the test, and so does one in it that is no more.
/// </summary>
[Collection("Oracle")]
public sealed class ResourceOracleTests(ITestOutputHelper output)
{
    const int Mutations = 500;
    static readonly string Packages = Path.Combine(SamplesFolder.Path, "packages");
    static readonly string Own = Path.Combine(SamplesFolder.Root(), "fhir-profiles");

    [SkippableFact]
    public void PackageExamples_AreJudgedAlike()
    {
        Skip.IfNot(Directory.Exists(Packages), $"{Packages} is not here");
        var definitions = DefinitionSet.Load([Packages]);
        var (ours, theirs) = (Lenient(definitions), Firely(definitions));

        var judged = Directory
            .EnumerateFiles(Packages, "*.tgz")
            .Order(StringComparer.Ordinal)
            .SelectMany(PackageExamples.Read)
            .Select(e => OracleCase.Judge(e.Name, e.Bytes, ours, theirs))
            .ToList();

        ShouldBeListed("Package examples", judged, "PackageDisagreements.tsv");
    }

    [Fact]
    public void OwnExamples_AreJudgedAlike()
    {
        var definitions = DefinitionSet.Load([Own]);
        var (ours, theirs) = (Lenient(definitions), Firely(definitions));

        var judged = Examples().ConvertAll(e => OracleCase.Judge(e.Name, e.Bytes, ours, theirs));

        ShouldBeListed("Own examples", judged, "OwnDisagreements.tsv");
    }

    [Fact]
    public void MutatedMessages_AreJudgedAlike()
    {
        var examples = Examples();
        var ours = Lenient(DefinitionSet.None);

        var judged = Enumerable
            .Range(0, Mutations)
            .Select(seed => OracleCase.Judge($"{seed}", Damaged(examples, seed), ours, FirelyOracle.Core))
            .ToList();

        judged.Count(j => j.Ours.Count > 0).ShouldBeInRange(Mutations / 4, Mutations - 50, "some must stay right, and many must not");
        ShouldBeListed("Mutated messages", judged, "MutationDisagreements.tsv");
    }

    [SkippableFact]
    public void WhatTheHubGaveOut_IsJudgedAlike()
    {
        var folder = Environment.GetEnvironmentVariable("REFERRALHUB_TEST_EMITTED");
        Skip.If(string.IsNullOrEmpty(folder), "REFERRALHUB_TEST_EMITTED names no folder");
        Skip.IfNot(Directory.Exists(folder), $"{folder} is not here");
        var definitions = DefinitionSet.Load([Own]);
        var (ours, theirs) = (Lenient(definitions), Firely(definitions));

        var judged = EmittedResources.Read(folder!).Select(e => OracleCase.Judge(e.Name, e.Bytes, ours, theirs)).ToList();

        var kinds = DisagreementList.Read("EmittedDisagreements.tsv");
        var told = judged.SelectMany(j => j.Theirs.Select(t => (Case: j, Error: t))).ToList();
        Summary.Write(output, $"Emitted resources: {judged.Count(j => j.Agrees)} of {judged.Count} same verdict as Firely");
        foreach (var kind in kinds)
        {
            var count = told.Count(t => t.Error.Contains(kind[0], StringComparison.Ordinal));
            Summary.Write(output, $"  {count} × {kind[1]} right: {kind[2]}");
        }

        // Of what the hub gives out nothing may be wrong: by the kernel not at all, by Firely for no reason but the listed ones.
        Listing.ShouldBeEmpty([.. judged.Where(j => j.Ours.Count > 0).Select(j => j.ToLine())], "faults that the kernel finds");
        Listing.ShouldBeEmpty(
            [
                .. told.Where(t => !kinds.Any(k => t.Error.Contains(k[0], StringComparison.Ordinal)))
                    .Select(t => $"{t.Case.Name}\t{t.Error}"),
            ],
            "faults of kinds that EmittedDisagreements.tsv does not have"
        );
    }

    static byte[] Damaged(List<(string Name, byte[] Bytes)> examples, int seed) =>
        new ResourceDamage(seed).Damage(examples[seed % examples.Count].Bytes);

    void ShouldBeListed(string what, List<OracleCase> judged, string list)
    {
        var listed = DisagreementList.Read(list);
        var (unlisted, gone) = OracleCase.Compare(judged, listed);
        Summary.Write(output, $"{what}: {judged.Count(j => j.Agrees)} of {judged.Count} same verdict as Firely");
        foreach (var reason in listed.GroupBy(l => $"{l[2]} right: {l[3]}").OrderByDescending(g => g.Count()))
            Summary.Write(output, $"  {reason.Count()} × {reason.Key}");
        Listing.ShouldBeEmpty(unlisted, $"differences that {list} does not have");
        Listing.ShouldBeEmpty(gone, $"differences in {list} that are no more");
    }

    /// <summary>Firely tells of an extension that is not at hand and takes it for no error; asked alike, so do we.</summary>
    static FhirValidator Lenient(DefinitionSet definitions) => new(definitions) { UnknownExtensions = UnknownExtensions.AreTold };

    static FirelyOracle Firely(DefinitionSet definitions) => new(definitions.All.Select(d => Encoding.UTF8.GetString(d.Resource.RawBytes)));

    static List<(string Name, byte[] Bytes)> Examples() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Own, "examples"), "*.json")
                .Order(StringComparer.Ordinal)
                .Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))),
        ];
}
