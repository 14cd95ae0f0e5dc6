using MassTransit.Logging;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ReferralHub.Platform;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Server.Hosting;

/// <summary>
/// Traces over OTLP, when the standard variable names a collector. Without it nothing is registered, nobody listens, and no
/// activity is made.
/// </summary>
static class HubTracing
{
    /// <summary>Standard variables of OpenTelemetry that name a collector. The exporter reads its other settings from their kin.</summary>
    static readonly string[] EndpointVariables = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    /// <summary>Adds tracing when a collector is named.</summary>
    public static void Add(IServiceCollection services, HubSettings settings)
    {
        if (!EndpointVariables.Any(v => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(v))))
            return;
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService($"referralhub ({settings.Roles})"))
            .WithTracing(tracing => AddSources(tracing).AddOtlpExporter());
    }

    /// <summary>What is traced, and that nothing about people is in it. Exporters are to be added after this.</summary>
    internal static TracerProviderBuilder AddSources(TracerProviderBuilder tracing) =>
        tracing
            .AddSource(HubActivities.SourceName, DiagnosticHeaders.DefaultListenerName)
            .AddAspNetCoreInstrumentation(o => o.Filter = http => !IsProbe(http.Request.Path))
            .AddHttpClientInstrumentation()
            .AddProcessor(new TraceRedaction());

    static bool IsProbe(PathString path) =>
        path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase);
}
