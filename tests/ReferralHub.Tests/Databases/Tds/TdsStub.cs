using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ReferralHub.Tests.Databases.Tds;

/// <summary>
/// Speaks as much of SQL Server's protocol (MS-TDS) as it takes to hear what SqlClient says on a real connection and to answer
/// it: done, an error number, or nothing until the caller gives up. It knows no SQL: an answer belongs to a piece of text.
/// </summary>
sealed class TdsStub : IAsyncDisposable
{
    const byte SqlBatch = 1;
    const byte Rpc = 3;
    const byte Attention = 6;
    const byte Transaction = 14;
    const byte Login = 16;
    const byte PreLogin = 18;
    const int HeaderBytes = 8;
    const int LooksMax = 3_000;

    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stopping = new();
    readonly ConcurrentQueue<(string Text, TdsAnswer Answer)> answers = new();
    readonly Task accepting;

    public TdsStub()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Each statement that arrived, as it came (with the bytes around it that hold parameters).</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    public string ConnectionString =>
        $"Server=tcp:127.0.0.1,{((IPEndPoint)listener.LocalEndpoint).Port};Database=referralhub;"
        + "User ID=u;Password=p;Encrypt=False;Pooling=False";

    /// <summary>From now on statements with this text in them get this answer; of several that fit, the first.</summary>
    public TdsStub When(string text, TdsAnswer answer)
    {
        answers.Enqueue((text, answer));
        return this;
    }

    /// <summary>Waits until a statement with this text in it has arrived.</summary>
    /// <exception cref="TimeoutException">None came.</exception>
    public async Task HeardAsync(string text)
    {
        for (var looks = 0; looks < LooksMax; looks++)
        {
            if (Heard.Any(h => h.Contains(text, StringComparison.Ordinal)))
                return;
            await Task.Delay(10);
        }

        throw new TimeoutException($"No statement with {text} came.");
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
            _ = ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token));
    }

    async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var stream = client.GetStream();
        try
        {
            while (await ReadAsync(stream) is { } message)
                if (Answer(message.Type, message.Body) is { } answer)
                    await WriteAsync(stream, answer);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The client went away, or the test is over.
        }
    }

    byte[]? Answer(byte type, byte[] body)
    {
        switch (type)
        {
            case PreLogin:
                return TdsTokens.PreLogin();
            case Login:
                return TdsTokens.Login();
            case Transaction:
                // Behind the headers, whose length comes first: 5 begins, 7 commits, 8 rolls back.
                var request = BinaryPrimitives.ReadInt16LittleEndian(body.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(body)));
                Heard.Enqueue(
                    request switch
                    {
                        5 => "BEGIN",
                        7 => "COMMIT",
                        _ => "ROLLBACK",
                    }
                );
                return TdsTokens.Transaction(begins: request == 5);
            case Attention:
                Heard.Enqueue("ATTENTION");
                return TdsTokens.Done(status: 0x20);
            case SqlBatch or Rpc:
                // Text stands at an odd place after some headers.
                var text = Encoding.Unicode.GetString(body) + Encoding.Unicode.GetString(body.AsSpan(1));
                Heard.Enqueue(text);
                return
                    answers.Where(a => text.Contains(a.Text, StringComparison.Ordinal)).Select(a => a.Answer).FirstOrDefault() is { } known
                    ? known.Next()
                    : TdsTokens.Done();
            default:
                throw new InvalidOperationException($"A message of type {type} is not known here.");
        }
    }

    async Task<(byte Type, byte[] Body)?> ReadAsync(NetworkStream stream)
    {
        var body = new MemoryStream();
        var header = new byte[HeaderBytes];
        while (true)
        {
            if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, stopping.Token) < HeaderBytes)
                return null;
            var packet = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - HeaderBytes];
            await stream.ReadExactlyAsync(packet, stopping.Token);
            body.Write(packet);
            if ((header[1] & 1) == 1)
                return (header[0], body.ToArray());
        }
    }

    async Task WriteAsync(NetworkStream stream, byte[] body)
    {
        var packet = new byte[HeaderBytes + body.Length];
        (packet[0], packet[1], packet[6]) = (4, 1, 1);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        body.CopyTo(packet, HeaderBytes);
        await stream.WriteAsync(packet, stopping.Token);
    }
}
