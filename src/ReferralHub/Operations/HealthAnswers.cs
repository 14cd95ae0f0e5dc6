using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReferralHub.Platform;
using ReferralHub.Platform.Health;

namespace ReferralHub.Operations;

/// <summary>What the probes are told of the checks that the modules register.</summary>
static class HealthAnswers
{
    const string Ok = "ok";

    /// <summary>A word, or the sentence of what only a restart mends.</summary>
    public static Task WriteLiveAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        var fault = report.Entries.Values.FirstOrDefault(e => e.Status == HealthStatus.Unhealthy).Description;
        return http.Response.WriteAsync(fault ?? "live", http.RequestAborted);
    }

    /// <summary>JSON: the standing in one word, and a sentence for each part that is not well.</summary>
    public static Task WriteReadyAsync(HttpContext http, HealthReport report)
    {
        var settings = http.RequestServices.GetRequiredService<HubSettings>();
        var fault = Fault(report, HealthNames.Database) ?? Fault(report, HealthNames.Intake);
        var answer = new
        {
            status = Fault(report, HealthNames.Stopping) is not null ? "stopping"
            : report.Status == HealthStatus.Unhealthy ? "not ready"
            : report.Status == HealthStatus.Degraded ? "degraded"
            : "ready",
            roles = settings.Roles,
            database = fault ?? Ok,
            broker = Sentence(report, HealthNames.Broker) ?? DescribeBus(report) ?? Ok,
            watchdog = fault is null ? Sentence(report, HealthNames.Watchdog) ?? Ok : "unknown",
            log = fault is null ? Sentence(report, HealthNames.Log) ?? Ok : "unknown",
            warnings = report.Entries.TryGetValue(HealthNames.Database, out var database)
            && database.Data.TryGetValue(HealthNames.Warnings, out var warnings)
                ? warnings
                : Array.Empty<string>(),
            calendar = Sentence(report, HealthNames.Calendar) ?? Ok,
            scanner = settings.Scanner.Address is not { Length: > 0 } ? "none"
            : settings.Runs(Roles.Scheduler) ? Sentence(report, HealthNames.Scanner) ?? Ok
            : "asked by the scheduler",
            patientLinks = Sentence(report, HealthNames.PatientLinks) ?? Ok,
        };
        return http.Response.WriteAsJsonAsync(answer, http.RequestAborted);
    }

    static string? Fault(HealthReport report, string name) =>
        report.Entries.TryGetValue(name, out var entry) && entry.Status == HealthStatus.Unhealthy ? entry.Description : null;

    static string? Sentence(HealthReport report, string name) =>
        report.Entries.TryGetValue(name, out var entry) && entry.Status != HealthStatus.Healthy ? entry.Description : null;

    /// <summary>MassTransit's own words may name the broker's address, so the hub says it in its own.</summary>
    static string? DescribeBus(HealthReport report) =>
        report.Entries.TryGetValue(HealthNames.Bus, out var bus) && bus.Status != HealthStatus.Healthy
            ? "The consumers are not connected; they try again by themselves."
            : null;
}
