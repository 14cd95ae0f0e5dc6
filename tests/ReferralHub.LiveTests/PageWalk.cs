using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;

namespace ReferralHub.LiveTests;

/// <summary>
/// One person at one browser: keeps a picture and the HTML of each page looked at, asks axe, remembers what should not have happened.
/// </summary>
sealed class PageWalk
{
    public static readonly string Pictures = Path.Combine(HubProcess.Root, "tests", "pictures");

    readonly string hub;
    readonly bool javaScript;
    IResponse? shown;

    PageWalk(IPage page, string hub, bool javaScript)
    {
        (Page, this.hub, this.javaScript) = (page, hub, javaScript);
        page.Request += (_, request) => Saw(request.Url);
        page.Response += (_, response) =>
            shown = response.Request.IsNavigationRequest && response.Status is < 300 or >= 400 ? response : shown;
        page.Console += (_, message) => Said(message.Type, message.Text);
        page.PageError += (_, error) => Faults.Add($"script: {error}");
    }

    public IPage Page { get; }

    public List<string> Faults { get; } = [];

    /// <summary>Files with the HTML of the pages looked at.</summary>
    public List<string> Kept { get; } = [];

    public static async Task<PageWalk> BeginAsync(IBrowser browser, string hub, bool javaScript = true, int width = 1280, int height = 900)
    {
        var context = await browser.NewContextAsync(
            new()
            {
                JavaScriptEnabled = javaScript,
                ViewportSize = new() { Width = width, Height = height },
            }
        );
        return new(await context.NewPageAsync(), hub, javaScript);
    }

    /// <summary>Chooses a user of the demonstration and comes back to the page wanted.</summary>
    public async Task ChooseAsync(string user, string back = "/review")
    {
        await Page.GotoAsync($"{hub}/user?back={Uri.EscapeDataString(back)}");
        await PressAsync($"Go on as {user}");
        await Page.WaitForURLAsync(url => !url.Contains("/user", StringComparison.Ordinal));
    }

    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();

    public Task GoAsync(string path) => Page.GotoAsync(hub + path);

    public async Task LookAsync(string name, string? path = null)
    {
        if (path is not null)
            await GoAsync(path);
        Directory.CreateDirectory(Pictures);
        var file = Path.Combine(Pictures, $"{name}{(javaScript ? "" : "-no-script")}");
        await Page.ScreenshotAsync(new() { Path = $"{file}.png", FullPage = true });
        // As the server sent it, without what scripts and the browser's repairs make of it.
        await File.WriteAllTextAsync($"{file}.html", await shown!.TextAsync());
        Kept.Add($"{file}.html");
        (await Page.Locator("h1").CountAsync()).ShouldBe(1, name);
        if (!javaScript)
            return;
        var found = await Page.RunAxe();
        foreach (var violation in found.Violations)
            Faults.Add($"{name}: {violation.Id} {violation.Help} {string.Join(' ', violation.Nodes.Select(n => n.Html).Take(2))}");
    }

    public async Task ShouldNotScrollSidewaysAsync(string name) =>
        (await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue(
            $"{name} scrolls sideways at {await Page.EvaluateAsync<int>("window.innerWidth")} px"
        );

    void Saw(string url)
    {
        if (!url.StartsWith(hub, StringComparison.Ordinal))
            Faults.Add($"asked a third host: {url}");
    }

    void Said(string type, string text)
    {
        // An answer that refuses is an error to the console and what was wanted here.
        if (type == "error" && !text.Contains("422", StringComparison.Ordinal) && !text.Contains("409", StringComparison.Ordinal))
            Faults.Add($"console: {text}");
    }
}
