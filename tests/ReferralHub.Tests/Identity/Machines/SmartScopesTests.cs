using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.Machines;

public sealed class SmartScopesTests
{
    [Theory]
    [InlineData("system/Task.rs", "system/Task.rs")]
    [InlineData("system/*.read", "system/*.read")]
    [InlineData("system/*.rs", "system/*.rs")]
    [InlineData("system/*.cruds", "system/*.rs system/ServiceRequest.cru")]
    [InlineData("system/Patient.r", "system/Patient.r")]
    [InlineData("system/ServiceRequest.cruds", "system/ServiceRequest.rs system/ServiceRequest.cru")]
    [InlineData("system/Task.c system/Task.s", "system/Task.s")]
    [InlineData("system/Task.c", "")]
    [InlineData("system/events.read", "")]
    [InlineData("patient/Task.rs user/Task.rs openid system/Task.sr system/Task. system/.rs task.rs", "")]
    public void Grant_GivesWhatIsRegistered_AndNoMore(string asked, string given) =>
        SmartScopes
            .Grant(asked.Split(' '), ["system/*.rs", "system/ServiceRequest.cru"])
            .ShouldBe(given.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void Grant_WithoutScopes_GivesAllThatIsRegistered() =>
        SmartScopes.Grant([], ["system/*.rs", "system/events.read"]).ShouldBe(["system/*.rs", "system/events.read"]);

    [Fact]
    public void ActsFor_IsTrueOfOnesOwn_AndOfAllForTheCentre()
    {
        var gp = new Caller(CallerRole.GpSystem, "c", "C", "GP system", ["A81001", "A81002"]);

        gp.ActsFor("a81002 ").ShouldBeTrue();
        gp.ActsFor("A81003").ShouldBeFalse();
        gp.ActsFor(null).ShouldBeFalse();
        (gp with { Role = CallerRole.CentreSystem }).ActsFor("A81003").ShouldBeTrue();
        (gp with { Role = CallerRole.CentreSystem }).ActsFor("").ShouldBeFalse();
    }
}
