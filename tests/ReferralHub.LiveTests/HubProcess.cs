using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ReferralHub.LiveTests;

/// <summary>A hub as an operator runs it: a process of its own, ended by its id.</summary>
sealed class HubProcess : IAsyncDisposable
{
    static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(60);
    readonly Process process;
    readonly StringBuilder output = new();

    HubProcess(Process process, string url)
    {
        this.process = process;
        Url = url;
    }

    public string Url { get; }

    /// <summary>Everything it has written to standard output and standard error.</summary>
    public string Output
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    public static string Root { get; } = FindRoot();

    /// <summary>The program as built beside these tests.</summary>
    static string Program => Path.Combine(Root, "src", "ReferralHub.Server", "bin", AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug", "net10.0", "referralhub.dll");

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<HubProcess> StartAsync(int port, string[] arguments, params (string Name, string Value)[] environment)
    {
        var hub = new HubProcess(Launch(arguments, environment), $"http://127.0.0.1:{port}");
        hub.process.OutputDataReceived += (_, e) => hub.Keep(e.Data);
        hub.process.ErrorDataReceived += (_, e) => hub.Keep(e.Data);
        hub.process.BeginOutputReadLine();
        hub.process.BeginErrorReadLine();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < ReadyMax)
        {
            if (hub.process.HasExited) throw new InvalidOperationException($"The hub ended with {hub.process.ExitCode}: {hub.Output}");
            try
            {
                if ((await client.GetAsync($"{hub.Url}/health/ready")).IsSuccessStatusCode) return hub;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(50);
            }
        }

        throw new TimeoutException($"The hub was not ready in time: {hub.Output}");
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Launch(arguments, []);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>SIGKILL: no clean-up of any kind.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    void Keep(string? line)
    {
        if (line is null) return;
        lock (output) output.AppendLine(line);
    }

    static Process Launch(string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ReferralHub.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
