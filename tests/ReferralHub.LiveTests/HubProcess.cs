using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ReferralHub.Server.SignIn;
using ReferralHub.Tests;

namespace ReferralHub.LiveTests;

/// <summary>A hub as an operator runs it: a process of its own, ended by its id.</summary>
sealed partial class HubProcess : IAsyncDisposable
{
    /// <summary>Only ends a start that hangs; machines differ.</summary>
    static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(180);
    readonly Process process;
    readonly StringBuilder output = new();

    /// <summary>Whether packs wait for approval in it; a demonstration approves its own.</summary>
    bool hasDrafts;

    HubProcess(Process process, string url)
    {
        this.process = process;
        Url = url;
    }

    public string Url { get; }

    public bool HasExited => process.HasExited;

    public int Id => process.Id;

    /// <summary>Everything it has written to standard output and standard error.</summary>
    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public static string Root { get; } = FindRoot();

    /// <summary>As these tests were built, so was the program.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>The program as built beside these tests.</summary>
    internal static string Program => Path.Combine(Root, "src", "ReferralHub.Server", "bin", Configuration, "net10.0", "referralhub.dll");

    /// <summary>A draft of a rule pack that ships with the demonstration.</summary>
    public static string DraftPack => Path.Combine(Path.GetDirectoryName(Program)!, "demo-drafts", "local-demonstration-2027.yaml");

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<HubProcess> StartAsync(int port, string[] arguments, params (string Name, string Value)[] environment)
    {
        var hub = Begin(port, arguments, environment);
        await hub.ReadyAsync();
        return hub;
    }

    /// <summary>Starts it without waiting.</summary>
    public static HubProcess Begin(int port, string[] arguments, params (string Name, string Value)[] environment) =>
        Listen(
            new(Launch("dotnet", [Program, .. arguments], environment), $"http://127.0.0.1:{port}")
            {
                hasDrafts = arguments.Contains("serve"),
            }
        );

    /// <summary>Starts it without waiting, as process 1 of a namespace of its own, like in a container. Its parent is returned.</summary>
    public static HubProcess BeginAsProcess1(int port, string[] arguments, params (string Name, string Value)[] environment) =>
        Listen(
            new(
                Launch("unshare", ["--pid", "--fork", "--kill-child", "--mount-proc", "dotnet", Program, .. arguments], environment),
                $"http://127.0.0.1:{port}"
            )
        );

    /// <summary>Starts it without waiting, in a network of its own (see <see cref="Network.OwnNetwork"/>).</summary>
    public static HubProcess BeginIn(string network, string url, string[] arguments, params (string Name, string Value)[] environment) =>
        Listen(new(Launch("ip", ["netns", "exec", network, "dotnet", Program, .. arguments], environment), url));

    static HubProcess Listen(HubProcess hub)
    {
        hub.process.OutputDataReceived += (_, e) => hub.Keep(e.Data);
        hub.process.ErrorDataReceived += (_, e) => hub.Keep(e.Data);
        hub.process.BeginOutputReadLine();
        hub.process.BeginErrorReadLine();
        return hub;
    }

