using System.Net.Sockets;
using System.Text;

namespace ReferralHub.LiveTests.Services;

/// <summary>A ClamAV daemon of a test's own, with the signatures that the test writes and no others.</summary>
sealed class ClamdServer : TestServer
{
    readonly string folder;

    public ClamdServer(string folder)
        : base(new ServerProcess("clamd.sh", folder, HubProcess.FreePort(), Signal.Terminate)) => this.folder = folder;

    public static bool IsInstalled => File.Exists("/usr/sbin/clamd");

    public string TcpAddress => $"tcp://127.0.0.1:{Port}";

    public string SocketAddress => $"unix://{Path.Combine(folder, "clamd.ctl")}";

    /// <summary>Writes a signature that finds these bytes wherever they stand in a file.</summary>
    public void Sign(string name, ReadOnlySpan<byte> bytes)
    {
        var signatures = Directory.CreateDirectory(Path.Combine(folder, "signatures")).FullName;
        File.AppendAllText(Path.Combine(signatures, "own.ndb"), $"{name}:0:*:{Convert.ToHexStringLower(bytes)}\n");
    }

    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            var stream = client.GetStream();
            await stream.WriteAsync("zPING\0"u8.ToArray());
            var answer = new byte[4];
            return await stream.ReadAtLeastAsync(answer, 4, throwOnEndOfStream: false) == 4 && Encoding.ASCII.GetString(answer) == "PONG";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }
}
