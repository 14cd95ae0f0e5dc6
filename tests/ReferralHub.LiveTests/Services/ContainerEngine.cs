using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Configurations;

namespace ReferralHub.LiveTests.Services;

/// <summary>
/// The container engine of this machine, if there is one. Tests take an image that it has and pull none: whoever runs them says by a
/// <c>docker pull</c> that servers are to run in containers, and <c>tests/run.sh</c> does so.
/// </summary>
static class ContainerEngine
{
    public const string PostgreSqlImage = "postgres:17";
    public const string RabbitMqImage = "rabbitmq:3.13";

    /// <summary>The product, as deploy/Dockerfile makes it; tests/services/containers.sh builds it.</summary>
    public const string ProductImage = "referralhub:test";

    static readonly Lazy<DockerClient?> Client = new(Connect);

    /// <summary>Whether a server may run in a container of this image.</summary>
    /// <remarks>REFERRALHUB_TEST_SERVICES=processes says that it may not.</remarks>
    public static async Task<bool> MayServeAsync(string image) =>
        Environment.GetEnvironmentVariable("REFERRALHUB_TEST_SERVICES") != "processes" && await HasImageAsync(image);

    /// <summary>Whether there is an engine that answers and has this image.</summary>
    public static async Task<bool> HasImageAsync(string image)
    {
        if (Client.Value is not { } client)
            return false;
        try
        {
            await client.Images.InspectImageAsync(image);
            return true;
        }
        catch (DockerImageNotFoundException)
        {
            return false;
        }
    }

    /// <summary>SIGKILL to everything in the container.</summary>
    public static async Task KillAsync(string container)
    {
        await Client.Value!.Containers.KillContainerAsync(container, new ContainerKillParameters { Signal = "KILL" });
        await Client.Value!.Containers.WaitContainerAsync(container);
    }

    // The library looks for an engine where Docker's own client does, and asks whether it answers.
    static DockerClient? Connect() => TestcontainersSettings.OS.DockerEndpointAuthConfig?.GetDockerClientBuilder(Guid.Empty).Build();
}
