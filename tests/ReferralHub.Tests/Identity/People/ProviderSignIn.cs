using ReferralHub.Platform;

namespace ReferralHub.Tests.Identity.People;

/// <summary>A hub beside a provider, and the way of a browser from one to the other and back.</summary>
static class ProviderSignIn
{
    public static Task<TestHub> StartAsync(TestProvider provider, Action<IdentityProviderSettings>? set = null) =>
        TestHub.StartAsync("web", set: s => s.IdentityProviders = [provider.Settings(set)]);

    /// <summary>To the provider and back, as a browser goes; the last page.</summary>
    public static async Task<string> GoAsync(SessionBrowser browser, string back = "/review", bool confirm = false)
    {
        await browser.GetAsync($"/signin/test?back={Uri.EscapeDataString(back)}{(confirm ? "&confirm=true" : "")}");
        await browser.GetAsync(browser.Location!);
        return await browser.GetAsync(browser.Location!);
    }
}
