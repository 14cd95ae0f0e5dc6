using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ReferralHub.Benchmarks.Bench;

/// <summary>
/// One keep-alive HTTP/1.1 connection that does no more than a load generator must, because it shares two cores with
/// what it measures.
/// </summary>
sealed class RawHttpClient : IDisposable
{
    readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly byte[] buffer = new byte[64 * 1024];

    public static async Task<RawHttpClient> ConnectAsync(Uri server, CancellationToken cancellationToken)
    {
        var client = new RawHttpClient();
        await client.socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), cancellationToken);
        return client;
    }

    /// <summary>Head and body, sent in one system call without copying them together.</summary>
    /// <param name="token">Access token; null for none.</param>
    public static ArraySegment<byte>[] Request(Uri server, byte[] body, string? token = null) =>
        [
            Encoding.ASCII.GetBytes(
                $"POST /fhir/$process-message HTTP/1.1\r\nHost: {server.Authority}\r\n"
                    + (token is null ? "" : $"Authorization: Bearer {token}\r\n")
                    + $"Content-Type: application/fhir+json\r\nContent-Length: {body.Length}\r\n\r\n"
            ),
            body,
        ];

    /// <summary>Sends a request and reads the whole answer; returns its status.</summary>
    public async Task<int> SendAsync(ArraySegment<byte>[] request, CancellationToken cancellationToken)
    {
        await socket.SendAsync(request);
        var (received, end) = (0, -1);
        while (end < 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(received), cancellationToken);
            if (read == 0)
                throw new IOException("The server closed the connection.");
            received += read;
            end = buffer.AsSpan(0, received).IndexOf("\r\n\r\n"u8);
        }

        var head = Encoding.ASCII.GetString(buffer, 0, end);
        var status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var lengthAt = head.IndexOf("Content-Length:", StringComparison.OrdinalIgnoreCase) + 15;
        var lengthEnd = head.IndexOf('\r', lengthAt);
        var length = int.Parse(
            head.AsSpan(lengthAt, (lengthEnd < 0 ? head.Length : lengthEnd) - lengthAt).Trim(),
            CultureInfo.InvariantCulture
        );
        for (var left = end + 4 + length - received; left > 0; )
            left -= await socket.ReceiveAsync(buffer, cancellationToken);
        return status;
    }

    public void Dispose() => socket.Dispose();
}
