using System.Diagnostics;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests;

/// <summary>Sign-in in a real browser: with a provider that others wrote, and with a passkey.</summary>
public sealed class SignInTests() : ChromiumTests("rh-signin-")
{
    static readonly string ProviderFolder = Path.Combine(HubProcess.Root, "tests", "identity-provider");

    [SkippableFact]
    public async Task S17_ForeignProvider_ReachesThePageWanted_ConfirmsAndLogsOut()
    {
        RequireChromium();
        Skip.IfNot(
            Directory.Exists(Path.Combine(ProviderFolder, "node_modules", "oidc-provider")),
            "tests/identity-provider has no node_modules; run npm ci there."
        );
        var (port, providerPort) = (HubProcess.FreePort(), HubProcess.FreePort());
        // To a browser localhost and 127.0.0.1 are two sites, as hub and provider are.
        var site = $"http://localhost:{port}";
        var secret = Path.Combine(Folder.FullName, "secret");
        await File.WriteAllTextAsync(secret, "a secret of the tests only\n");
        using var provider = StartProvider(providerPort, site);
        try
        {
            await provider.SaysAsync("Provider at");
            await using var hub = await HubProcess.StartAsync(
                port,
                ["serve"],
                ("ReferralHub__DataDirectory", Path.Combine(Folder.FullName, "oidc")),
                ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}"),
                ("ReferralHub__IdentityProviders__0__Name", "foreign"),
                ("ReferralHub__IdentityProviders__0__Title", "Foreign Trust"),
                ("ReferralHub__IdentityProviders__0__Authority", $"http://127.0.0.1:{providerPort}"),
                ("ReferralHub__IdentityProviders__0__ClientId", "hub"),
                ("ReferralHub__IdentityProviders__0__ClientSecretFile", secret),
                ("ReferralHub__IdentityProviders__0__StepUpAcr", "strong"),
                ("ReferralHub__IdentityProviders__0__Roles__0__Claim", "groups"),
                ("ReferralHub__IdentityProviders__0__Roles__0__Value", "administrators"),
                ("ReferralHub__IdentityProviders__0__Roles__0__Role", "Administrator")
            );
            await WalkAsync(site, $"http://127.0.0.1:{providerPort}");
        }
        finally
        {
            provider.Kill(entireProcessTree: true);
        }
    }

    async Task WalkAsync(string hub, string provider)
    {
        var context = await Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var seen = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.IsNavigationRequest)
                seen.Add(new Uri(request.Url).AbsolutePath);
        };

        // The page wanted needs a stronger sign-in than the first: so the way there has both.
        await page.GotoAsync($"{hub}/people");
        await page.GetByText("Sign in with Foreign Trust").ClickAsync();
        await page.GetByText("Sign in as Pat").ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/user/confirm", StringComparison.Ordinal));
        seen.Count(p => p == "/signin/foreign/callback").ShouldBe(1, "there is no loop");
        var before = await ReadCookieAsync(context, hub);
        await page.GetByText("Confirm with Foreign Trust").ClickAsync();
        await page.GetByText("Sign in as Pat").ClickAsync();
        await page.WaitForURLAsync($"{hub}/people");

        (await page.Locator("h1").TextContentAsync()).ShouldBe("People");
        seen.Count(p => p == "/signin/foreign/callback").ShouldBe(2, "there is no loop");
        (await ReadCookieAsync(context, hub)).ShouldNotBe(before, "a confirmation changes the session's id");

        // Signing out at the provider, in another tab, ends the session here.
        var other = await context.NewPageAsync();
        await other.GotoAsync($"{provider}/session/end");
        await other.Locator("button[name=logout][value=yes]").ClickAsync();
        var started = Stopwatch.GetTimestamp();
        while (await IsSignedInAsync(page, hub) && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10))
            await Task.Delay(200);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        await page.GotoAsync($"{hub}/user");
        (await page.ContentAsync()).ShouldContain("you signed out at your organisation");
    }

    [SkippableFact]
    public async Task Passkey_IsMadeByALink_AndSignsIn()
    {
        RequireChromium();
        var port = HubProcess.FreePort();
        var (data, url) = (Path.Combine(Folder.FullName, "passkey"), $"http://localhost:{port}");
        (await HubProcess.RunAsync("db", "migrate", "--data", data)).Exit.ShouldBe(0);
        var (exit, output, error) = await HubProcess.RunAsync("user", "add-administrator", "Ada Min", "--url", url, "--data", data);
        exit.ShouldBe(0, error);
        await using var hub = await HubProcess.StartAsync(
            port,
            ["serve"],
            ("ReferralHub__DataDirectory", data),
            ("ReferralHub__ListenOn", $"http://127.0.0.1:{port}")
        );
        var context = await Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await AddAuthenticatorAsync(context, page);

        await page.GotoAsync(output.Trim());
        await page.GetByText("Make a passkey").ClickAsync();
        await page.WaitForURLAsync($"{url}/people");
        var first = await ReadCookieAsync(context, url);
        await page.GotoAsync($"{url}/user");
        await page.GetByText("Sign out").ClickAsync();
        await page.GotoAsync($"{url}/people");
        page.Url.ShouldContain("/user?back=");
        await page.GetByText("Sign in with a passkey").ClickAsync();
        await page.WaitForURLAsync($"{url}/people");

        (await ReadCookieAsync(context, url)).ShouldNotBe(first);
        (await page.ContentAsync()).ShouldContain("Ada Min");
        await page.GotoAsync(output.Trim());
        (await page.ContentAsync()).ShouldContain("This link works no more");
        var (busy, _, words) = await HubProcess.RunAsync("user", "list", "--data", data);
        busy.ShouldBe(1);
        words.ShouldContain("A running hub has the embedded database.");
    }

    static async Task AddAuthenticatorAsync(IBrowserContext context, IPage page)
    {
        var protocol = await context.NewCDPSessionAsync(page);
        await protocol.SendAsync("WebAuthn.enable");
        await protocol.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
    }

    static async Task<string?> ReadCookieAsync(IBrowserContext context, string hub) =>
        (await context.CookiesAsync([hub])).FirstOrDefault(c => c.Name == "rh-session")?.Value;

    static async Task<bool> IsSignedInAsync(IPage page, string hub)
    {
        await page.GotoAsync($"{hub}/people");
        return page.Url == $"{hub}/people";
    }

    static ProviderProcess StartProvider(int port, string hub) => new(ProviderFolder, port, hub);

    /// <summary>The provider's process.</summary>
    sealed class ProviderProcess : IDisposable
    {
        readonly Process process;
        readonly List<string> lines = [];

        public ProviderProcess(string folder, int port, string hub)
        {
            var start = new ProcessStartInfo("node", ["server.mjs", $"{port}", hub])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            process = Process.Start(start)!;
            process.OutputDataReceived += (_, e) => Keep(e.Data);
            process.ErrorDataReceived += (_, e) => Keep(e.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public async Task SaysAsync(string words)
        {
            var started = Stopwatch.GetTimestamp();
            while (!Read().Contains(words, StringComparison.Ordinal))
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(30))
                    throw new TimeoutException($"The provider did not start: {Read()}");
                await Task.Delay(50);
            }
        }

        public void Kill(bool entireProcessTree) => process.Kill(entireProcessTree);

        public void Dispose() => process.Dispose();

        void Keep(string? line)
        {
            lock (lines)
                lines.Add(line ?? "");
        }

        string Read()
        {
            lock (lines)
                return string.Join('\n', lines);
        }
    }
}
