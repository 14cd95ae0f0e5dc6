using System.Collections.Concurrent;
using System.Diagnostics;
using MassTransit;

namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>
/// Notices consumers that have gone deaf: the broker counts them and has messages for them, and gives them none. A broker
/// client cannot tell this from an empty queue; whoever sees both sides can.
/// </summary>
sealed class ConsumerWatch : IReceiveObserver
{
    static readonly TimeSpan StallMax = TimeSpan.FromSeconds(45);
    readonly ConcurrentDictionary<string, Consumption> consumption = new();

    /// <summary>This process consumes from the queue. Said at the start, because a deaf consumer may never get a first message.</summary>
    public void Expect(string queue) => consumption.TryAdd(queue, new());

    /// <summary>Whether the queue has had messages for a while and this process was given none. To be asked again and again.</summary>
    /// <param name="waiting">Messages in the queue that no consumer has.</param>
    public bool IsDeaf(string queue, uint waiting) => consumption.TryGetValue(queue, out var mine) && mine.IsDeaf(waiting, StallMax);

    public Task PreReceive(ReceiveContext context)
    {
        consumption.GetOrAdd(context.InputAddress.Segments[^1], _ => new()).Count();
        return Task.CompletedTask;
    }

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    /// <summary>How much this process was given of one queue.</summary>
    sealed class Consumption
    {
        long received;
        long seen;
        long quietSince;

        public void Count() => Interlocked.Increment(ref received);

        public bool IsDeaf(uint waiting, TimeSpan limit)
        {
            var now = Stopwatch.GetTimestamp();
            var count = Interlocked.Read(ref received);
            if (waiting == 0 || count != seen || quietSince == 0)
                (seen, quietSince) = (count, now);
            return Stopwatch.GetElapsedTime(quietSince, now) > limit;
        }
    }
}
