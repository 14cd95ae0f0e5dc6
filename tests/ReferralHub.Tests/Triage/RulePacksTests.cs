using Microsoft.Extensions.Logging.Abstractions;
using ReferralHub.Triage;
using ReferralHub.Triage.Language.Concepts;
using ReferralHub.Triage.Reading;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

/// <summary>Packs change while the hub runs: taken up whole, or not at all.</summary>
public sealed class RulePacksTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-packs-");

    string File => Path.Combine(folder.FullName, "p.yaml");

    public void Dispose() => folder.Delete(recursive: true);

    static string Pack(string version, string outcome = "review") =>
        $$"""
            pack: p
            version: "{{version}}"
            title: T
            owner: O
            effectiveFrom: 2020-01-01
            approval: { writtenBy: A, approvedBy: B, approvedOn: 2019-12-01 }
            rules:
              - { id: a, title: T, source: S, when: { always: true }, then: {{outcome}}, reason: R, examples: [{ name: any, given: {},
               expect: met }] }
            """;

    static async Task<bool> WithinAsync(Func<bool> holds)
    {
        for (var i = 0; i < 200 && !holds(); i++)
            await Task.Delay(50);
        return holds();
    }

    [Fact]
    public async Task Change_IsTakenUp_AndABadOneLeavesAllAsItWas()
    {
        System.IO.File.WriteAllText(File, Pack("1"));
        var packs = new PackFolder(new() { PacksFolder = folder.FullName }, NullLogger<PackFolder>.Instance);
        packs.Read().Single().Version.ShouldBe("1");

        System.IO.File.WriteAllText(File, Pack("2"));
        (await WithinAsync(() => packs.Read().Single().Version == "2")).ShouldBeTrue();

        System.IO.File.WriteAllText(File, Pack("3", "refuse"));
        (await WithinAsync(() => packs.Read().Count == 1 && packs.Fault is not null)).ShouldBeTrue();
        packs.Read().Single().Version.ShouldBe("2");
        packs.Fault!.ShouldContain("refuse is not an outcome");

        System.IO.File.WriteAllText(File, Pack("4"));
        (await WithinAsync(() => packs.Read().Single().Version == "4")).ShouldBeTrue();
        packs.Fault.ShouldBeNull();
    }

    [Fact]
    public void BadPackAtTheStart_StopsTheStart()
    {
        System.IO.File.WriteAllText(File, Pack("1", "refuse"));
        Should.Throw<RulePackException>(() =>
            new PackFolder(new() { PacksFolder = folder.FullName }, NullLogger<PackFolder>.Instance).Read()
        );
    }

    [Fact]
    public void TwoFilesOfOneVersion_AreRefused()
    {
        System.IO.File.WriteAllText(File, Pack("1"));
        System.IO.File.WriteAllText(Path.Combine(folder.FullName, "q.yaml"), Pack("1", "flag"));
        Should.Throw<RulePackException>(() => PackFolder.Read(folder.FullName)).Message.ShouldContain("two files hold the pack p@1");
    }

    [Fact]
    public void SameRules_OnAnotherDay_HaveTheSameIndex()
    {
        System.IO.File.WriteAllText(File, Pack("1"));
        var read = PackFolder.Read(folder.FullName);

        var today = ConceptIndex.GetOrCreate([read[0]]);
        var afterAnAct = ConceptIndex.GetOrCreate([read[0] with { WithdrawnOn = new(2030, 1, 1) }]);
        var ofOthers = ConceptIndex.GetOrCreate([read[0] with { Rules = [.. read[0].Rules] }]);

        afterAnAct.ShouldBeSameAs(today);
        ofOthers.ShouldNotBeSameAs(today);
    }
}
