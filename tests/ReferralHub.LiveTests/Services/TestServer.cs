namespace ReferralHub.LiveTests.Services;

/// <summary>A real server of a test's own, which the test starts, hurts and ends. The tests are the same wherever it runs.</summary>
abstract class TestServer(IServerRuntime runtime) : IAsyncDisposable
{
    public int Port => runtime.Port;

    public bool IsRunning => runtime.IsRunning;

    /// <inheritdoc cref="IServerRuntime.StartAsync" />
    public Task StartAsync(params string[] arguments) => runtime.StartAsync(AnswersAsync, arguments);

    /// <inheritdoc cref="IServerRuntime.KillAsync" />
    public Task KillAsync() => runtime.KillAsync();

    /// <inheritdoc cref="IServerRuntime.StopAsync" />
    public Task StopAsync() => runtime.StopAsync();

    /// <inheritdoc cref="IServerRuntime.WipeAsync" />
    public Task WipeAsync() => runtime.WipeAsync();

    public ValueTask DisposeAsync() => runtime.DisposeAsync();

    /// <summary>Whether it serves.</summary>
    protected abstract Task<bool> AnswersAsync();
}
