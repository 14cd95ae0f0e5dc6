using ReferralHub.Choice;
using ReferralHub.Dispatch;
using ReferralHub.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Choice;

/// <summary>Messages to providers go over TLS to hosts that the operator named, and nowhere else.</summary>
public sealed class ProviderEndpointTests
{
    static readonly HubSettings Settings = new() { ProviderEndpoints = ["gateway.example", "https://shared.example:8443/trust-a/"] };

    [Theory]
    [InlineData("https://gateway.example/Z1/$process-message")]
    [InlineData("https://GATEWAY.example:443/")]
    [InlineData("https://shared.example:8443/trust-a")]
    [InlineData("https://shared.example:8443/trust-a/fhir")]
    public void Endpoint_ThatIsNamed_IsUsed(string endpoint) => new AllowedEndpoints(Settings).FindFault(endpoint).ShouldBeNull();

    [Theory]
    [InlineData("http://gateway.example/", "is not https")]
    [InlineData("https://gateway.example:8443/", "ProviderEndpoints does not name")]
    [InlineData("https://gateway.example.evil.example/", "ProviderEndpoints does not name")]
    [InlineData("https://evil.example/gateway.example", "ProviderEndpoints does not name")]
    [InlineData("https://gateway.example@evil.example/", "a user or a password")]
    [InlineData("https://shared.example:8443/trust-b", "ProviderEndpoints does not name")]
    [InlineData("https://shared.example:8443/trust-ab", "ProviderEndpoints does not name")]
    [InlineData("https://shared.example:8443/trust-a/../trust-b", "ProviderEndpoints does not name")]
    [InlineData("http://127.0.0.1:9/", "is not https")]
    [InlineData("https://169.254.169.254/", "ProviderEndpoints does not name")]
    [InlineData("file:///etc/passwd", "no https address")]
    [InlineData("somewhere", "no https address")]
    public void Endpoint_ThatIsNot_IsRefusedWithTheReason(string endpoint, string said) =>
        new AllowedEndpoints(Settings).FindFault(endpoint).ShouldNotBeNull().ShouldContain(said);

    [Fact]
    public void LoopbackWithoutTls_IsForTrialsAlone()
    {
        new AllowedEndpoints(new() { Demonstration = true }).FindFault("http://127.0.0.1:9/").ShouldBeNull();
        new AllowedEndpoints(new() { AllowInsecureProviderEndpoints = true }).FindFault("http://localhost:9/").ShouldBeNull();
        new AllowedEndpoints(new() { AllowInsecureProviderEndpoints = true }).FindFault("http://10.0.0.1:9/").ShouldNotBeNull();
    }

    [Fact]
    public async Task DirectoryWithAStrangersEndpoint_IsRefusedByFileAndService()
    {
        var refused = await Should.ThrowAsync<ReferenceDataException>(() =>
            TestHub.StartAsync("web", writeDirectory: folder => TestDirectory.Write(folder, "https://evil.example/"))
        );
        refused.Message.ShouldContain("goes to evil.example, which the setting ProviderEndpoints does not name");
    }

    [Fact]
    public async Task MessageToAnAddressThatIsNotAllowed_IsNotSent()
    {
        await using var hub = await TestHub.StartAsync("web");
        var answer = await hub.Get<ProviderClient>().SendAsync("http://192.0.2.1/", Guid.CreateVersion7(), [], CancellationToken.None);
        (answer.Kind, answer.Reason).ShouldBe((ProviderAnswerKind.Failed, "endpoint-not-allowed"));
    }
}
