namespace ReferralHub.LiveTests.Services;

/// <summary>What a server of a test runs in: a process of this machine, or a container.</summary>
interface IServerRuntime : IAsyncDisposable
{
    /// <summary>Where it is reached on loopback; the same over all its starts.</summary>
    int Port { get; }

    bool IsRunning { get; }

    /// <summary>Starts it, on its old data when there is some, and waits until it answers.</summary>
    /// <param name="answersAsync">Whether it serves yet.</param>
    /// <param name="arguments">Settings for its start, in the words of its script in <c>tests/services</c>.</param>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    Task StartAsync(Func<Task<bool>> answersAsync, params string[] arguments);

    /// <summary>SIGKILL to everything it runs.</summary>
    Task KillAsync();

    /// <summary>Asks it to stop in order.</summary>
    Task StopAsync();

    /// <summary>Removes its data, as a disk that was replaced would.</summary>
    Task WipeAsync();
}
