using ReferralHub.Identity;
using ReferralHub.Identity.Audit;
using ReferralHub.Identity.Machines;
using ReferralHub.Identity.People.StepUp;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Server.Hosting.Listening;
using ReferralHub.Web;
using ReferralHub.Web.Limits;
using ReferralHub.Web.Problems;

namespace ReferralHub.Server.Hosting;

/// <summary>How a request goes through a process: where it is heard, what it passes, and which routes there are.</summary>
static class WebPipeline
{
    /// <summary>Sets addresses and limits of the server.</summary>
    public static void ConfigureServer(IWebHostBuilder host, HubSettings settings)
    {
        host.UseUrls(ListAddresses(settings));
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimits.BytesMax;
            // Each connection is a file that is open, and so is each reader of the database.
            kestrel.Limits.MaxConcurrentConnections = settings.ConnectionsMax;
            Listeners.LimitSlowClients(kestrel.Limits);
        });
    }

    /// <summary>Adds the middleware, in the order in which a request meets it.</summary>
    public static void Use(WebApplication app, HubSettings settings)
    {
        Listeners.BelieveProxies(app, settings);
        app.Use(RequestIds.EchoAsync);
        app.Use(SecurityHeaders.AddAsync);
        var metricsPort = settings.MetricsOn is { } open ? BindingAddress.Parse(open).Port : 0;
        app.Use(new CrossSiteGuard(settings, metricsPort, ListeningRules.ListensToProxy(settings)).CheckAsync);
        app.Use(HubCookies.HardenAsync);
        UseProblems(app);
        app.UseStatusCodePages(ProblemAnswer.AfterStatusAsync);
        app.UseResponseCompression();
        app.UseStaticFiles(
            new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "public, max-age=3600" }
        );
        app.UseRouting();
        // Before whatever may refuse, so that refusals are audited.
        app.UseMiddleware<AuditMiddleware>();
        app.Use(app.Services.GetRequiredService<BearerAuthentication>().CheckAsync);
        app.UseAuthentication();
        app.Use(AuditMiddleware.NoteCallerAsync);
        // After whatever finds out who calls.
        app.Use(app.Services.GetRequiredService<RequestLimits>().LimitAsync);
        app.Use((HttpContext context, RequestDelegate next) => AllowanceGuard.CheckAsync(context, next, metricsPort));
        app.Use(StepUpGuard.CheckAsync);
        app.UseAntiforgery();
    }

    /// <summary>Adds the routes of every module: those that each process has, and with the role web its pages and interfaces.</summary>
    public static void MapRoutes(WebApplication app, HubSettings settings, IReadOnlyList<IHubModule> flow)
    {
        foreach (var module in flow)
            module.MapProcessRoutes(app);
        if (!settings.Runs(Roles.Web))
            return;
        foreach (var module in flow)
            module.MapRoutes(app);
        app.MapRazorPages();
        app.MapOpenApi().AllowAnybody("It describes the interfaces and holds no data.");
    }

    /// <summary>After an exception: a world of its own, with the pages in it.</summary>
    static void UseProblems(WebApplication app)
    {
        var errors = ((IApplicationBuilder)app).New();
        // What was set before the failure is gone by then.
        errors.Use(RequestIds.EchoAsync);
        errors.Use(SecurityHeaders.AddAsync);
        errors.Use(ProblemAnswer.AfterExceptionAsync);
        errors.UseRouting();
        // Nobody is asked again who calls: it may be just that which failed, and whoever is known already stays known.
        errors.UseEndpoints(pages => pages.MapRazorPages());
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandler = errors.Build(),
                // What callers sent wrongly is no defect, and its text may be anything.
                SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
            }
        );
    }

    /// <summary>What is listened on: for people and senders, then for machines.</summary>
    internal static string[] ListAddresses(HubSettings settings) =>
        settings.MetricsOn is null ? [settings.ListenOn]
        : settings.Runs(Roles.Web) ? [settings.ListenOn, settings.MetricsOn]
        : [settings.MetricsOn];
}