    /// <summary>Waits until it says that it is ready.</summary>
    public async Task ReadyAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var started = Stopwatch.GetTimestamp();
        Exception? last = null;
        while (Stopwatch.GetElapsedTime(started) < ReadyMax)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The hub ended with {process.ExitCode}: {Output}");
            try
            {
                if ((await client.GetAsync($"{Url}/health/ready")).IsSuccessStatusCode)
                {
                    if (hasDrafts && (await client.GetAsync($"{Url}/rules/api")).StatusCode != HttpStatusCode.NotFound)
                        await ApprovePacksAsync();
                    return;
                }

                await Task.Delay(50);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                last = e;
                await Task.Delay(50);
            }
        }

        throw new TimeoutException($"The hub was not ready in time: {Output}", last);
    }

    /// <summary>Two people approve what waits for it, as a centre does before its first referral.</summary>
    /// <remarks>Each through a system of their own: what one system says of two people is no proof that there are two.</remarks>
    async Task ApprovePacksAsync()
    {
        using var client = LiveClient.CreateHttp();
        using var packs = JsonDocument.Parse(await client.GetStringAsync($"{Url}/rules/api"));
        foreach (var pack in packs.RootElement.EnumerateArray().Where(p => p.GetProperty("status").GetString() == "Draft"))
        foreach (var (act, by, id) in new[] { ("propose", "Test Author", LiveClient.Id), ("approve", "Test Approver", LiveClient.OtherId) })
        {
            using var system = LiveClient.CreateHttp(id: id);
            var body = new
            {
                hash = pack.GetProperty("hash").GetString(),
                by,
                role = "Test role",
            };
            using var done = await system.PostAsJsonAsync($"{Url}/rules/{pack.GetProperty("pack").GetString()}/{act}", body);
            done.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Waits until it has said this.</summary>
    public async Task SaidAsync(string text)
    {
        for (var started = Stopwatch.GetTimestamp(); !Output.Contains(text, StringComparison.Ordinal); await Task.Delay(50))
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > ReadyMax)
                throw new TimeoutException($"The hub did not say \"{text}\": {Output}");
    }

    /// <summary>Waits until it has written this.</summary>
    public async Task SaysAsync(string words)
    {
        var started = Stopwatch.GetTimestamp();
        while (!Output.Contains(words, StringComparison.Ordinal))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > ReadyMax)
                throw new TimeoutException($"The hub did not say \"{words}\": {Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until nothing waits for a worker and the log is stamped and read.</summary>
    public async Task QuietAsync(TimeSpan limit)
    {
        using var client = LiveClient.CreateHttp();
        var clock = Stopwatch.GetTimestamp();
        while (true)
        {
            var page = await client.GetStringAsync($"{Url}/metrics");
            if (
                page.Contains("referralhub_automated_oldest_age_seconds 0\n", StringComparison.Ordinal)
                && page.Contains("referralhub_log_unstamped 0\n", StringComparison.Ordinal)
                && page.Contains("referralhub_projection_lag_events{projection=\"activity\"} 0\n", StringComparison.Ordinal)
            )
                return;
            if (Stopwatch.GetElapsedTime(clock) > limit)
                throw new TimeoutException("The hub did not finish what it had taken.");
            await Task.Delay(200);
        }
    }

    /// <summary>Sends a signal to the process.</summary>
    public void Send(Services.Signal signal) => _ = Services.ServerProcess.Kill(process.Id, (int)signal);

    /// <summary>Asks it to stop and waits for the end; gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        Send(Services.Signal.Terminate);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return process.ExitCode;
    }

    /// <summary>Waits until it is gone, at most so long; false when it is still there.</summary>
    public async Task<bool> GoneAsync(TimeSpan limit)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(limit);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Waits for its end, at most so long; gives its exit code.</summary>
    public async Task<int> EndedAsync(TimeSpan limit)
    {
        await process.WaitForExitAsync().WaitAsync(limit);
        return process.ExitCode;
    }

    /// <summary>SIGKILL: no clean-up of any kind.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    void Keep(string? line)
    {
        if (line is null)
            return;
        lock (output)
            output.AppendLine(line);
    }

    static Process Launch(string program, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // Hubs that tests send referrals to accept what TestReferral makes; the demonstration brings pathways of its own.
        if (arguments.Intersect(["serve", "work"]).Any())
            start.Environment["ReferralHub__PacksFolder"] = TestHub.PacksFolder;
        if (arguments.Contains("serve"))
            start.Environment["ReferralHub__ClientsFile"] = LiveClient.ClientsFile;
        if (arguments.Contains("work") && environment.FirstOrDefault(e => e.Name == "ReferralHub__ListenOn").Value is { } url)
            start.Environment[HubSignIn.Variable] = LiveClient.WriteFile(url);
        // Providers of tests listen on http addresses of this machine.
        start.Environment["ReferralHub__AllowInsecureProviderEndpoints"] = "true";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ReferralHub.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
