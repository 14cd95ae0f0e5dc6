using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests;

/// <summary>The pages in a real browser: each persona's way, pictures of every page, and axe.</summary>
public sealed class BrowserTests
{
    const string Chromium = "/usr/bin/chromium";
    static readonly string[] Flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReviewerPatientAndPractice_GetTheirWorkDone(bool javaScript)
    {
        Skip.IfNot(File.Exists(Chromium), $"Chromium is not installed at {Chromium}.");
        var folder = Directory.CreateTempSubdirectory("rh-browser-");
        try
        {
            var port = HubProcess.FreePort();
            await using var hub = await HubProcess.StartAsync(port, ["demo", "--port", $"{port}", "--referrals", "250", "--data", Path.Combine(folder.FullName, "d")]);
            for (var i = 0; i < 300 && !hub.Output.Contains("Ctrl+C", StringComparison.Ordinal); i++) await Task.Delay(100);
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Flags });
            await using var context = await browser.NewContextAsync(new() { JavaScriptEnabled = javaScript, ViewportSize = new() { Width = 1280, Height = 900 } });
            var page = await context.NewPageAsync();
            var walk = new Walk(page, javaScript);
            page.Request += (_, request) => walk.Saw(request.Url, hub.Url);
            page.Console += (_, message) => walk.Said(message.Type, message.Text);

            await walk.LookAsync($"{hub.Url}/", "start");
            await walk.LookAsync($"{hub.Url}/review", "worklist");
            await page.Locator("tbody a").First.ClickAsync();
            await walk.LookAsync(null, "decide");
            await page.GetByRole(AriaRole.Button, new() { Name = "Record decision" }).ClickAsync();
            (await page.TitleAsync()).ShouldStartWith("Error: ");
            await walk.LookAsync(null, "decide-error");
            await page.GetByLabel("Return with advice").CheckAsync();
            await page.GetByLabel("Reason (when returning)").SelectOptionAsync("SERVICE_INAPPROPRIATE");
            await page.GetByLabel("Question, advice, or why you changed something").FillAsync("Please try the exercises first.");
            await page.GetByLabel("Your name").FillAsync("Browser Reviewer");
            await page.GetByRole(AriaRole.Button, new() { Name = "Record decision" }).ClickAsync();
            (await page.InputValueAsync("#text")).ShouldBe("Please try the exercises first.", "what was typed survives a refusal");
            await page.GetByLabel("Your role").FillAsync("Consultant");
            await page.GetByRole(AriaRole.Button, new() { Name = "Record decision" }).ClickAsync();
            (await page.Locator(".said").TextContentAsync())!.ShouldContain("Returned");
            await walk.LookAsync(null, "decided");

            var link = hub.Output.Split('\n').First(l => l.Contains("/choose/", StringComparison.Ordinal));
            await walk.LookAsync(link[link.IndexOf("http", StringComparison.Ordinal)..].Split(' ')[0], "choose-birth-date");
            var born = DateOnly.ParseExact(link[(link.IndexOf("(born ", StringComparison.Ordinal) + 6)..].TrimEnd('\r').TrimEnd(')'), "d MMMM yyyy");
            await page.GetByLabel("Day").FillAsync($"{born.Day}");
            await page.GetByLabel("Month").FillAsync($"{born.Month}");
            await page.GetByLabel("Year").FillAsync($"{born.Year}");
            await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
            await walk.LookAsync(null, "choose-options");
            await page.Locator("input[type=radio]").First.CheckAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Choose this place" }).ClickAsync();
            (await page.Locator("h1").TextContentAsync())!.ShouldStartWith("You have chosen");
            await walk.LookAsync(null, "choose-done");

            await walk.LookAsync($"{hub.Url}/commissioning", "practices");
            await page.Locator("tbody a").First.ClickAsync();
            await walk.LookAsync(null, "practice");
            await walk.LookAsync($"{hub.Url}/operations", "operations");
            await page.SetViewportSizeAsync(320, 700);
            foreach (var path in new[] { "/review", "/operations", "/commissioning" })
            {
                await walk.LookAsync(hub.Url + path, $"narrow{path.Replace('/', '-')}");
                if (javaScript) (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue($"{path} scrolls sideways at 320 px");
            }

            walk.Faults.ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Looks at pages: keeps a picture, asks axe, remembers what should not have happened.</summary>
    sealed class Walk(IPage page, bool javaScript)
    {
        static readonly string Pictures = Path.Combine(HubProcess.Root, "tests", "pictures");

        public List<string> Faults { get; } = [];

        public void Saw(string url, string hub)
        {
            if (!url.StartsWith(hub, StringComparison.Ordinal)) Faults.Add($"asked a third host: {url}");
        }

        public void Said(string type, string text)
        {
            if (type == "error" && !text.Contains("422", StringComparison.Ordinal)) Faults.Add($"console: {text}");
        }

        public async Task LookAsync(string? url, string name)
        {
            if (url is not null) await page.GotoAsync(url);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}{(javaScript ? "" : "-no-script")}.png"), FullPage = true });
            (await page.Locator("h1").CountAsync()).ShouldBe(1, name);
            if (!javaScript) return;
            var found = await page.RunAxe();
            foreach (var violation in found.Violations) Faults.Add($"{name}: {violation.Id} {violation.Help} {string.Join(' ', violation.Nodes.Select(n => n.Html).Take(2))}");
        }
    }
}
