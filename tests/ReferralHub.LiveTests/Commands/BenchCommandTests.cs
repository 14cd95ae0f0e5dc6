using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

public sealed class BenchCommandTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-cli-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    [Covers("bench")]
    public async Task Bench_InACheckout_IsRunByTheBenchmarks()
    {
        string[] call = ["bench", "--quick", "--referrals", "50", "--rate", "20", "--connections", "4", "--database", "sqlite"];

        var (exit, output, error) = await HubProcess.RunAsync([.. call, "--transport", "inmemory", "--report", "json"]);

        exit.ShouldBe(0, error);
        var report = JsonNode.Parse(output)!;
        ((int)report["referrals"]!, (int)report["refused"]!, (bool)report["quick"]!).ShouldBe((50, 0, true));
        ((double)report["cpuMillisecondsPerReferral"]!).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Bench_OfAnInstalledServer_SaysThatItIsNotShipped()
    {
        var built = Path.GetDirectoryName(HubProcess.Program)!;
        foreach (var file in Directory.EnumerateFiles(built).Where(f => Path.GetExtension(f) is ".dll" or ".json"))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));

        var (exit, output, error) = await HubProcess.RunProgramAsync("dotnet", Path.Combine(folder.FullName, "referralhub.dll"), "bench");

        (exit, output).ShouldBe((1, ""));
        error.ShouldContain("bench is not shipped with the server");
        Directory.EnumerateFiles(built, "*Benchmark*").ShouldBeEmpty("the shipped server carries no load generator");
    }
}
