using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ReferralHub.Tests.Identity.Machines;

/// <summary>Where clients of tests publish their keys: a real server with TLS, whose authority a hub is told in a PEM file.</summary>
public sealed class KeyServer : IAsyncDisposable
{
    readonly WebApplication app;
    readonly Dictionary<string, Func<HttpContext, Task>> answers = [];
    int asked;

    KeyServer(WebApplication app, string authority) => (this.app, Authority) = (app, authority);

    /// <summary>PEM file.</summary>
    public string Authority { get; }

    public int Asked => asked;

    public static async Task<KeyServer> StartAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(certificate)));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var server = new KeyServer(app, file);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Publishes this text; gives its address.</summary>
    public string Publish(string name, string json) => Publish(name, http => http.Response.WriteAsync(json));

    public string Publish(string name, Func<HttpContext, Task> answer)
    {
        answers[$"/{name}"] = answer;
        return $"{app.Urls.First().Replace("[::]", "localhost", StringComparison.Ordinal)}/{name}";
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        File.Delete(Authority);
    }

    Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref asked);
        http.Response.StatusCode = 200;
        return answers[http.Request.Path](http);
    }
}
