using System.Reflection;
using MassTransit;
using MassTransit.Configuration;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Messaging;

namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>MassTransit over RabbitMQ, with queues that the hub declares itself.</summary>
static class RabbitMqTransport
{
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    const int TriesMax = 200_000;
    static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    /// <exception cref="SettingsException">The address cannot be used.</exception>
    public static void Add(IServiceCollection services, HubSettings settings, IReadOnlyList<IHubModule> flow)
    {
        var address = BuildAddress(settings);
        services.AddSingleton<RabbitMqLink>().AddSingleton<ITransport>(provider => provider.GetRequiredService<RabbitMqLink>());
        services
            .AddHostedService(provider => provider.GetRequiredService<RabbitMqLink>())
            .AddReceiveObserver(provider => provider.GetRequiredService<RabbitMqLink>());
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetKebabCaseEndpointNameFormatter();
            if (settings.Runs(Roles.Worker))
                foreach (var module in flow)
                    module.AddConsumers(bus);
            bus.AddConfigureEndpointsCallback((_, _, endpoint) => Configure(endpoint));
            bus.UsingRabbitMq(
                (context, transport) =>
                {
                    transport.Host(
                        address,
                        host =>
                        {
                            host.Heartbeat(Heartbeat);
                            host.ConnectionName($"referralhub commands {settings.Roles}");
                        }
                    );
                    TryAgainEvery(transport, BetweenTries);
                    transport.ConfigureEndpoints(context);
                }
            );
        });
        if (settings.Runs(Roles.Worker))
            services.AddHostedService<ParkedMessages>();
        if (settings.Runs(Roles.Web))
            services.AddHostedService<AmqpIntake>();
        services.AddSingleton<ILogReader, EventsExchange>();
    }

    static void Configure(IReceiveEndpointConfigurator endpoint)
    {
        endpoint.ConfigureConsumeTopology = false;
        // No _error and _skipped queues, which nobody reads: the broker tries again, and parks after the limit.
        endpoint.RethrowFaultedMessages();
        endpoint.ThrowOnSkippedMessages();
        if (endpoint is not IRabbitMqReceiveEndpointConfigurator queue)
            return;
        queue.SetQuorumQueue();
        foreach (var (name, value) in RabbitMqTopology.Arguments(RabbitMqTopology.Parked))
            queue.SetQueueArgument(name, value);
    }

    /// <summary>
    /// MassTransit waits longer and longer between its tries to connect, up to a minute, and has no setting for it; a broker
    /// that is back is to be used within seconds. The version is pinned, and a test guards this
    /// (docs/decisions/0009).
    /// </summary>
    internal static void TryAgainEvery(IRabbitMqBusFactoryConfigurator transport, TimeSpan interval)
    {
        const BindingFlags members = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
        var host = transport.GetType().GetFields(members).Select(f => f.GetValue(transport)).OfType<IHostConfiguration>().FirstOrDefault();
        var policy =
            host?.GetType().GetField("<ReceiveTransportRetryPolicy>k__BackingField", members)
            ?? throw new InvalidOperationException("This version of MassTransit keeps its retry policy elsewhere.");
        policy.SetValue(host, Retry.Interval(TriesMax, interval));
    }

    /// <summary>The broker's address.</summary>
    /// <exception cref="SettingsException">It cannot be used.</exception>
    internal static Uri BuildAddress(HubSettings settings)
    {
        if (!Uri.TryCreate(settings.Transport.Uri, UriKind.Absolute, out var address) || address.Scheme is not ("amqp" or "amqps"))
            throw new SettingsException("Transport:Kind RabbitMq needs Transport:Uri, e.g. amqp://referralhub:PASSWORD@broker:5672.");
        if (
            !address.IsLoopback
            && (address.UserInfo.Length == 0 || address.UserInfo.StartsWith("guest:", StringComparison.OrdinalIgnoreCase))
        )
            throw new SettingsException(
                "Transport:Uri names RabbitMQ's default user guest for a broker on another machine; make a user of its own for the hub."
            );
        return address;
    }
}
