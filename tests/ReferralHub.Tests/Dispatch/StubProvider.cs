using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ReferralHub.Tests.Dispatch;

/// <summary>A provider on a port of its own that answers as the test says.</summary>
sealed class StubProvider : IAsyncDisposable
{
    readonly HttpListener listener = new();
    readonly Task loop;

    public StubProvider(Func<string, (int Status, string Body)> answer)
    {
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        listener.Prefixes.Add(Url);
        listener.Start();
        loop = RunAsync(answer);
    }

    public string Url { get; }

    public ConcurrentQueue<string> Bodies { get; } = new();

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await loop;
        listener.Close();
    }

    async Task RunAsync(Func<string, (int Status, string Body)> answer)
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream);
            var body = await reader.ReadToEndAsync();
            Bodies.Enqueue(body);
            var (status, text) = answer((string)JsonNode.Parse(body)!["id"]!);
            context.Response.StatusCode = status;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
            context.Response.Close();
        }
    }
}
