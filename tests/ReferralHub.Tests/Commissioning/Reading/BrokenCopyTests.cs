using System.Text;
using ReferralHub.Commissioning.Checks;
using ReferralHub.Commissioning.Reading;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Reading;

/// <summary>Arrangements with one fault each: nothing is loaded, and the fault is named with file, line, row and what to do.</summary>
public sealed class BrokenCopyTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-models-");

    public static TheoryData<string> Names => [.. BrokenCopies.All.Select(c => c.Name)];

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void BrokenCopy_IsRefused_WithFileLineAndRow(string name)
    {
        var copy = BrokenCopies.All.Single(c => c.Name == name);

        var faults = ShownModels.Check(copy.Files);

        copy.Line.ShouldBeGreaterThan(0);
        faults
            .Count(copy.Is)
            .ShouldBe(1, $"{copy.File}:{copy.Line} {copy.Row}: {copy.Says}\n{string.Join('\n', faults.Select(f => f.Describe()))}");
    }

    [Fact]
    public void BrokenCopies_AreManyAndDiffer()
    {
        BrokenCopies.All.Length.ShouldBeGreaterThanOrEqualTo(20);
        BrokenCopies.All.Select(c => c.Name).Distinct().Count().ShouldBe(BrokenCopies.All.Length);
    }

    /// <summary>Where one thing is wrong, one thing is said.</summary>
    [Fact]
    public void OneSlip_IsSaidOnce()
    {
        foreach (
            var name in new[] { "a scope that is not there", "steps that miss the total", "a key that is misspelt", "a price in pounds" }
        )
        {
            var copy = BrokenCopies.All.Single(c => c.Name == name);
            ShownModels.Check(copy.Files).Count(f => f.IsError).ShouldBe(1, name);
        }
    }

    /// <summary>Two faults in two files are both named at once.</summary>
    [Fact]
    public void SeveralFaults_AreAllCollected()
    {
        var files = ShownModels.Edit(ShownModels.Models, "plans.yaml", "rollUp: LOC-N", "rollup: LOC-N");
        files["area.yaml"] = ShownModels.Edit(ShownModels.Models, "area.yaml", "to: 2026-09-30", "to: 2026-09-31")["area.yaml"];
        files["prices.csv"] = ShownModels.Edit(ShownModels.Models, "prices.csv", "OPFA,17000,", "OPFA,170.00,")["prices.csv"];

        var read = ShownModels.Read(files);

        read.Configuration.ShouldBeNull();
        read.Faults.Select(f => f.Place!.File).ShouldBe(["area.yaml", "plans.yaml", "prices.csv"]);
    }

    [Theory]
    [InlineData("price.csv", "no CSV file is called so; did you mean prices.csv?")]
    [InlineData("Need.CSV", "no CSV file is called so; did you mean need.csv?")]
    [InlineData("more.yml", "rename it")]
    [InlineData("more.YAML", "rename it")]
    public void FileOfAnotherName_IsRefused(string name, string says)
    {
        Write(ShownModels.Load(ShownModels.Models));
        File.WriteAllText(Path.Combine(folder.FullName, name), "version: 1\n");

        var read = ConfigurationReader.Read(folder.FullName);

        read.Configuration.ShouldBeNull();
        var fault = read.Faults.ShouldHaveSingleItem();
        fault.Place!.File.ShouldBe(name);
        fault.Text.ShouldContain(says);
    }

    [Fact]
    public void FilesOfOthers_AreLeftAlone()
    {
        Write(ShownModels.Load(ShownModels.Models));
        foreach (var name in new[] { "README.md", "plans.yaml~", ".plans.yaml.swp", ".hidden.yaml", "picture.png" })
            File.WriteAllText(Path.Combine(folder.FullName, name), "{{{ no rows");

        ConfigurationReader.Read(folder.FullName).Faults.ShouldBeEmpty();
    }

    [Fact]
    public void FolderWithoutRows_OrNotThere_IsAFaultAndNoException()
    {
        ConfigurationReader.Read(folder.FullName).Faults.ShouldHaveSingleItem().Text.ShouldContain("there is no .yaml file");
        ConfigurationReader
            .Read(Path.Combine(folder.FullName, "nowhere"))
            .Faults.ShouldHaveSingleItem()
            .Text.ShouldContain("the folder cannot be read");
    }

    [Fact]
    public void MoreFaultsThanAnybodyReads_AreCutShort()
    {
        var rows = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"  - {{ id: b{i}, nam: x }}\n"));
        var read = ShownModels.Read(
            new Dictionary<string, byte[]> { ["a.yaml"] = Encoding.UTF8.GetBytes($"version: 1\nsource: Test\nbodies:\n{rows}") }
        );

        read.Faults.Count.ShouldBe(FaultList.FaultsMax + 1);
        read.Faults[^1].Text.ShouldBe("There are 7500 more; put these right, then check again.");
    }

    void Write(Dictionary<string, byte[]> files)
    {
        foreach (var (name, bytes) in files)
            File.WriteAllBytes(Path.Combine(folder.FullName, name), bytes);
    }
}
