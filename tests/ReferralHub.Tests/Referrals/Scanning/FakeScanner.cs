using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ReferralHub.Tests.Referrals.Scanning;

/// <summary>Speaks clamd's protocol on a loopback port, finds what contains <see cref="Marker"/>, and misbehaves when told to.</summary>
sealed class FakeScanner : IAsyncDisposable
{
    public const string Marker = "canary-malware";
    public const string Signature = "Canary.Test-1";
    readonly TcpListener listener;
    readonly CancellationTokenSource stop = new();
    readonly Task serving;
    int scans;

    public FakeScanner(int port = 0)
    {
        listener = new(IPAddress.Loopback, port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = ServeAsync();
    }

    public int Port { get; }

    public string Address => $"tcp://127.0.0.1:{Port}";

    /// <summary>How many contents it was asked about.</summary>
    public int Scans => Volatile.Read(ref scans);

    /// <summary>What it says instead of looking; null to look.</summary>
    public string? Answer { get; set; }

    /// <summary>Stops reading after so many bytes of content, says that it was too much and closes, as clamd does.</summary>
    public int BytesMax { get; set; } = int.MaxValue;

    /// <summary>Closes the connection without a word when it has had everything.</summary>
    public bool IsMute { get; set; }

    /// <summary>Never answers.</summary>
    public bool Hangs { get; set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // The test ended, or the hub hung up.
            }
        }
    }

    async Task AnswerAsync(NetworkStream stream)
    {
        switch (await ReadCommandAsync(stream))
        {
            case "zVERSION":
                await SayAsync(stream, "ClamAV 9.9.9/12345/Sat Nov 28 09:00:00 2026");
                break;
            case "zINSTREAM":
                Interlocked.Increment(ref scans);
                await ScanAsync(stream);
                break;
            default:
                await SayAsync(stream, "UNKNOWN COMMAND");
                break;
        }
    }

    async Task ScanAsync(NetworkStream stream)
    {
        using var content = new MemoryStream();
        var length = new byte[sizeof(uint)];
        while (true)
        {
            await stream.ReadExactlyAsync(length, stop.Token);
            var size = BinaryPrimitives.ReadUInt32BigEndian(length);
            if (size == 0)
                break;
            var chunk = new byte[size];
            await stream.ReadExactlyAsync(chunk, stop.Token);
            content.Write(chunk);
            if (content.Length <= BytesMax)
                continue;
            await SayAsync(stream, "INSTREAM size limit exceeded. ERROR");
            return;
        }

        if (Hangs)
            await Task.Delay(Timeout.Infinite, stop.Token);
        if (IsMute)
            return;
        var found = Encoding.Latin1.GetString(content.ToArray()).Contains(Marker, StringComparison.Ordinal);
        await SayAsync(stream, Answer ?? (found ? $"stream: {Signature} FOUND" : "stream: OK"));
    }

    static async Task<string> ReadCommandAsync(NetworkStream stream)
    {
        var command = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1 && one[0] != 0)
            command.Append((char)one[0]);
        return command.ToString();
    }

    static Task SayAsync(NetworkStream stream, string answer) => stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\0")).AsTask();
}
