using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ReferralHub.LiveTests.Services;

/// <summary>
/// A wire between hub and server that a test can cut: swallow everything without a word, reset, or break off at a byte
/// sequence, such as a COMMIT whose answer must not arrive.
/// </summary>
sealed class TcpProxy : IAsyncDisposable
{
    const int BufferBytes = 64 * 1024;
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stopping = new();
    readonly ConcurrentDictionary<Socket, bool> sockets = new();
    readonly int target;
    int commits;

    TcpProxy(int target) => this.target = target;

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>While true nothing passes in either direction and nobody is told.</summary>
    public bool BlackHole { get; set; }

    /// <summary>Every n-th COMMIT of a PostgreSQL client is passed on and its answer cut off; 0 for none.</summary>
    public int CutEveryCommit { get; set; }

    /// <summary>How many commits lost their answer.</summary>
    public int Cut { get; private set; }

    public static TcpProxy Start(int target)
    {
        var proxy = new TcpProxy(target);
        proxy.listener.Start();
        _ = proxy.AcceptAsync();
        return proxy;
    }

    /// <summary>Resets every open connection.</summary>
    public void Reset()
    {
        foreach (var socket in sockets.Keys)
        {
            try
            {
                socket.LingerState = new(true, 0);
                socket.Dispose();
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                // It went by itself a moment ago.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        Reset();
        stopping.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(stopping.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    async Task ServeAsync(Socket client)
    {
        client.NoDelay = true;
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        sockets[client] = sockets[server] = true;
        try
        {
            while (BlackHole)
                await Task.Delay(50, stopping.Token);
            await server.ConnectAsync(IPAddress.Loopback, target, stopping.Token);
            var wire = new Wire();
            await Task.WhenAny(PumpAsync(client, server, wire, toServer: true), PumpAsync(server, client, wire, toServer: false));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side went away; so does the other.
        }
        finally
        {
            sockets.TryRemove(client, out _);
            sockets.TryRemove(server, out _);
            client.Dispose();
            server.Dispose();
        }
    }

    async Task PumpAsync(Socket from, Socket to, Wire wire, bool toServer)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, stopping.Token) is > 0 and var read)
            {
                while (BlackHole)
                    await Task.Delay(50, stopping.Token);
                if (
                    toServer
                    && CutEveryCommit > 0
                    && buffer.AsSpan(0, read).IndexOf("COMMIT"u8) >= 0
                    && Interlocked.Increment(ref commits) % CutEveryCommit == 0
                )
                    wire.Doomed = true;
                if (!toServer && wire.Doomed)
                {
                    Cut++;
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, read), stopping.Token);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // See above.
        }
    }

    sealed class Wire
    {
        public bool Doomed { get; set; }
    }
}
