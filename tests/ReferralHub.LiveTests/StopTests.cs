using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using ReferralHub.LiveTests.Services;
using ReferralHub.Tests;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests;

/// <summary>What becomes of a hub that is told to stop, by whoever supervises it.</summary>
public sealed class StopTests : IDisposable
{
    const int DrainSeconds = 3;
    static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(40);
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-stop-");
    readonly int port = HubProcess.FreePort();

    (string, string)[] Settings =>
        [
            ("ReferralHub__DataDirectory", Path.Combine(folder.FullName, "data")),
            ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}"),
            ("ReferralHub__DrainSeconds", $"{DrainSeconds}"),
        ];

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Sigterm_WithARequestInHand_DrainsAnswersItAndEndsWith0()
    {
        await using var hub = await HubProcess.StartAsync(port, ["serve"], Settings);
        using var slow = new TcpClient("127.0.0.1", port);
        var body = TestReferral.Routine().Bytes();
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes(WriteHead(body, await LiveClient.TokenAsync(hub.Url))));
        await slow.GetStream().WriteAsync(body.AsMemory(0, body.Length / 2));

        var told = Stopwatch.GetTimestamp();
        hub.Send(Signal.Terminate);
        await EventuallyAsync(async () => await StatusAsync("/health/ready") == 503);
        var acceptsWhileDraining = await StatusAsync("/health/live");
        // The drain is over when nobody new gets in; what came before is still in hand.
        await EventuallyAsync(async () => await StatusAsync("/health/live") == 0);
        await slow.GetStream().WriteAsync(body.AsMemory(body.Length / 2));
        var answer = await new StreamReader(slow.GetStream()).ReadLineAsync();
        var exit = await hub.EndedAsync(WaitMax);

        acceptsWhileDraining.ShouldBe(200);
        answer.ShouldBe("HTTP/1.1 200 OK");
        exit.ShouldBe(0, hub.Output);
        Stopwatch.GetElapsedTime(told).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(DrainSeconds));
    }

    /// <summary>A kernel gives process 1 no signal that it does not listen for, so one that comes early would be lost for good.</summary>
    [SkippableFact]
    public async Task Sigterm_AsProcess1DuringStart_EndsItInOrder()
    {
        Skip.IfNot(Environment.UserName == "root", "Only root may make a process a process 1 of its own.");
        await using var cage = HubProcess.BeginAsProcess1(port, ["serve"], Settings);
        var hub = 0;
        await EventuallyAsync(() => Task.FromResult((hub = FindChild(cage.Id)) > 0 && IsStarting(hub)));

        _ = ServerProcess.Kill(hub, (int)Signal.Terminate);
        var exit = await cage.EndedAsync(WaitMax);

        exit.ShouldBe(0, cage.Output);
        cage.Output.ShouldContain("told to stop before it had started");
        cage.Output.ShouldNotContain("listens on");
    }

    [Fact]
    public async Task SecondCtrlC_EndsItAtOnce()
    {
        await using var hub = await HubProcess.StartAsync(port, ["serve"], [.. Settings, ("ReferralHub__DrainSeconds", "600")]);
        hub.Send(Signal.Interrupt);
        await EventuallyAsync(async () => await StatusAsync("/health/ready") == 503);

        hub.Send(Signal.Interrupt);
        var exit = await hub.EndedAsync(WaitMax);

        exit.ShouldBe(130, hub.Output);
    }

    string WriteHead(byte[] body, string token) =>
        $"POST /fhir/$process-message HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/fhir+json\r\n"
        + $"Authorization: Bearer {token}\r\n"
        + $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n";

    /// <summary>What is answered; 0 when nobody takes the call.</summary>
    async Task<int> StatusAsync(string path)
    {
        // A connection of its own each time: one that is open already would be served on.
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var response = await client.GetAsync($"http://127.0.0.1:{port}{path}");
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        var clock = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (Stopwatch.GetElapsedTime(clock) > WaitMax)
                throw new TimeoutException("It did not come about in time.");
            await Task.Delay(5);
        }
    }

    static int FindChild(int parent) =>
        int.TryParse(File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ')[0], out var child) ? child : 0;

    /// <summary>Whether the hub is being put together, so that its first statement is done and it serves nobody yet.</summary>
    static bool IsStarting(int process) => File.ReadAllText($"/proc/{process}/maps").Contains("MassTransit", StringComparison.Ordinal);
}
