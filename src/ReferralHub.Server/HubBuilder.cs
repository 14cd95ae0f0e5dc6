using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Platform.Web;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Server.Transports;

namespace ReferralHub.Server;

/// <summary>Puts the modules, a database and a transport together into one process.</summary>
public sealed class HubBuilder(IReadOnlyList<IHubModule> flow)
{
    /// <summary>Settings from appsettings.json in the working folder and from the environment. Unknown keys are errors.</summary>
    /// <exception cref="SettingsException">A key is unknown or a value cannot be used.</exception>
    public static HubSettings ReadSettings()
    {
        var configuration = new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory())
            .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
        try
        {
            return configuration.GetSection(HubSettings.Section).Get<HubSettings>(o => o.ErrorOnUnknownConfiguration = true) ?? new();
        }
        catch (InvalidOperationException e)
        {
            throw new SettingsException($"A setting of the section {HubSettings.Section} cannot be used: {e.InnerException?.Message ?? e.Message}");
        }
    }

    /// <summary>Opens the database that the settings name, making it when needed.</summary>
    /// <param name="mustExist">Refuses when there is none, for commands that only look.</param>
    public static HubDatabase OpenDatabase(HubSettings settings, bool mustExist = false) => settings.Database.Provider.ToUpperInvariant() switch
    {
        "SQLITE" when mustExist && !File.Exists(SqlitePath(settings)) => throw new SettingsException($"There is no database at {SqlitePath(settings)}; name the right folder with --data, or make one with `referralhub db migrate`."),
        "SQLITE" => SqliteHubDatabase.Open(SqlitePath(settings)),
        "POSTGRESQL" or "SQLSERVER" => throw new SettingsException($"Database:Provider {settings.Database.Provider} is not part of this version; use Sqlite."),
        _ => throw new SettingsException($"Database:Provider {settings.Database.Provider} is unknown; use Sqlite."),
    };

    /// <summary>A hub, not started. The database must have been opened by the same settings; the hub disposes it.</summary>
    /// <param name="logLevel">Least level that is written to standard error, as JSON lines.</param>
    /// <param name="time">The clock; the system's when null.</param>
    public WebApplication Build(HubSettings settings, HubDatabase database, LogLevel logLevel = LogLevel.Information, TimeProvider? time = null)
    {
        RefuseOpenAddress(settings.ListenOn);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, WebRootPath = "wwwroot" });
        builder.WebHost.UseUrls(settings.ListenOn);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null; // Intake reads with its own limit and answers in FHIR's words.
        });
        ConfigureLogging(builder.Logging, logLevel);

        var services = builder.Services;
        services.AddSingleton(settings).AddSingleton(database).AddSingleton(time ?? TimeProvider.System).AddSingleton<PrometheusText>();
        services.AddDataProtection().SetApplicationName("ReferralHub").PersistKeysToFileSystem(new(Path.Combine(settings.DataDirectory, "keys")));
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "rh-form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.HttpOnly = true;
        });
        services.AddRazorPages(o => o.RootDirectory = "/").AddApplicationPart(typeof(IHubModule).Assembly);
        foreach (var module in flow) module.AddServices(services, settings);
        InMemoryTransport.Add(services, settings, flow);

        var app = builder.Build();
        _ = app.Services.GetRequiredService<PrometheusText>(); // Counts from the first event on, not from the first scrape.
        app.Use(RequestIds.EchoAsync);
        app.Use(SecurityHeaders.AddAsync);
        app.Use(CrossSiteGuard.CheckAsync);
        app.UseExceptionHandler(error => error.Run(UnexpectedError.AnswerAsync));
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "public, max-age=3600" });
        app.UseRouting();
        app.UseAntiforgery();
        foreach (var module in flow) module.MapRoutes(app);
        app.MapRazorPages();
        return app;
    }

    /// <summary>Brings the schema up to date, checks durability, loads the directory. After this the hub may start.</summary>
    /// <exception cref="SettingsException">The database would not keep what it acknowledges.</exception>
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var database = app.Services.GetRequiredService<HubDatabase>();
        var settings = app.Services.GetRequiredService<HubSettings>();
        await database.MigrateAsync(cancellationToken);
        if (await database.DurabilityFaultAsync(cancellationToken) is { } fault) throw new SettingsException(fault);
        _ = app.Services.GetRequiredService<Triage.RulePacks>().All;
        if (settings.DirectoryFolder is { } given && !Directory.Exists(given)) throw new SettingsException($"The directory folder {given} does not exist.");
        // Without a folder the loaders still read what an earlier start has loaded.
        foreach (var loader in app.Services.GetServices<IReferenceDataLoader>()) await loader.LoadAsync(settings.DirectoryFolder ?? settings.DataDirectory, cancellationToken);
    }

    static string SqlitePath(HubSettings settings)
    {
        const string prefix = "Data Source=";
        var given = settings.Database.ConnectionString;
        if (given is null) return Path.Combine(settings.DataDirectory, "referralhub.db");
        if (!given.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || given.Contains(';', StringComparison.Ordinal))
            throw new SettingsException("For Sqlite the connection string is Data Source=PATH and nothing else; the hub sets the rest itself.");
        return given[prefix.Length..].Trim();
    }

    static void RefuseOpenAddress(string listenOn)
    {
        foreach (var address in listenOn.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not "http")
                throw new SettingsException($"ListenOn {address} is not an http address such as http://127.0.0.1:5080.");
            if (!CrossSiteGuard.IsLoopback(uri.Host.Trim('[', ']')))
                throw new SettingsException($"ListenOn {address} is refused: there is no sign-in yet, so anyone who reached it could read patients' referrals. Only loopback addresses (127.0.0.1, ::1, localhost) are taken.");
        }
    }

    static void ConfigureLogging(ILoggingBuilder logging, LogLevel level)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("MassTransit", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        // Keys lie in the data folder like the database, with the same protection; the framework warns of that at each first start.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // EF's failed-command entry would print statements; the failure reaches our own log with its type.
        logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None).AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.None);
        logging.AddJsonConsole(o => o.UseUtcTimestamp = true);
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}

/// <summary>The hub cannot start as it is set up; the message says what to change.</summary>
public sealed class SettingsException(string message) : Exception(message);
