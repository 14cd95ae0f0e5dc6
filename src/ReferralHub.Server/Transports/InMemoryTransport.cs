using MassTransit;
using ReferralHub.Platform;

namespace ReferralHub.Server.Transports;

/// <summary>MassTransit within the process. Its messages die with the process; the watchdog's first act after a start is to wake all.</summary>
static class InMemoryTransport
{
    public static void Add(IServiceCollection services, HubSettings settings, IReadOnlyList<IHubModule> flow)
    {
        if (!settings.Transport.Kind.Equals("InMemory", StringComparison.OrdinalIgnoreCase))
            throw new SettingsException($"Transport:Kind {settings.Transport.Kind} is not part of this version; use InMemory.");
        services.Configure<MassTransitHostOptions>(o =>
        {
            o.WaitUntilStarted = true;
            o.StopTimeout = TimeSpan.FromSeconds(15);
        });
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetKebabCaseEndpointNameFormatter();
            if (settings.Runs("worker"))
                foreach (var module in flow) module.AddConsumers(bus);
            bus.UsingInMemory((context, transport) => transport.ConfigureEndpoints(context));
        });
    }
}
