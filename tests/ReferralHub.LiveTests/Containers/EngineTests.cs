using ReferralHub.LiveTests.Services;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Containers;

/// <summary>The script that has containers run, where an engine is there already.</summary>
public sealed class EngineTests
{
    [SkippableFact]
    public async Task ContainersScript_WhereAnEngineAnswers_UsesThat()
    {
        Skip.IfNot(await ContainerEngine.HasImageAsync(ContainerEngine.RabbitMqImage), "There is no container engine with images.");

        var (exit, output, said) = await DockerCommand.TryAsync("bash", [], "tests/services/containers.sh", "--services", "echo", "done");

        exit.ShouldBe(0, said);
        output.ShouldBe("done\n");
        said.ShouldContain("docker info answers");
        said.ShouldNotContain("making an engine");
    }
}
