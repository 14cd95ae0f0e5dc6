using System.Text;
using ReferralHub.Server.Transports.RabbitMq;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server.Transports;

public sealed class CommandWireTests
{
    const string Id = "01920000-0000-7000-8000-000000000001";

    [Theory]
    [InlineData("{\"referralId\":\"" + Id + "\"}")]
    [InlineData("{\"messageType\":[\"urn:message:ReferralHub.Triage:TriageReferral\"],\"message\":{\"referralId\":\"" + Id + "\"}}")]
    public void FindReferral_InACommand_IsItsId(string body) => Find(body).ShouldBe(Guid.Parse(Id));

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"message":[]}""")]
    [InlineData("""{"referralId":7}""")]
    [InlineData("""{"referralId":"7"}""")]
    public void FindReferral_InWhatIsNoCommand_IsNull(string body) => Find(body).ShouldBeNull();

    static Guid? Find(string body) => CommandWire.FindReferral(Encoding.UTF8.GetBytes(body));
}
