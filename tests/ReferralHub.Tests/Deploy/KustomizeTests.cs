using System.Diagnostics;
using ReferralHub.Tests.Platform;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Deploy.DeployFiles;

namespace ReferralHub.Tests.Deploy;

/// <summary>The manifests as <c>kubectl apply -k</c> would send them.</summary>
public sealed class KustomizeTests
{
    static readonly string Manifests = Path.Combine(ModuleBoundaryTests.Root(), "deploy", "kubernetes");

    [SkippableFact]
    public async Task Namespace_IsMade_AndEverythingIsInIt()
    {
        var documents = await BuildAsync(Manifests);

        var made = documents.Single(d => Text(d, "kind") == "Namespace");
        Text(made, "metadata", "name").ShouldBe("referralhub");
        documents.Except([made]).Select(d => Text(d, "metadata", "namespace")).ShouldAllBe(n => n == "referralhub");
    }

    /// <summary>A Job cannot be changed, so that of a new version has to be another.</summary>
    [SkippableFact]
    public async Task NewVersion_IsOneChange_AndHasAFindMigrationItsOwn()
    {
        var folder = Directory.CreateTempSubdirectory("rh-kustomize-");
        foreach (var file in Directory.EnumerateFiles(Manifests))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        var kustomization = Path.Combine(folder.FullName, "kustomization.yaml");
        var written = File.ReadAllText(kustomization);
        File.WriteAllText(kustomization, written.Replace("newTag: 0.1.0", "newTag: 9.8.7", StringComparison.Ordinal));

        var before = await BuildAsync(Manifests);
        var after = await BuildAsync(folder.FullName);

        folder.Delete(recursive: true);
        FindMigration(before).ShouldBe("referralhub-migrate-0.1.0");
        FindMigration(after).ShouldBe("referralhub-migrate-9.8.7");
        ListImages(before).Distinct().ShouldBe(["referralhub:0.1.0"]);
        ListImages(after).Distinct().ShouldBe(["referralhub:9.8.7"]);
    }

    static string? FindMigration(List<Dictionary<object, object>> documents) =>
        Text(documents.Single(d => Text(d, "kind") == "Job"), "metadata", "name");

    static IEnumerable<string?> ListImages(List<Dictionary<object, object>> documents) =>
        documents.Select(FindPodSpec).OfType<Dictionary<object, object>>().Select(p => Text(((List<object>)p["containers"])[0], "image"));

    static async Task<List<Dictionary<object, object>>> BuildAsync(string folder)
    {
        var kubectl = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(f => Path.Combine(f, "kubectl"));
        Skip.IfNot(kubectl.Any(File.Exists), "kubectl is not here.");
        var start = new ProcessStartInfo("kubectl", ["kustomize", folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await error);
        return Parse(await output);
    }
}
