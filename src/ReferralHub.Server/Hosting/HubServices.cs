using System.IO.Compression;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.ResponseCompression;
using ReferralHub.FhirApi;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Server.Hosting.Listening;
using ReferralHub.Server.Transports;
using ReferralHub.Server.Transports.RabbitMq;
using ReferralHub.Web;
using ReferralHub.Web.Limits;
using ReferralHub.Web.Users;

namespace ReferralHub.Server.Hosting;

/// <summary>What the container of a hub's process holds: the process's own services, the modules', and the transport.</summary>
static class HubServices
{
    /// <summary>How long a process may take to finish what it has when told to stop.</summary>
    static readonly TimeSpan StopMax = TimeSpan.FromSeconds(20);

    /// <exception cref="SettingsException">The transport is unknown or cannot be used.</exception>
    public static void Add(
        IServiceCollection services,
        HubSettings settings,
        HubDatabase database,
        TimeProvider time,
        IReadOnlyList<IHubModule> flow
    )
    {
        services.AddSingleton(settings).AddSingleton(database).AddSingleton(time).AddSingleton<HubMetrics>();
        AddStopping(services, settings);
        services.AddSingleton<WarmAnswers>().AddHostedService(provider => provider.GetRequiredService<WarmAnswers>());
        CookieKeys.Add(services, settings.Keys);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
        // What cannot be bound is answered in words, too.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddSingleton<RequestLimits>();
        AddUsers(services);
        AddCompression(services);
        services.AddRazorPages(o => o.RootDirectory = "/").AddApplicationPart(typeof(IHubModule).Assembly);
        services.AddSingleton<IFileVersionProvider, AssetVersions>();
        services.AddFhirRest(settings);
        foreach (var module in flow)
            module.AddServices(services, settings);
        AddTransport(services, settings, flow);
        ApiDocument.Add(services);
        HubTracing.Add(services, settings);
    }

    static void AddStopping(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<Draining>().AddHostedService(provider => provider.GetRequiredService<Draining>());
        services.Configure<HostOptions>(o => o.ShutdownTimeout = StopMax + TimeSpan.FromSeconds(settings.DrainSeconds));
    }

    static void AddUsers(IServiceCollection services)
    {
        services.AddAntiforgery(o =>
        {
            // The content security policy of every answer forbids framing; this header would stand on some answers only.
            o.SuppressXFrameOptionsHeader = true;
            o.Cookie.Name = "rh-form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.HttpOnly = true;
        });
        services.Configure<CookieTempDataProviderOptions>(o => o.Cookie.Name = "rh-said");
        services.AddHttpContextAccessor().AddScoped<CurrentUser>();
    }

    /// <summary>
    /// Over TLS pages are not compressed: the length of what is compressed tells of secrets beside what somebody else put in (BREACH).
    /// Assets are, because they hold no secret; the static files see to that.
    /// </summary>
    static void AddCompression(IServiceCollection services)
    {
        services.AddResponseCompression(o =>
            (o.EnableForHttps, o.MimeTypes) = (false, ["text/html", "text/css", "text/javascript", "image/svg+xml"])
        );
        services
            .Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal)
            .Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
    }

    static void AddTransport(IServiceCollection services, HubSettings settings, IReadOnlyList<IHubModule> flow)
    {
        var inMemory = SettingsReader.IsInMemory(settings);
        // With a broker that is away the hub starts all the same, because intake does not need it.
        services.Configure<MassTransitHostOptions>(o => (o.WaitUntilStarted, o.StopTimeout) = (inMemory, StopMax / 2));
        if (inMemory)
            InMemoryTransport.Add(services, settings, flow);
        else if (settings.Transport.Kind.Equals("RabbitMq", StringComparison.OrdinalIgnoreCase))
            RabbitMqTransport.Add(services, settings, flow);
        else
            throw new SettingsException($"Transport:Kind {settings.Transport.Kind} is unknown; use InMemory or RabbitMq.");
    }
}
