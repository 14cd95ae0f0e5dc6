using ReferralHub.Server.Transports.RabbitMq;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server.Transports;

public sealed class ReplyQueueTests
{
    [Theory]
    [InlineData("amq.gen-JzTY20BRgKO-HjmUJj0wLg", true)]
    [InlineData("amq.rabbitmq.reply-to.g1h2", true)]
    [InlineData("reply.practice-l81008", true)]
    [InlineData("referralhub.intake", false)]
    [InlineData("referralhub.parked", false)]
    [InlineData("triage-referral", false)]
    [InlineData("another-application", false)]
    [InlineData("Reply.x", false)]
    [InlineData("reply.x\n", false)]
    public void Answer_GoesOnlyIntoReplyQueues(string queue, bool allowed) => ReplyQueues.MayBeAnswered(queue).ShouldBe(allowed);

    [Fact]
    public void NameLongerThanAQueueCanHave_IsNone() => ReplyQueues.MayBeAnswered("reply." + new string('é', 125)).ShouldBeFalse();
}
