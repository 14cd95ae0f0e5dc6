using System.Net.Sockets;
using ReferralHub.LiveTests.Containers;
using ReferralHub.LiveTests.Services;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests;

/// <summary>What the scripts of the tests promise to whoever calls them.</summary>
public sealed class ScriptTests
{
    [SkippableFact]
    public async Task ServicesOnly_RunsACommandWithServers_AndLeavesNothingBehind()
    {
        Skip.IfNot(PostgreSqlServer.IsInstalled && RabbitMqServer.IsInstalled, "PostgreSQL and RabbitMQ are not installed.");

        var (exit, output, error) = await DockerCommand.TryAsync(
            "bash",
            [],
            "tests/run.sh",
            "--services-only",
            "bash",
            "-c",
            "echo $ReferralHub__Transport__Uri; exit 5"
        );

        exit.ShouldBe(5, error);
        var port = new Uri(output.Trim()).Port;
        FindPortMappers(port).ShouldBeEmpty();
        await Should.ThrowAsync<SocketException>(async () =>
        {
            using var broker = new TcpClient();
            await broker.ConnectAsync("127.0.0.1", port);
        });
    }

    [SkippableFact]
    public async Task ContainersScript_WithoutEngineAndWithoutRights_SaysSo()
    {
        Skip.IfNot(Environment.UserName == "root", "Only root may take its rights off.");

        var (exit, _, said) = await DockerCommand.TryAsync(
            "setpriv",
            [("DOCKER_HOST", "unix:///nowhere")],
            "--reuid=65534",
            "--clear-groups",
            "bash",
            "tests/services/containers.sh",
            "true"
        );

        exit.ShouldBe(3, said);
        said.ShouldContain("nor may one be made");
    }

    /// <summary>Process ids of Erlang's port mappers that serve the broker at this port.</summary>
    static IEnumerable<string> FindPortMappers(int broker) =>
        Directory.EnumerateDirectories("/proc").Where(d => IsPortMapper(d, $"ERL_EPMD_PORT={broker + 2}"));

    static bool IsPortMapper(string process, string setting)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")) == "epmd\n"
                && File.ReadAllText(Path.Combine(process, "environ")).Split('\0').Contains(setting);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No process, or it ended while we looked.
            return false;
        }
    }
}
