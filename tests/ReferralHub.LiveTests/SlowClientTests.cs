using System.Net;
using System.Net.Sockets;
using System.Text;
using ReferralHub.Tests;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests;

/// <summary>
/// F-24: connections that say nothing, or half of something, cost others nothing; and there are not more of them than may be.
/// </summary>
public sealed class SlowClientTests
{
    const int ConnectionsMax = 500;
    const int Idle = 350;
    const int Half = 50;
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task ClientsThatSendNothingOrHalf_DoNotHoldOthersUp()
    {
        var folder = Directory.CreateTempSubdirectory("rh-slow-");
        var port = HubProcess.FreePort();
        try
        {
            await using var hub = await HubProcess.StartAsync(
                port,
                ["serve"],
                ("ReferralHub__DataDirectory", folder.FullName),
                ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}"),
                ("ReferralHub__ConnectionsMax", $"{ConnectionsMax}")
            );
            var idle = await ConnectAsync(port, Idle);
            var half = await ConnectAsync(port, Half);
            var begun = Encoding.ASCII.GetBytes(
                $"POST /fhir/$process-message HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                    + $"Authorization: Bearer {await LiveClient.TokenAsync(hub.Url)}\r\n"
                    + $"Content-Type: application/fhir+json\r\nContent-Length: 50000\r\n\r\n{{"
            );
            foreach (var one in half)
                await one.SendAsync(begun);

            using (var client = LiveClient.CreateHttp(AnswerMax))
            {
                for (var i = 0; i < 20; i++)
                {
                    using var content = new ByteArrayContent(TestReferral.Routine().Bytes())
                    {
                        Headers = { { "Content-Type", "application/fhir+json" } },
                    };
                    using var response = await client.PostAsync($"{hub.Url}/fhir/$process-message", content);
                    response.StatusCode.ShouldBe(HttpStatusCode.OK);
                }
            }

            foreach (var one in half)
            {
                var answer = await ReadAsync(one);
                answer.ShouldStartWith("HTTP/1.1 408");
                answer.ShouldContain("The request did not arrive in time; nothing was recorded.");
            }

            var more = await ConnectAsync(port, ConnectionsMax);
            var closed = 0;
            foreach (var one in more)
                if (await IsClosedAsync(one))
                    closed++;
            closed.ShouldBeInRange(Idle, ConnectionsMax);
            foreach (var one in more.Concat(half).Concat(idle))
                one.Dispose();
            // As soon as the hub has noticed that they are gone, there is room again.
            await hub.ReadyAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<List<Socket>> ConnectAsync(int port, int count)
    {
        var sockets = new List<Socket>(count);
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port);
            sockets.Add(socket);
        }

        return sockets;
    }

    static async Task<string> ReadAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(AnswerMax);
        var (buffer, text) = (new byte[4_096], new StringBuilder());
        while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var read)
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        return text.ToString();
    }

    /// <summary>Whether the hub closes it soon; one that it keeps stays open and silent.</summary>
    static async Task<bool> IsClosedAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        try
        {
            return await socket.ReceiveAsync(new byte[1], patience.Token) == 0;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
