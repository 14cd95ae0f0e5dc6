using System.IO.Compression;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.ResponseCompression;
using ReferralHub.Fhir.Packages;
using ReferralHub.FhirApi;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Telemetry;
using ReferralHub.Server.Databases;
using ReferralHub.Server.Databases.PostgreSql;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Server.Transports;
using ReferralHub.Server.Transports.RabbitMq;
using ReferralHub.Web;
using ReferralHub.Web.Problems;
using ReferralHub.Web.Users;

namespace ReferralHub.Server;

/// <summary>Puts the modules, a database and a transport together into one process.</summary>
public sealed class HubBuilder(IReadOnlyList<IHubModule> flow)
{
    /// <summary>How long a process may take to finish what it has when told to stop.</summary>
    static readonly TimeSpan StopMax = TimeSpan.FromSeconds(20);

    /// <summary>Settings from appsettings.json in the working folder and from the environment. Unknown keys are errors.</summary>
    /// <exception cref="SettingsException">A key is unknown or a value cannot be used.</exception>
    public static HubSettings ReadSettings() =>
        ReadSettings(
            new ConfigurationBuilder()
                .SetBasePath(Directory.GetCurrentDirectory())
                .AddJsonFile("appsettings.json", optional: true)
                .AddEnvironmentVariables()
                .Build()
        );

    /// <summary>Settings from this configuration.</summary>
    /// <exception cref="SettingsException">A key is unknown or a value cannot be used.</exception>
    internal static HubSettings ReadSettings(IConfiguration configuration)
    {
        HubSettings settings;
        try
        {
            settings = configuration.GetSection(HubSettings.Section).Get<HubSettings>(o => o.ErrorOnUnknownConfiguration = true) ?? new();
        }
        catch (InvalidOperationException e)
        {
            throw new SettingsException(
                $"A setting of the section {HubSettings.Section} cannot be used: {(e.Message.Contains(HubSettings.Section, StringComparison.Ordinal) ? e : e.InnerException ?? e).Message}"
            );
        }

        return SettingsCheck.Faults(settings, HubSettings.Section).ToList() is { Count: > 0 } faults
            ? throw new SettingsException(string.Join(' ', faults))
            : settings;
    }

    /// <summary>Opens the database that the settings name, making it when needed.</summary>
    /// <param name="mustExist">Refuses when there is none, for commands that only look.</param>
    /// <exception cref="SettingsException">The provider is unknown or not built in, or the connection string cannot be used.</exception>
    public static HubDatabase OpenDatabase(HubSettings settings, bool mustExist = false) =>
        settings.Database.Provider.ToUpperInvariant() switch
        {
            "SQLITE" when mustExist && !File.Exists(SqlitePath(settings)) => throw new SettingsException(
                $"There is no database at {SqlitePath(settings)}; name the right folder with --data, or make one with `referralhub db migrate`."
            ),
            "SQLITE" => SqliteHubDatabase.Open(SqlitePath(settings)),
            "POSTGRESQL" => PostgreSqlHubDatabase.Open(settings.Database.ConnectionString),
            "SQLSERVER" => SqlServerProvider.Open(settings.Database.ConnectionString),
            _ => throw new SettingsException(
                $"Database:Provider {settings.Database.Provider} is unknown; use Sqlite, PostgreSql or SqlServer."
            ),
        };

