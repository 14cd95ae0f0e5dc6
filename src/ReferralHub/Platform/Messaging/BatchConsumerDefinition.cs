using MassTransit;

namespace ReferralHub.Platform.Messaging;

/// <summary>How every batch consumer of the hub takes its messages: up to 64 at a time, waiting at most 10 ms for more, two in work: while one is written the next gathers.</summary>
public abstract class BatchConsumerDefinition<TConsumer, TCommand> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer<Batch<TCommand>>
    where TCommand : class
{
    const int BatchMessagesMax = 64;
    const int BatchWaitMilliseconds = 10;
    const int PrefetchMessages = 256;

    protected BatchConsumerDefinition() => EndpointName = CommandSender.QueueName(typeof(TCommand));

    protected override void ConfigureConsumer(IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.PrefetchCount = PrefetchMessages;
        consumerConfigurator.Options<BatchOptions>(options => options
            .SetMessageLimit(BatchMessagesMax)
            .SetTimeLimit(TimeSpan.FromMilliseconds(BatchWaitMilliseconds))
            .SetConcurrencyLimit(2));
    }
}
