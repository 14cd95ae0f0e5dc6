using ReferralHub.LiveTests.Containers;
using Xunit;

namespace ReferralHub.LiveTests;

/// <summary>The directory that the Compose file serves where nobody names another.</summary>
public sealed class ExampleDirectoryTests
{
    [Fact]
    public async Task ExampleDirectory_HasOptionsForTheExampleReferral()
    {
        var data = Directory.CreateTempSubdirectory("rh-example-");
        var port = HubProcess.FreePort();
        await using (
            var hub = await HubProcess.StartAsync(
                port,
                ["serve"],
                ("ReferralHub__DataDirectory", data.FullName),
                ("ReferralHub__DirectoryFolder", ExampleReferral.DirectoryFolder),
                ("ReferralHub__ProviderEndpoints__0", "northside.example"),
                ("ReferralHub__ProviderEndpoints__1", "riverside.example"),
                ("ReferralHub__ProviderEndpoints__2", "https://hilltop.example/Z9103/"),
                ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}")
            )
        )
            await ExampleReferral.ReachOptionsAsync(hub.Url);

        data.Delete(recursive: true);
    }
}
