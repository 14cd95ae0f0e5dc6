using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server.Listening;

/// <summary>A client that sends the head of a request a letter at a time keeps its connection for seconds and not for ever.</summary>
public sealed class SlowHeaderTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task HeadThatDrips_IsEndedInSeconds()
    {
        await using var hub = await TestHub.StartAsync("web");
        using var client = new TcpClient();
        await client.ConnectAsync(hub.Http.BaseAddress!.Host, hub.Http.BaseAddress.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET /health/live HTTP/1.1\r\nHost: {hub.Http.BaseAddress.Authority}\r\nX-Slow: ")
        );
        var started = Stopwatch.GetTimestamp();
        var answer = ReadAsync(stream);

        while (!answer.IsCompleted && Stopwatch.GetElapsedTime(started) < Patience)
        {
            await Task.WhenAny(answer, Task.Delay(500));
            await DripAsync(stream);
        }

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Patience);
        (await answer).ShouldStartWith("HTTP/1.1 408");
    }

    static async Task DripAsync(NetworkStream stream)
    {
        try
        {
            await stream.WriteAsync("x"u8.ToArray());
        }
        catch (IOException)
        {
            // The hub has hung up, which is what is waited for.
        }
    }

    static async Task<string> ReadAsync(NetworkStream stream)
    {
        var (buffer, text) = (new byte[4_096], new StringBuilder());
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var read)
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // It was cut off after the answer.
        }

        return text.ToString();
    }
}