    /// <summary>Refuses settings that would split what must be in one process.</summary>
    /// <exception cref="SettingsException">They do.</exception>
    public static void CheckRoles(HubSettings settings)
    {
        if (Roles.Unknown(settings.Roles).FirstOrDefault() is { } unknown)
            throw new SettingsException($"There is no role {unknown}; use {string.Join(", ", Roles.All)} or all.");
        if (Roles.All.All(settings.Runs))
            return;
        if (IsInMemory(settings))
            throw new SettingsException(
                $"With Transport:Kind InMemory messages do not leave the process, so it must have all roles and not only {settings.Roles}. Use RabbitMq for several processes."
            );
        if (settings.Database.Provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
            throw new SettingsException(
                $"Sqlite serves one process, so it must have all roles and not only {settings.Roles}. Use PostgreSql for several processes."
            );
    }

    /// <summary>A hub, not started. The database must have been opened by the same settings; the hub disposes it.</summary>
    /// <param name="logLevel">Least level that is written to standard error, as JSON lines.</param>
    /// <param name="time">The clock; the system's when null.</param>
    public WebApplication Build(
        HubSettings settings,
        HubDatabase database,
        LogLevel logLevel = LogLevel.Information,
        TimeProvider? time = null
    )
    {
        RefuseOpenAddress(settings.ListenOn);
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, WebRootPath = "wwwroot" }
        );
        builder.WebHost.UseUrls(Addresses(settings));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimits.BytesMax;
            // Each connection is a file that is open, and so is each reader of the database.
            kestrel.Limits.MaxConcurrentConnections = settings.ConnectionsMax;
        });
        ConfigureLogging(builder.Logging, logLevel);

        var services = builder.Services;
        services.AddSingleton(settings).AddSingleton(database).AddSingleton(time ?? TimeProvider.System).AddSingleton<PrometheusText>();
        services.AddSingleton<Draining>().AddHostedService(provider => provider.GetRequiredService<Draining>());
        services.AddSingleton<WarmAnswers>().AddHostedService(provider => provider.GetRequiredService<WarmAnswers>());
        services.Configure<HostOptions>(o => o.ShutdownTimeout = StopMax + TimeSpan.FromSeconds(settings.DrainSeconds));
        services.AddDataProtection().SetApplicationName("ReferralHub");
        services
            .AddSingleton<SharedKeys>()
            .AddOptions<KeyManagementOptions>()
            .Configure<SharedKeys>((keys, shared) => keys.XmlRepository = shared);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
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
                o.ExpireTimeSpan = TimeSpan.FromHours(settings.Sessions.HoursMax);
                o.SlidingExpiration = false;
                o.Events.OnValidatePrincipal = context =>
                    CurrentUser.CheckAsync(
                        context,
                        settings.Sessions,
                        context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().UtcNow()
                    );
            });
        // Pages may be compressed with what others sent in them, because no other site's request carries the cookies (SameSite=Strict).
        services.AddResponseCompression(o =>
            (o.EnableForHttps, o.MimeTypes) = (true, ["text/html", "text/css", "text/javascript", "image/svg+xml"])
        );
        services
            .Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal)
            .Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
        // What cannot be bound is answered in words, too.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddRazorPages(o => o.RootDirectory = "/").AddApplicationPart(typeof(IHubModule).Assembly);
        services.AddFhirRest(settings);
        foreach (var module in flow)
            module.AddServices(services, settings);
        AddTransport(services, settings);

        var app = builder.Build();
        _ = app.Services.GetRequiredService<PrometheusText>(); // Counts from the first event on, not from the first scrape.
        app.Use(RequestIds.EchoAsync);
        app.Use(SecurityHeaders.AddAsync);
        var metricsPort = settings.MetricsOn is { } open ? BindingAddress.Parse(open).Port : 0;
        app.Use((HttpContext context, RequestDelegate next) => CrossSiteGuard.CheckAsync(context, next, metricsPort));
        var errors = ((IApplicationBuilder)app).New();
        UseProblems(errors);
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandler = errors.Build(),
                // What callers sent wrongly is no defect, and its text may be anything.
                SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
            }
        );
        app.UseStatusCodePages(ProblemAnswer.AfterStatusAsync);
        app.UseResponseCompression();
        app.UseStaticFiles(
            new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "public, max-age=3600" }
        );
        app.UseRouting();
        app.UseAuthentication();
        app.UseAntiforgery();
        foreach (var module in flow)
            module.MapProcessRoutes(app);
        if (!settings.Runs(Roles.Web))
            return app;
        foreach (var module in flow)
            module.MapRoutes(app);
        app.MapRazorPages();
        return app;
    }

    /// <summary>After an exception: a world of its own, with the pages in it.</summary>
    static void UseProblems(IApplicationBuilder errors)
    {
        // What was set before the failure is gone by then.
        errors.Use(RequestIds.EchoAsync);
        errors.Use(SecurityHeaders.AddAsync);
        errors.Use(ProblemAnswer.AfterExceptionAsync);
        errors.UseRouting();
        errors.UseAuthentication();
        errors.UseEndpoints(pages => pages.MapRazorPages());
    }

    void AddTransport(IServiceCollection services, HubSettings settings)
    {
        // With a broker that is away the hub starts all the same, because intake does not need it.
        services.Configure<MassTransitHostOptions>(o => (o.WaitUntilStarted, o.StopTimeout) = (IsInMemory(settings), StopMax / 2));
        if (IsInMemory(settings))
            InMemoryTransport.Add(services, settings, flow);
        else if (settings.Transport.Kind.Equals("RabbitMq", StringComparison.OrdinalIgnoreCase))
            RabbitMqTransport.Add(services, settings, flow);
        else
            throw new SettingsException($"Transport:Kind {settings.Transport.Kind} is unknown; use InMemory or RabbitMq.");
    }

    static bool IsInMemory(HubSettings settings) => settings.Transport.Kind.Equals("InMemory", StringComparison.OrdinalIgnoreCase);

    static string[] Addresses(HubSettings settings) =>
        settings.MetricsOn is null ? [settings.ListenOn]
        : settings.Runs(Roles.Web) ? [settings.ListenOn, settings.MetricsOn]
        : [settings.MetricsOn];

    /// <summary>Checks schema, durability and topology, loads the directory. After this the hub may start.</summary>
    /// <param name="migrate">For a database of this process's own: brings it to this version's schema, which an embedded one always is, and makes sure that it has the broker to itself.</param>
    /// <exception cref="SettingsException">The schema is older, or the database would not keep what it acknowledges.</exception>
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancellationToken, bool migrate = false)
    {
        var database = app.Services.GetRequiredService<HubDatabase>();
        var settings = app.Services.GetRequiredService<HubSettings>();
        try
        {
            _ = app.Services.GetRequiredService<DefinitionSet>();
        }
        catch (DefinitionException e)
        {
            throw new SettingsException($"The FHIR definitions cannot be used (ProfilesFolder): {e.Message}");
        }

        var warm = settings.Runs(Roles.Web) ? Task.Run(() => WarmUp.Read(app.Services), cancellationToken) : null;
        if (!database.IsShared || migrate)
            await database.MigrateAsync(cancellationToken);
        else if (await database.PendingMigrationsAsync(cancellationToken) is { Count: > 0 } missing)
            throw new SettingsException(
                $"The database lacks {string.Join(", ", missing)}. Run `referralhub db migrate` once (old processes go on running meanwhile), then start again."
            );
        if (await database.DurabilityFaultAsync(cancellationToken) is { } fault)
            throw new SettingsException(fault);
        if (app.Services.GetService<RabbitMqLink>() is { } link)
            await link.VerifyAsync(alone: migrate, cancellationToken);
        _ = app.Services.GetRequiredService<Triage.RulePacks>().All;
        if (settings.DirectoryFolder is { } given && !Directory.Exists(given))
            throw new SettingsException($"The directory folder {given} does not exist.");
        // Without a folder the loaders still read what an earlier start has loaded. With a database elsewhere nobody has made this one yet.
        Directory.CreateDirectory(settings.DataDirectory);
        foreach (var loader in app.Services.GetServices<IReferenceDataLoader>())
            await loader.LoadAsync(settings.DirectoryFolder ?? settings.DataDirectory, cancellationToken);
        if (warm is not null)
            await WarmUp.StoreAsync(app.Services, await warm, cancellationToken);
    }

    /// <summary>File of the embedded database.</summary>
    internal static string SqlitePath(HubSettings settings)
    {
        const string prefix = "Data Source=";
        var given = settings.Database.ConnectionString;
        if (given is null)
            return Path.Combine(settings.DataDirectory, "referralhub.db");
        if (!given.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || given.Contains(';', StringComparison.Ordinal))
            throw new SettingsException(
                "For Sqlite the connection string is Data Source=PATH and nothing else; the hub sets the rest itself."
            );
        return given[prefix.Length..].Trim();
    }

    static void RefuseOpenAddress(string listenOn)
    {
        foreach (var address in listenOn.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not "http")
                throw new SettingsException($"ListenOn {address} is not an http address such as http://127.0.0.1:5080.");
            if (!CrossSiteGuard.IsLoopback(uri.Host.Trim('[', ']')))
                throw new SettingsException(
                    $"ListenOn {address} is refused: there is no sign-in yet, so anyone who reached it could read patients' referrals. Only loopback addresses (127.0.0.1, ::1, localhost) are taken."
                );
        }
    }

    static void ConfigureLogging(ILoggingBuilder logging, LogLevel level)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(level);
        logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("MassTransit", LogLevel.Critical)
            .AddFilter("System.Net.Http", LogLevel.Warning);
        // MassTransit logs every message that a broker which is away did not take, with its stack; the link says once what is wrong.
        // Keys lie in the data folder like the database, with the same protection; the framework warns of that at each first start.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // It says of every page with a form that it made our "no-store" stricter.
        logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        // EF's failed-command entry would print statements; the failure reaches our own log with its type.
        logging
            .AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None)
            .AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.None);
        logging.AddJsonConsole(o => (o.UseUtcTimestamp, o.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o =>
            o.LogToStandardErrorThreshold = LogLevel.Trace
        );
    }
}

/// <summary>The hub cannot start as it is set up; the message says what to change.</summary>
public sealed class SettingsException(string message) : Exception(message);
