using MassTransit;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Messaging;

namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>MassTransit over RabbitMQ, with queues that the hub declares itself.</summary>
static class RabbitMqTransport
{
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="SettingsException">The address cannot be used.</exception>
    public static void Add(IServiceCollection services, HubSettings settings, IReadOnlyList<IHubModule> flow)
    {
        var address = BuildAddress(settings);
        services.AddSingleton<RabbitMqLink>().AddSingleton<ITransport>(provider => provider.GetRequiredService<RabbitMqLink>());
        services
            .AddSingleton<ConsumerWatch>()
            .AddHostedService(provider => provider.GetRequiredService<RabbitMqLink>())
            .AddReceiveObserver(provider => provider.GetRequiredService<ConsumerWatch>());
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            BusHealth.Configure(bus, settings);
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
                            host.RequestedConnectionTimeout(ConnectTimeout);
                            host.ConnectionName($"referralhub commands {settings.Roles}");
                            WaitForTheLink(host, context);
                        }
                    );
                    transport.ConfigureEndpoints(context);
                }
            );
        });
        if (settings.Runs(Roles.Worker))
            services.AddHostedService<ParkedMessages>();
        if (settings.Runs(Roles.Web))
            services.AddSingleton<AmqpSenders>().AddHostedService<AmqpIntake>();
        services.AddSingleton<ILogReader, EventsExchange>();
    }

    /// <summary>
    /// MassTransit waits longer after each try that failed, up to half a minute. So it does not try at all while the hub's own
    /// link, which tries every second, has no connection; it connects at once when the link has one (docs/decisions/0009).
    /// </summary>
    static void WaitForTheLink(IRabbitMqHostConfigurator host, IRegistrationContext services)
    {
        var link = services.GetRequiredService<RabbitMqLink>();
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        host.OnRefreshConnectionFactory = _ => link.ConnectionAsync(stopping);
    }

    static void Configure(IReceiveEndpointConfigurator endpoint)
    {
        // Commands come as plain JSON on their own queue, so the consumer says what they are.
        endpoint.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType);
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
