using System.Collections.Concurrent;
using MassTransit;
using ReferralHub.Platform;
using ReferralHub.Platform.Messaging;

namespace ReferralHub.Server.Transports;

/// <summary>
/// MassTransit within the process. Its messages die with the process; the watchdog's first act after a start is to wake all.
/// </summary>
static class InMemoryTransport
{
    /// <exception cref="SettingsException">Messages of this transport do not leave the process, so all roles must be in it.</exception>
    public static void Add(IServiceCollection services, HubSettings settings, IReadOnlyList<IHubModule> flow)
    {
        services.AddSingleton<InMemoryState>().AddSingleton<ITransport>(provider => provider.GetRequiredService<InMemoryState>());
        services
            .AddReceiveObserver(provider => provider.GetRequiredService<InMemoryState>())
            .AddSendObserver(provider => provider.GetRequiredService<InMemoryState>());
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            BusHealth.Configure(bus, settings);
            bus.SetKebabCaseEndpointNameFormatter();
            if (settings.Runs(Roles.Worker))
                foreach (var module in flow)
                    module.AddConsumers(bus);
            bus.UsingInMemory((context, transport) => transport.ConfigureEndpoints(context));
        });
    }

    /// <summary>Counts what was sent and not yet taken by a consumer, by queue.</summary>
    /// <param name="services">The bus is taken from it when first needed, because the bus itself needs this observer.</param>
    sealed class InMemoryState(IServiceProvider services) : ITransport, IReceiveObserver, ISendObserver
    {
        readonly ConcurrentDictionary<string, long> waiting = new();

        public bool CanSend => true;

        public string? Fault => null;

        public Task SendAsync(IReadOnlyList<object> commands, CancellationToken cancellationToken) =>
            Task.WhenAll(commands.Select(c => SendAsync(c, cancellationToken)));

        async Task SendAsync(object command, CancellationToken cancellationToken)
        {
            var endpoint = await services
                .GetRequiredService<IBus>()
                .GetSendEndpoint(new Uri($"exchange:{CommandSender.QueueName(command.GetType())}"));
            await endpoint.Send(command, command.GetType(), cancellationToken);
        }

        public ValueTask<long> CountWaitingAsync(string queue, CancellationToken cancellationToken) =>
            ValueTask.FromResult(waiting.GetValueOrDefault(queue));

        public Task PostSend<T>(SendContext<T> context)
            where T : class => Count(context.DestinationAddress, 1);

        public Task PreReceive(ReceiveContext context) => Count(context.InputAddress, -1);

        Task Count(Uri? address, int by)
        {
            if (address is not null)
                waiting.AddOrUpdate(address.Segments[^1], by, (_, old) => old + by);
            return Task.CompletedTask;
        }

        public Task PreSend<T>(SendContext<T> context)
            where T : class => Task.CompletedTask;

        public Task SendFault<T>(SendContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;

        public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
            where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
            where T : class => Task.CompletedTask;

        public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
    }
}
