using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Platform.Data;

namespace ReferralHub.Platform.Messaging;

/// <summary>
/// How every batch consumer of the hub takes its messages: up to 64 at a time, two in work: while one is written the next
/// gathers. It waits at most 10 ms for more, and on a server 120, because there a transaction for one referral costs
/// nearly as much as for ten (docs/decisions/0010).
/// </summary>
public abstract class BatchConsumerDefinition<TConsumer, TCommand> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer<Batch<TCommand>>
    where TCommand : class
{
    const int BatchMessagesMax = 64;
    const int BatchWaitMilliseconds = 10;
    const int SharedBatchWaitMilliseconds = 120;
    const int PrefetchMessages = 256;

    protected BatchConsumerDefinition() => EndpointName = CommandSender.QueueName(typeof(TCommand));

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<TConsumer> consumerConfigurator,
        IRegistrationContext context
    )
    {
        endpointConfigurator.PrefetchCount = PrefetchMessages;
        var wait = context.GetRequiredService<HubDatabase>().IsShared ? SharedBatchWaitMilliseconds : BatchWaitMilliseconds;
        consumerConfigurator.Options<BatchOptions>(options =>
            options.SetMessageLimit(BatchMessagesMax).SetTimeLimit(TimeSpan.FromMilliseconds(wait)).SetConcurrencyLimit(2)
        );
    }
}
