using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Web;

/// <summary>Assets have their version in their address, and nobody watches files for it.</summary>
[Collection(nameof(AssetVersionTests))]
public sealed partial class AssetVersionTests
{
    [Fact]
    public async Task Page_NamesItsAssetsByTheirContent()
    {
        await using var hub = await TestHub.StartAsync("web");
        using var page = new PageClient(hub.Http.BaseAddress!);

        var shown = await page.GetAsync("/user");

        var asset = Versioned().Match(shown).Groups[1].Value;
        asset.ShouldNotBeEmpty();
        using var got = await hub.Http.GetAsync(asset);
        got.IsSuccessStatusCode.ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Hub_WatchesNoFiles()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Watches are counted in /proc.");
        await using var hub = await TestHub.StartAsync("web");
        using var page = new PageClient(hub.Http.BaseAddress!);

        await page.GetAsync("/user");

        // All hubs of this process together: a machine gives a user 128 of them.
        Directory
            .EnumerateFileSystemEntries("/proc/self/fd")
            .Count(f => File.ResolveLinkTarget(f, false)?.Name.Contains("inotify", StringComparison.Ordinal) == true)
            .ShouldBeLessThanOrEqualTo(1);
    }

    [GeneratedRegex("\"(/assets/hub\\.css\\?v=[\\w-]{43})\"")]
    private static partial Regex Versioned();
}
