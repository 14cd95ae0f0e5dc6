using System.Diagnostics;
using System.Text.Json;
using ReferralHub.LiveTests.Services;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.LiveTests.Containers;

/// <summary>The product's image, run as the Compose file and the manifests run it. Which images beneath it are stand-ins is said.</summary>
public sealed class ImageTests(ITestOutputHelper output) : IAsyncLifetime
{
    const string Url = "http://127.0.0.1:5080";

    /// <summary>In the image's own settings.</summary>
    const int DrainSeconds = 5;

    static readonly string[] WithoutRights =
    [
        "--read-only",
        "--tmpfs",
        "/tmp",
        "--cap-drop",
        "ALL",
        "--security-opt",
        "no-new-privileges",
        "--network",
        "host",
    ];

    readonly string name = $"referralhub-{Guid.CreateVersion7():N}";

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => DockerCommand.TryAsync("docker", [], "rm", "--force", "--volumes", name);

    [SkippableFact]
    public async Task Image_WithoutRights_TakesAReferral_AnswersItsHealthCommand_AndStopsInOrder()
    {
        await SkipWithoutImageAsync();
        await DockerCommand.RunAsync([
            "run",
            "--detach",
            "--name",
            name,
            .. WithoutRights,
            "--volume",
            $"{ExampleReferral.DirectoryFolder}:/directory:ro",
            "--env",
            "ReferralHub__DirectoryFolder=/directory",
            "--env",
            "ReferralHub__ProviderEndpoints__0=northside.example",
            "--env",
            "ReferralHub__ProviderEndpoints__1=riverside.example",
            "--env",
            "ReferralHub__ProviderEndpoints__2=hilltop.example",
            ContainerEngine.ProductImage,
        ]);
        await ExampleReferral.ReadyAsync(Url);
        await HasNoRightsAsync();
        await CannotWriteBesideItsDataAsync();
        (await HealthAsync()).ShouldBe(0);
        await ExampleReferral.ReachOptionsAsync(Url);

        var told = Stopwatch.GetTimestamp();
        await DockerCommand.RunAsync("stop", "--time", "40", name);
        var took = Stopwatch.GetElapsedTime(told);

        (await DockerCommand.ExitCodeAsync(name)).ShouldBe(0, await DockerCommand.LogsAsync(name));
        took.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(DrainSeconds));
        var standIns = Environment.GetEnvironmentVariable("REFERRALHUB_TEST_STAND_INS") is { Length: > 0 } names ? names : "none";
        Summary.Write(
            output,
            $"Image: runs as 1654, read-only, without rights; stopped in order after {took.TotalSeconds:0.0} s; stand-ins: {standIns}"
        );
    }

    /// <summary>The runtime listens for signals a moment after the kernel has started it; an init passes on what comes before.</summary>
    [SkippableFact]
    public async Task Image_ToldToStopAtOnce_IsNotKilled()
    {
        await SkipWithoutImageAsync();
        await DockerCommand.RunAsync(["run", "--detach", "--init", "--name", name, .. WithoutRights, ContainerEngine.ProductImage]);

        await DockerCommand.RunAsync("stop", "--time", "40", name);

        // 0 when the hub heard it, 143 when the signal was there before the hub was; 137 would be a SIGKILL after the grace.
        (await DockerCommand.ExitCodeAsync(name)).ShouldBeOneOf(0, 143);
    }

    async Task HasNoRightsAsync()
    {
        var process = await DockerCommand.InspectAsync(name, "{{.State.Pid}}");
        var status = (await File.ReadAllLinesAsync($"/proc/{process}/status"))
            .Select(line => line.Split('\t', 2))
            .ToDictionary(f => f[0].TrimEnd(':'), f => f[1]);
        status["Uid"].ShouldBe("1654\t1654\t1654\t1654");
        status["NoNewPrivs"].ShouldBe("1");
        foreach (var set in new[] { "CapPrm", "CapEff", "CapBnd", "CapAmb" })
            status[set].ShouldBe("0000000000000000", set);
    }

    async Task CannotWriteBesideItsDataAsync()
    {
        var process = await DockerCommand.InspectAsync(name, "{{.State.Pid}}");
        var mounts = (await File.ReadAllLinesAsync($"/proc/{process}/mountinfo")).Select(line => line.Split(' '));
        mounts.Single(m => m[4] == "/")[5].Split(',').ShouldContain("ro");
        (await BackUpAsync("/app/copy.db")).ShouldNotBe(0);
        (await BackUpAsync("/data/copy.db")).ShouldBe(0);
    }

    async Task<int> BackUpAsync(string file) =>
        (await DockerCommand.TryAsync("docker", [], "exec", name, "dotnet", "/app/referralhub.dll", "db", "backup", file)).Exit;

    /// <summary>Runs the command that the image itself names.</summary>
    async Task<int> HealthAsync()
    {
        var command = JsonSerializer.Deserialize<string[]>(await DockerCommand.InspectAsync(name, "{{json .Config.Healthcheck.Test}}"))!;
        command[0].ShouldBe("CMD");
        return (await DockerCommand.TryAsync("docker", [], ["exec", name, .. command[1..]])).Exit;
    }

    static async Task SkipWithoutImageAsync() =>
        Skip.IfNot(
            await ContainerEngine.HasImageAsync(ContainerEngine.ProductImage),
            $"No container engine has the image {ContainerEngine.ProductImage}; tests/services/containers.sh makes both."
        );
}
