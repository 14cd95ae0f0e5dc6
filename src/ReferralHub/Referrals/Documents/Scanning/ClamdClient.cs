using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Documents.Scanning;

/// <summary>Nobody answers where the scanner should be.</summary>
public sealed class ScannerAwayException(Exception cause) : Exception("The scanner does not answer.", cause);

/// <summary>Speaks to a ClamAV daemon (clamd(8)): one connection for each question, commands that end in a zero byte.</summary>
public sealed class ClamdClient(HubSettings settings)
{
    const int ChunkBytes = 64 * 1024;
    const int AnswerBytesMax = 4 * 1024;
    static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(5);

    readonly ScannerAddress? address = settings.Scanner.Address is { Length: > 0 } text ? ScannerAddress.Parse(text).Address : null;

    /// <summary>Whether the settings name a scanner.</summary>
    public bool IsConfigured => address is not null;

    /// <summary>Has the content looked through. A scanner that hangs, breaks off or says something else is an answer: Failed.</summary>
    /// <exception cref="ScannerAwayException">It does not take connections.</exception>
    public async Task<ScanAnswer> ScanAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(cancellationToken);
        await using var stream = new NetworkStream(socket);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(settings.Scanner.TimeoutSeconds));
        try
        {
            var isWhole = await SendAsync(stream, content, limit.Token);
            return ScanAnswer.Parse(await ReceiveAsync(stream, limit.Token), isWhole);
        }
        catch (Exception e) when (e is IOException or SocketException || IsTimeout(e, cancellationToken))
        {
            return new(ScanStatus.Failed);
        }
    }

    /// <summary>The daemon with its signatures by their version, e.g. <c>ClamAV 1.4.3/27500/Sat Nov 28 09:00:00 2026</c>.</summary>
    /// <exception cref="ScannerAwayException">It does not answer.</exception>
    public async Task<string> AskVersionAsync(CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(cancellationToken);
        await using var stream = new NetworkStream(socket);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectMax);
        try
        {
            await stream.WriteAsync("zVERSION\0"u8.ToArray(), limit.Token);
            return await ReceiveAsync(stream, limit.Token) is { Length: > 0 } version
                ? version
                : throw new ScannerAwayException(new IOException("It said nothing."));
        }
        catch (Exception e) when (e is IOException or SocketException || IsTimeout(e, cancellationToken))
        {
            throw new ScannerAwayException(e);
        }
    }

    async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var to = address ?? throw new InvalidOperationException("No scanner is configured.");
        var socket = to.CreateSocket();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectMax);
        try
        {
            await socket.ConnectAsync(to.EndPoint, limit.Token);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException || IsTimeout(e, cancellationToken))
        {
            socket.Dispose();
            throw new ScannerAwayException(e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>False when the scanner stopped listening before the end, as it does when it has had more than it takes.</summary>
    static async Task<bool> SendAsync(NetworkStream stream, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), cancellationToken);
            var length = new byte[sizeof(uint)];
            for (var from = 0; from < content.Length; from += ChunkBytes)
            {
                var chunk = content.Slice(from, Math.Min(ChunkBytes, content.Length - from));
                BinaryPrimitives.WriteUInt32BigEndian(length, (uint)chunk.Length);
                await stream.WriteAsync(length, cancellationToken);
                await stream.WriteAsync(chunk, cancellationToken);
            }

            // A chunk of no bytes is the end.
            await stream.WriteAsync(new byte[sizeof(uint)], cancellationToken);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    static async Task<string> ReceiveAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var (buffer, length) = (new byte[AnswerBytesMax], 0);
        while (length < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
                break;
            length += read;
            if (buffer.AsSpan(0, length).Contains((byte)0))
                break;
        }

        var answer = Encoding.UTF8.GetString(buffer, 0, length).Split('\0')[0];
        return string.Concat(answer.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
    }

    static bool IsTimeout(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && !cancellationToken.IsCancellationRequested;
}
