using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Testcontainers.RabbitMq;

namespace ReferralHub.LiveTests.Services;

/// <summary>A RabbitMQ of the test's own: a container where an engine has the image, else a process of Debian's.</summary>
sealed class RabbitMqServer : TestServer
{
    const int InnerPort = 5672;
    public const string User = "guest";
    readonly Func<string[], Task<string>> controlAsync;

    RabbitMqServer(IServerRuntime runtime, Func<string[], Task<string>> controlAsync)
        : base(runtime) => this.controlAsync = controlAsync;

    /// <summary>What is said of a test that needs one where there is none.</summary>
    public static string Missing => $"RabbitMQ is not installed, nor has a container engine the image {ContainerEngine.RabbitMqImage}.";

    public string Uri => UriAt(Port);

    public static string UriAt(int port) => $"amqp://{User}:{User}@127.0.0.1:{port}";

    /// <summary>Whether a process can be run.</summary>
    public static bool IsInstalled => File.Exists("/usr/lib/rabbitmq/bin/rabbitmq-server");

    public static async Task<bool> IsThereAsync() => IsInstalled || await ContainerEngine.MayServeAsync(ContainerEngine.RabbitMqImage);

    public static async Task<RabbitMqServer> StartNewAsync()
    {
        var server = await ContainerEngine.MayServeAsync(ContainerEngine.RabbitMqImage)
            ? InContainer(HubProcess.FreePort())
            : AsProcess(Path.Combine(Path.GetTempPath(), $"rh-mq-{Guid.CreateVersion7():N}"), FreePorts());
        await server.StartAsync();
        return server;
    }

    /// <summary>Runs rabbitmqctl; gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public Task<string> ControlAsync(params string[] arguments) => controlAsync(arguments);

    public async Task<IConnection> ConnectAsync() =>
        await new ConnectionFactory { Uri = new(Uri), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

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

    static RabbitMqServer InContainer(int port)
    {
        var container = new ServerContainer(
            port,
            _ =>
                new RabbitMqBuilder(ContainerEngine.RabbitMqImage)
                    .WithUsername(User)
                    .WithPassword(User)
                    // Its data are stored under the name of its node, which a new start must find again.
                    .WithHostname("broker")
                    .WithPortBinding(port, InnerPort)
                    .Build()
        );
        return new(container, arguments => container.RunAsync(["rabbitmqctl", "-q", .. arguments]));
    }

    static RabbitMqServer AsProcess(string folder, int port)
    {
        var script = Path.Combine(HubProcess.Root, "tests", "services", "rabbitmq.sh");
        var process = new ServerProcess("rabbitmq.sh", folder, port, Signal.Terminate)
        {
            AfterwardsAsync = () => RunAsync("bash", [script, folder, $"{port}", "end"]),
        };
        return new(
            process,
            async arguments =>
            {
                var (exit, output, error) = await RunAsync("bash", [script, folder, $"{port}", "ctl", .. arguments]);
                return exit == 0 ? output : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)}: {error}");
            }
        );
    }

    static async Task<(int Exit, string Output, string Error)> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
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
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
