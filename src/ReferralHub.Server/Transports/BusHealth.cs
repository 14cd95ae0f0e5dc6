using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ReferralHub.Platform;
using ReferralHub.Platform.Health;

namespace ReferralHub.Server.Transports;

/// <summary>MassTransit's own health check, under the hub's name for it.</summary>
static class BusHealth
{
    /// <summary>Endpoints that are not connected degrade a process that consumes. One that does not has none, and is not asked.</summary>
    public static void Configure(IBusRegistrationConfigurator bus, HubSettings settings) =>
        bus.ConfigureHealthCheckOptions(o =>
        {
            o.Name = HealthNames.Bus;
            o.MinimalFailureStatus = HealthStatus.Degraded;
            o.Tags.Clear();
            if (settings.Runs(Roles.Worker))
                o.Tags.Add(HealthNames.Ready);
        });
}
