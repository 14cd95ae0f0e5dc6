using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ReferralHub.LiveTests.Services;

/// <summary>A RabbitMQ of the test's own.</summary>
sealed class RabbitMqServer(string folder, int port) : ServerProcess("rabbitmq.sh", folder, port)
{
    public static bool IsInstalled => File.Exists("/usr/lib/rabbitmq/bin/rabbitmq-server");

    public string Uri => UriAt(Port);

    public static string UriAt(int port) => $"amqp://guest:guest@127.0.0.1:{port}";

    public static async Task<RabbitMqServer> StartNewAsync()
    {
        var server = new RabbitMqServer(Path.Combine(Path.GetTempPath(), $"rh-mq-{Guid.CreateVersion7():N}"), FreePorts());
        await server.StartAsync();
        return server;
    }

    public async Task<string> ControlAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (
            var argument in (string[])
                [Path.Combine(HubProcess.Root, "tests", "services", "rabbitmq.sh"), Folder, $"{Port}", "ctl", .. arguments]
        )
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)}: {await error}");
    }

    public async Task<IConnection> ConnectAsync() =>
        await new ConnectionFactory { Uri = new(Uri), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        // The port mapper makes itself a daemon; it has no node left to serve.
        var start = new ProcessStartInfo("epmd")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "-port", $"{Port + 2}", "-kill" },
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
    }

    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await ConnectAsync();
            return true;
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }

    /// <summary>The first of three free ports in a row: AMQP, distribution, port mapper.</summary>
    static int FreePorts()
    {
        while (true)
        {
            var first = HubProcess.FreePort();
            if (first < 60_000 && IsFree(first + 1) && IsFree(first + 2))
                return first;
        }
    }

    static bool IsFree(int port)
    {
        try
        {
            using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
