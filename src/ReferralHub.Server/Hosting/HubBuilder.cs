using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Server.Hosting.Listening;

namespace ReferralHub.Server.Hosting;

/// <summary>Puts the modules, a database and a transport together into one process.</summary>
public sealed class HubBuilder(IReadOnlyList<IHubModule> flow)
{
    /// <summary>Settings are read once; to watch their files would take one of the few watches that a machine gives a user.</summary>
    static readonly string[] WatchesNoSettings = ["--hostBuilder:reloadConfigOnChange=false"];

    /// <summary>A hub, not started. The database must have been opened by the same settings; the hub disposes it.</summary>
    /// <param name="logLevel">Least level that is written to standard error, as JSON lines.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <exception cref="SettingsException">An address, a certificate or the transport cannot be used.</exception>
    public WebApplication Build(
        HubSettings settings,
        HubDatabase database,
        LogLevel logLevel = LogLevel.Information,
        TimeProvider? time = null
    )
    {
        ListeningRules.Check(settings);
        SettingsReader.RefuseScannerElsewhere(settings.Scanner);
        SettingsReader.CheckSignIn(settings);
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions
            {
                ContentRootPath = AppContext.BaseDirectory,
                WebRootPath = "wwwroot",
                Args = WatchesNoSettings,
            }
        );
        WebPipeline.ConfigureServer(builder.WebHost, settings);
        Listeners.UseTls(builder, settings, time ?? TimeProvider.System);
        HubLogging.Configure(builder.Logging, logLevel);
        HubServices.Add(builder.Services, settings, database, time ?? TimeProvider.System, flow);

        var app = builder.Build();
        database.FindWriterScope = app.Services.GetRequiredService<CurrentScope>().Read;
        _ = app.Services.GetRequiredService<HubMetrics>(); // Counts from the first event on, not from the first scrape.
        WebPipeline.Use(app, settings);
        WebPipeline.MapRoutes(app, settings, flow);
        return app;
    }
}
