using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ReferralHub.LiveTests.Services;

/// <summary>Signals that the tests send.</summary>
enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>A real server that a test starts in the foreground of a process group of its own and ends by process id.</summary>
/// <param name="script">In <c>tests/services</c>.</param>
/// <param name="stopSignal">By which it stops in order without waiting for clients to leave.</param>
sealed partial class ServerProcess(string script, string folder, int port, Signal stopSignal) : IServerRuntime
{
    static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(90);
    static readonly TimeSpan StopMax = TimeSpan.FromSeconds(30);
    Process? process;

    public int Port => port;

    public bool IsRunning => process is { HasExited: false };

    /// <summary>What is to be done when it has ended for good.</summary>
    public Func<Task>? AfterwardsAsync { get; init; }

    public async Task StartAsync(Func<Task<bool>> answersAsync, params string[] arguments)
    {
        var start = new ProcessStartInfo("setsid") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (
            var argument in (string[])
                ["--wait", "bash", Path.Combine(HubProcess.Root, "tests", "services", script), folder, $"{port}", .. arguments]
        )
            start.ArgumentList.Add(argument);
        var clock = Stopwatch.GetTimestamp();
        process = Launch(start);
        while (!await answersAsync())
        {
            if (Stopwatch.GetElapsedTime(clock) > ReadyMax)
                throw new TimeoutException($"{script} did not answer in time.");
            // Right after a SIGKILL its children may still hold the shared memory; then it has to be tried again.
            if (process.HasExited)
            {
                await Task.Delay(200);
                process = Launch(start);
            }

            await Task.Delay(100);
        }
    }

    public Task KillAsync() => EndAsync(Signal.Kill);

    public Task StopAsync() => EndAsync(stopSignal);

    /// <summary>Freezes or thaws everything it runs.</summary>
    public void Send(Signal signal)
    {
        foreach (var id in Family())
            _ = Kill(id, (int)signal);
    }

    public Task WipeAsync()
    {
        if (IsRunning)
            throw new InvalidOperationException("It runs.");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        if (AfterwardsAsync is not null)
            await AfterwardsAsync();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    internal static partial int Kill(int pid, int signal);

    static Process Launch(ProcessStartInfo start)
    {
        var launched = Process.Start(start)!;
        launched.OutputDataReceived += (_, _) => { };
        launched.ErrorDataReceived += (_, _) => { };
        launched.BeginOutputReadLine();
        launched.BeginErrorReadLine();
        return launched;
    }

    async Task EndAsync(Signal signal)
    {
        if (process is null)
            return;
        var family = Family();
        foreach (var id in family.Skip(signal == Signal.Kill ? 0 : 1).Take(signal == Signal.Kill ? int.MaxValue : 1))
            _ = Kill(id, (int)signal);
        if (signal == Signal.Kill)
            foreach (var id in family)
                _ = Kill(id, (int)Signal.Kill);
        try
        {
            await process.WaitForExitAsync().WaitAsync(StopMax);
        }
        catch (TimeoutException)
        {
            foreach (var id in Family())
                _ = Kill(id, (int)Signal.Kill);
            await process.WaitForExitAsync();
        }

        // A child may outlive its parent for a moment.
        foreach (var id in family)
            for (var i = 0; i < 100 && Directory.Exists($"/proc/{id}"); i++)
                await Task.Delay(20);
        process.Dispose();
        process = null;
    }

    /// <summary>The process and all its descendants, parents first.</summary>
    List<int> Family()
    {
        if (process is null)
            return [];
        var children = new Dictionary<int, List<int>>();
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), out var id))
                continue;
            try
            {
                var stat = File.ReadAllText(Path.Combine(entry, "stat"));
                var parent = int.Parse(
                    stat[(stat.LastIndexOf(')') + 4)..].Split(' ')[0],
                    System.Globalization.CultureInfo.InvariantCulture
                );
                if (!children.TryGetValue(parent, out var list))
                    children[parent] = list = [];
                list.Add(id);
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }

        var (family, next) = (new List<int>(), new Queue<int>([process.Id]));
        while (next.TryDequeue(out var id))
        {
            family.Add(id);
            foreach (var child in children.GetValueOrDefault(id, []))
                next.Enqueue(child);
        }

        return family;
    }
}
