namespace ReferralHub.Server.Transports.RabbitMq;

/// <summary>
/// Which queues a sender may have its answer put into: one whose name the broker made for it, the broker's direct reply, or
/// one that is named as a reply queue. The hub would else put messages into any queue for whoever may only send to it.
/// </summary>
static class ReplyQueues
{
    const int NameBytesMax = 255;

    /// <summary>How the names of reply queues begin that their owners declare themselves.</summary>
    public const string OwnNames = "reply.";

    static readonly string[] Beginnings = ["amq.gen-", "amq.rabbitmq.reply-to", OwnNames];

    public static bool MayBeAnswered(string queue) =>
        System.Text.Encoding.UTF8.GetByteCount(queue) <= NameBytesMax
        && !queue.Any(char.IsControl)
        && Array.Exists(Beginnings, b => queue.StartsWith(b, StringComparison.Ordinal));
}
