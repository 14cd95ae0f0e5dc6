using Microsoft.Playwright;
using Xunit;

namespace ReferralHub.LiveTests;

/// <summary>Tests in one real browser, which the machine need not have, with a folder of their own.</summary>
/// <param name="prefix">Of the folder's name.</param>
public abstract class ChromiumTests(string prefix) : IAsyncLifetime
{
    const string Chromium = "/usr/bin/chromium";
    static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    IPlaywright? playwright;
    IBrowser? browser;

    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory(prefix);

    protected IBrowser Browser => browser ?? throw new InvalidOperationException("Ask RequireChromium first.");

    /// <summary>Skips the test, by name, where there is no browser.</summary>
    protected void RequireChromium() => Skip.If(browser is null, $"Chromium is not installed at {Chromium}.");

    public async Task InitializeAsync()
    {
        if (!File.Exists(Chromium))
            return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Flags });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        Folder.Delete(recursive: true);
    }
}
