using System.Text.Json;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

public sealed class CommissioningCommandTests : IDisposable
{
    const string On = "2026-11-27";
    static readonly string Models = Path.Combine(HubProcess.Root, "tests", "data", "models");
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-cli-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    [Covers("commissioning check")]
    public async Task Check_OfAGoodFolder_Passes_AndOfABrokenOneSaysWhere()
    {
        foreach (var file in Directory.EnumerateFiles(Models))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        var plans = Path.Combine(folder.FullName, "plans.yaml");
        var good = await HubProcess.RunAsync("commissioning", "check", folder.FullName, "--on", On);
        var json = await HubProcess.RunAsync("commissioning", "check", folder.FullName, "--on", On, "--report", "json");
        File.WriteAllText(plans, File.ReadAllText(plans).Replace("total: 412300.00", "total: 412300.01", StringComparison.Ordinal));

        var broken = await HubProcess.RunAsync("commissioning", "check", folder.FullName, "--on", On);

        var changed = await HubProcess.RunAsync("commissioning", "check", folder.FullName, "--on", On, "--replaces", Models);

        good.Exit.ShouldBe(0, good.Error);
        good.Output.ShouldContain("7 plan sets");
        json.Exit.ShouldBe(0, json.Error);
        JsonDocument.Parse(json.Output).RootElement.GetProperty("accepted").GetBoolean().ShouldBeTrue();
        broken.Exit.ShouldBe(2, broken.Output);
        broken.Output.ShouldContain("plans.yaml, line 7, pbc-single-2026: error: ");
        changed.Output.ShouldContain("pbc-single-2026 is in force and differs from the row of plans.yaml, line 7");
    }
}
