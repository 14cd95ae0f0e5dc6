using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.Profiles;

/// <summary>
/// Every example of the BaRS and UK Core packages against the profiles of both. An error is either ours, or stands in
/// <c>PackageExampleErrors.tsv</c> with the reason why the example is at fault.
/// </summary>
public sealed class PackageExampleTests
{
    static readonly string Packages = Path.Combine(SamplesFolder.Path, "packages");

    [SkippableFact]
    public void PackagesLoadWhole()
    {
        var set = Load();

        set.Packages.Select(p => p.Name).Order().ShouldBe(["fhir.r4.ukcore.stu3.currentbuild", "uk.nhsdigital.bars.r4"]);
        var definitions = set.All.ToList();
        definitions.Count(d => d.ResourceType == "StructureDefinition").ShouldBe(163);
        foreach (var definition in definitions)
        {
            if (definition.ResourceType == "StructureDefinition")
                set.FindProfile(definition.Url).ShouldNotBeNull().MissingBase.ShouldBeNull(definition.Url);
            else if (definition.ResourceType == "ValueSet")
                set.Expand(definition.Url).ShouldNotBeNull();
            else if (definition.ResourceType == "CodeSystem")
                set.FindSystem(definition.Url).ShouldNotBeNull();
        }
    }

    [SkippableFact]
    public void EveryError_IsListedWithItsReason()
    {
        var validator = new FhirValidator(Load());
        var listed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Profiles", "PackageExampleErrors.tsv"))
            .Skip(1)
            .Select(l => l.Split('\t'))
            .Select(f => $"{f[0]}\t{f[1]}\t{f[2]}")
            .ToList();
        var told = new List<string>();
        var count = 0;
        foreach (var (name, bytes) in Directory.EnumerateFiles(Packages, "*.tgz").SelectMany(PackageExamples.Read))
        {
            count++;
            var (document, problem) = FhirJson.Read(bytes);
            if (document is null)
            {
                told.Add($"{name}\t{problem!.IssueType}\t{problem.Expression}");
                continue;
            }

            using (document)
                told.AddRange(
                    validator.Check(document).Where(i => i.Severity == FhirSeverity.Error).Select(i => $"{name}\t{i.Code}\t{i.Expression}")
                );
        }

        count.ShouldBeGreaterThan(270);
        told.Except(listed).Order(StringComparer.Ordinal).ShouldBeEmpty("found and not listed");
        listed.Except(told).Order(StringComparer.Ordinal).ShouldBeEmpty("listed and found no more");
    }

    static DefinitionSet Load()
    {
        Skip.IfNot(Directory.Exists(Packages), $"{Packages} is not here");
        return DefinitionSet.Load([Packages]);
    }
}
