using System.Diagnostics;
using ReferralHub.LiveTests.Services;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.LiveTests.Containers;

/// <summary><c>docker-compose.yml</c> as an operator brings it up and takes it down.</summary>
public sealed class ComposeTests(ITestOutputHelper output) : IAsyncLifetime
{
    const string Url = "http://127.0.0.1:5080";
    const string Project = "referralhubtest";
    const string Label = $"label=com.docker.compose.project={Project}";
    static readonly string[] Hubs = ["web", "worker-1", "worker-2", "scheduler"];
    readonly string secrets = Directory.CreateTempSubdirectory("rh-secrets-").FullName;

    (string, string)[] Environment =>
        [
            ("REFERRALHUB_SECRETS", secrets),
            ("REFERRALHUB_IMAGE", ContainerEngine.ProductImage),
            ("REFERRALHUB_DIRECTORY", ExampleReferral.DirectoryFolder),
        ];

    (string Program, string[] First)? compose;

    public async Task InitializeAsync()
    {
        if ((await DockerCommand.TryAsync("docker", [], "compose", "version")).Exit == 0)
            compose = ("docker", ["compose"]);
        else if ((await DockerCommand.TryAsync("docker-compose", [], "version")).Exit == 0)
            compose = ("docker-compose", []);
        var made = await DockerCommand.TryAsync("bash", [], Path.Combine("deploy", "compose", "make-secrets.sh"), secrets);
        made.Exit.ShouldBe(0, made.Error);
    }

    public async Task DisposeAsync()
    {
        if (compose is not null && await ContainerEngine.HasImageAsync(ContainerEngine.ProductImage))
            await ComposeAsync("down", "--volumes", "--timeout", "5");
        Directory.Delete(secrets, recursive: true);
    }

    [SkippableFact]
    public async Task Compose_StartsInOrder_TakesAReferralToItsOptions_AndStopsInOrder()
    {
        Skip.If(compose is null, "Neither docker compose nor docker-compose is here.");
        foreach (var image in new[] { ContainerEngine.ProductImage, ContainerEngine.PostgreSqlImage, ContainerEngine.RabbitMqImage })
            Skip.IfNot(await ContainerEngine.HasImageAsync(image), $"No container engine has the image {image}.");
        var started = Stopwatch.GetTimestamp();
        var up = await ComposeAsync("up", "--detach", "--no-build");
        up.Exit.ShouldBe(0, up.Error);

        await ExampleReferral.ReadyAsync(Url);
        await ExampleReferral.ReachOptionsAsync(Url);
        var took = Stopwatch.GetElapsedTime(started);

        await StartedInOrderAsync();
        foreach (var hub in Hubs)
            await HealthyAsync(hub);
        var stop = await ComposeAsync("stop", "--timeout", "40");
        stop.Exit.ShouldBe(0, stop.Error);
        foreach (var hub in Hubs)
        {
            var log = await DockerCommand.LogsAsync(await ContainerAsync(hub));
            (await DockerCommand.ExitCodeAsync(await ContainerAsync(hub))).ShouldBe(0, $"{hub}: {log}");
            log.ShouldNotContain("libgssapi");
        }

        var down = await ComposeAsync("down", "--volumes");
        down.Exit.ShouldBe(0, down.Error);
        (await DockerCommand.RunAsync("ps", "--all", "--quiet", "--filter", Label)).ShouldBeEmpty();
        Summary.Write(
            output,
            $"Compose: from nothing to the options of the first referral in {took.TotalSeconds:0} s; all four ended with 0"
        );
    }

    /// <summary>The database before the migration, and that done before any hub.</summary>
    static async Task StartedInOrderAsync()
    {
        var migrate = await ContainerAsync("migrate");
        (await DockerCommand.ExitCodeAsync(migrate)).ShouldBe(0, await DockerCommand.LogsAsync(migrate));
        (await DockerCommand.TimeAsync(await ContainerAsync("database"), "StartedAt")).ShouldBeLessThan(
            await DockerCommand.TimeAsync(migrate, "StartedAt")
        );
        var migrated = await DockerCommand.TimeAsync(migrate, "FinishedAt");
        foreach (var hub in Hubs)
            (await DockerCommand.TimeAsync(await ContainerAsync(hub), "StartedAt")).ShouldBeGreaterThanOrEqualTo(migrated, hub);
    }

    static async Task HealthyAsync(string service)
    {
        var clock = Stopwatch.GetTimestamp();
        while (await DockerCommand.InspectAsync(await ContainerAsync(service), "{{.State.Health.Status}}") is not "healthy" and var status)
        {
            if (Stopwatch.GetElapsedTime(clock) > DockerCommand.StepMax)
                throw new TimeoutException($"{service} is {status}.");
            await Task.Delay(500);
        }
    }

    static Task<string> ContainerAsync(string service) =>
        DockerCommand.RunAsync("ps", "--all", "--quiet", "--filter", Label, "--filter", $"label=com.docker.compose.service={service}");

    Task<(int Exit, string Output, string Error)> ComposeAsync(params string[] arguments) =>
        DockerCommand.TryAsync(compose!.Value.Program, Environment, [.. compose.Value.First, "--project-name", Project, .. arguments]);
}
