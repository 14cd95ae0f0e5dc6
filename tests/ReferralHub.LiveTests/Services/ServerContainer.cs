using System.Diagnostics;
using DotNet.Testcontainers.Containers;

namespace ReferralHub.LiveTests.Services;

/// <summary>A real server in a container that a test starts and ends; its data stays with it until it is wiped.</summary>
/// <param name="port">Where it is reached on loopback.</param>
/// <param name="build">Makes the container that listens there, with the arguments of the first start.</param>
sealed class ServerContainer(int port, Func<string[], IContainer> build) : IServerRuntime
{
    static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(90);
    IContainer? container;

    public int Port => port;

    public bool IsRunning { get; private set; }

    public async Task StartAsync(Func<Task<bool>> answersAsync, params string[] arguments)
    {
        var clock = Stopwatch.GetTimestamp();
        container ??= build(arguments);
        await container.StartAsync();
        IsRunning = true;
        while (!await answersAsync())
        {
            if (Stopwatch.GetElapsedTime(clock) > ReadyMax)
                throw new TimeoutException($"{container.Image.FullName} did not answer in time: {(await container.GetLogsAsync()).Stderr}");
            await Task.Delay(100);
        }
    }

    public async Task KillAsync()
    {
        if (container is null || !IsRunning)
            return;
        IsRunning = false;
        await ContainerEngine.KillAsync(container.Id);
    }

    public async Task StopAsync()
    {
        if (container is null || !IsRunning)
            return;
        IsRunning = false;
        await container.StopAsync();
    }

    public async Task WipeAsync()
    {
        if (IsRunning)
            throw new InvalidOperationException("It runs.");
        if (container is not null)
            await container.DisposeAsync();
        container = null;
    }

    /// <summary>Runs a program in it; gives what that printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> RunAsync(params string[] command)
    {
        var result = await container!.ExecAsync(command);
        return result.ExitCode == 0 ? result.Stdout : throw new InvalidOperationException($"{string.Join(' ', command)}: {result.Stderr}");
    }

    public async ValueTask DisposeAsync()
    {
        if (container is not null)
            await container.DisposeAsync();
        IsRunning = false;
    }
}
