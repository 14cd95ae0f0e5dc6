using System.IO.Compression;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.ResponseCompression;
using ReferralHub.FhirApi;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Server.Transports;
using ReferralHub.Server.Transports.RabbitMq;
using ReferralHub.Web;
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
        AddKeys(services);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
        // What cannot be bound is answered in words, too.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        AddUsers(services, settings.Sessions);
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

    /// <summary>The keys of cookies and forms, which all processes of a hub share.</summary>
    static void AddKeys(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("ReferralHub");
        services
            .AddSingleton<SharedKeys>()
            .AddOptions<KeyManagementOptions>()
            .Configure<SharedKeys>((keys, shared) => keys.XmlRepository = shared);
    }

    static void AddUsers(IServiceCollection services, SessionSettings sessions)
    {
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "rh-form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.HttpOnly = true;
        });
        services.AddHttpContextAccessor().AddScoped<CurrentUser>();
        services
            .AddAuthentication(CurrentUser.Scheme)
            .AddCookie(o =>
            {
                o.Cookie.Name = "rh-user";
                o.Cookie.SameSite = SameSiteMode.Strict;
                o.Cookie.HttpOnly = true;
                o.ExpireTimeSpan = TimeSpan.FromHours(sessions.HoursMax);
                o.SlidingExpiration = false;
                o.Events.OnValidatePrincipal = context =>
                    CurrentUser.CheckAsync(
                        context,
                        sessions,
                        context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().UtcNow()
                    );
            });
    }

    /// <summary>
    /// Pages may be compressed with what others sent in them, because no other site's request carries the cookies (SameSite=Strict).
    /// </summary>
    static void AddCompression(IServiceCollection services)
    {
        services.AddResponseCompression(o =>
            (o.EnableForHttps, o.MimeTypes) = (true, ["text/html", "text/css", "text/javascript", "image/svg+xml"])
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
