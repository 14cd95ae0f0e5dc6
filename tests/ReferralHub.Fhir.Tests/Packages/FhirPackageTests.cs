using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using ReferralHub.Fhir.Packages;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.Packages;

public sealed class FhirPackageTests : IDisposable
{
    const string Profile = """
        {"resourceType":"StructureDefinition","url":"urn:p","version":"1","name":"P","type":"Patient","derivation":"constraint",
        "baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient","differential":{"element":[{"id":"Patient","path":"Patient"},
        {"id":"Patient.name","path":"Patient.name","min":1}]}}
        """;
    readonly string folder = Directory.CreateTempSubdirectory("packages").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Package_DefinitionsAndDependenciesAreKnown()
    {
        var set = DefinitionSet.Load([
            Pack(
                ("package/package.json", """{"name":"a.b","version":"1.0","dependencies":{"hl7.fhir.r4.core":"4.0.1"}}"""),
                ("package/p.json", Profile),
                ("package/examples/e.json", """{"resourceType":"Patient"}"""),
                ("package/.index.json", "{}")
            ),
        ]);

        var package = set.Packages.Single();
        (package.Name, package.Version, package.Dependencies.Single(), package.Definitions.Count).ShouldBe(
            ("a.b", "1.0", ("hl7.fhir.r4.core", "4.0.1"), 1)
        );
        set.FindProfile("urn:p|1")!.Root.Child("name")!.Min.ShouldBe(1);
    }

    [Theory]
    [InlineData("no package.json", "package/package.json is missing", "package/p.json", Profile)]
    [InlineData("manifest that is not JSON", "package.json is not JSON", "package/package.json", "{")]
    [InlineData("definition that is not JSON", "p.json is not JSON", "package/p.json", "{\"resourceType\":")]
    public void PackageThatCannotBeUsed_SaysWhichAndWhy(string why, string message, string name, string content) =>
        Should
            .Throw<DefinitionException>(() => DefinitionSet.Load([Pack((name, content))]))
            .Message.ShouldContain(message, customMessage: why);

    [Fact]
    public void FileThatIsNoPackage_SaysSo()
    {
        var file = Path.Combine(folder, "x.tgz");
        File.WriteAllText(file, "not gzip");

        Should.Throw<DefinitionException>(() => DefinitionSet.Load([file])).Message.ShouldContain("x.tgz");
        Should.Throw<DefinitionException>(() => DefinitionSet.Load([Path.Combine(folder, "gone")])).Message.ShouldContain("gone");
    }

    [Fact]
    public void SameUrlTwice_TheLastOneIsTaken_UnlessAVersionIsAskedFor()
    {
        File.WriteAllText(Path.Combine(folder, "1.json"), Profile);
        File.WriteAllText(
            Path.Combine(folder, "2.json"),
            Profile.Replace("\"version\":\"1\"", "\"version\":\"2\"", StringComparison.Ordinal)
        );
        var set = DefinitionSet.Load([folder]);

        set.Find("StructureDefinition", "urn:p")!.Version.ShouldBe("2");
        set.Find("StructureDefinition", "urn:p|1")!.Version.ShouldBe("1");
    }

    string Pack(params (string Name, string Content)[] entries)
    {
        var file = Path.Combine(folder, "a.tgz");
        using var stream = File.Create(file);
        using var zip = new GZipStream(stream, CompressionLevel.Fastest);
        using var tar = new TarWriter(zip);
        foreach (var (name, content) in entries)
            tar.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) }
            );
        return file;
    }
}
