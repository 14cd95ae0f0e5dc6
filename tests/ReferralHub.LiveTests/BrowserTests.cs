using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using Xunit.Abstractions;
using static ReferralHub.LiveTests.PersonaWalks;

namespace ReferralHub.LiveTests;

/// <summary>The pages in a real browser: each persona's way, pictures of every page, axe and the W3C's checker.</summary>
public sealed class BrowserTests(ITestOutputHelper output) : ChromiumTests("rh-browser-")
{
    const string ReviewerA = "Demonstration Reviewer A";
    const string ReviewerB = "Demonstration Reviewer B";
    internal const string Lead = "Demonstration Lead";
    internal const string Manager = "Demonstration Practice Manager";
    internal const string Booking = "Demonstration Booking Team";
    internal const string Commissioner = "Demonstration Commissioner";
    internal const string Operator = "Demonstration Operator";

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EachPersona_GetsTheirWorkDone(bool javaScript)
    {
        RequireChromium();
        await using var hub = await DemoAsync(800);
        var walk = await PageWalk.BeginAsync(Browser, hub.Url, javaScript);
        var page = walk.Page;
        await walk.LookAsync("start", "/");
        await walk.LookAsync("who", "/review");
        await walk.PressAsync($"Go on as {ReviewerA}");
        await walk.LookAsync("worklist");
        var reference = await ReviewAsync(walk, javaScript);
        await PatientAsync(walk, hub);
        await PracticeAsync(walk);
        await OthersAsync(walk);
        await walk.ChooseAsync(Lead, "/review/mine");
        await walk.LookAsync("mine");

        // 320 CSS pixels are also what 400 % zoom leaves of a 1280 pixel screen (WCAG 1.4.10).
        await page.SetViewportSizeAsync(320, 700);
        foreach (
            var (user, name, path) in new[]
            {
                (Lead, "worklist", "/review?show=all"),
                (Lead, "decide", $"/review/{reference}"),
                (Lead, "rules", "/rules"),
                (Lead, "session", "/review/session"),
                (Operator, "operations", "/operations"),
                (Booking, "booking", "/booking"),
                (Commissioner, "commissioning", "/commissioning"),
                (Commissioner, "months", "/commissioning/months"),
            }
        )
        {
            await walk.ChooseAsync(user, path);
            await walk.LookAsync($"narrow-{name}", path);
            if (javaScript)
                await walk.ShouldNotScrollSidewaysAsync(path);
        }

        await ShouldBeCleanAsync(walk);
    }

    [SkippableFact]
    public async Task ThirtyReferrals_AreReviewedByKeyboardAlone()
    {
        RequireChromium();
        const int wanted = 30;
        await using var hub = await DemoAsync(1_500);
        var walk = await PageWalk.BeginAsync(Browser, hub.Url);
        var page = walk.Page;
        await walk.ChooseAsync(ReviewerA);
        await page.EvaluateAsync("document.querySelector('[data-shortcut=start]').focus()");
        await page.Keyboard.PressAsync("Enter");
        var seen = new HashSet<string>();
        var seconds = new List<double>();
        for (var decided = 0; decided < wanted; )
        {
            await page.WaitForURLAsync(url => url.Contains("/review/", StringComparison.Ordinal) && !seen.Contains(Page(url)));
            page.Url.ShouldNotContain("session", Case.Sensitive, $"only {decided} were there to review");
            seen.Add(Page(page.Url));
            var started = Stopwatch.GetTimestamp();
            await DecideByKeysAsync(page);
            await page.WaitForURLAsync(url => !seen.Contains(Page(url)));
            if (page.Url.Contains("handler=Next", StringComparison.Ordinal))
            {
                // Refused, because it names no specialty and so needs more than a yes: left for later.
                seen.Add(Page(page.Url));
                await TabToAsync(page, "Skip to next");
                await page.Keyboard.PressAsync("Enter");
                continue;
            }

            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            decided++;
        }

        (await page.Locator(".nhsuk-notification-banner").First.TextContentAsync())!.ShouldContain("Accepted");
        await walk.LookAsync("after-thirty");

        // With shortcuts it is two chords; they are off until somebody turns them on.
        var here = page.Url;
        await page.Keyboard.PressAsync("Alt+Shift+KeyA");
        (await page.Locator("#act").IsCheckedAsync()).ShouldBeFalse();
        await walk.GoAsync("/user/shortcuts");
        await walk.PressAsync("Turn on");
        await page.GotoAsync(here);
        while (
            (await page.Locator("h1").TextContentAsync())!.Contains("Not known", StringComparison.Ordinal)
            || await page.Locator("#read-first").CountAsync() > 0
        )
        {
            // Without a specialty a plain yes is refused, and what is read first does not wait for an undo; this is about one that does.
            await page.Keyboard.PressAsync("Alt+Shift+KeyS");
            await page.WaitForURLAsync(url => Page(url) != Page(here));
            here = page.Url;
        }

        await page.Keyboard.PressAsync("Alt+Shift+KeyA");
        (await page.Locator("#act").IsCheckedAsync()).ShouldBeTrue();
        await page.Keyboard.PressAsync("Alt+Shift+KeyN");
        await page.WaitForURLAsync(url => Page(url) != Page(here));
        await page.Keyboard.PressAsync("Alt+Shift+KeyU");
        await page.WaitForURLAsync(url => Page(url) == Page(here));
        (await page.Locator(".nhsuk-notification-banner").First.TextContentAsync())!.ShouldContain("Undone");
        seen.Add(Page(here));
        await walk.LookAsync("shortcut-undone");
        await walk.LookAsync("session", "/review/session");
        (await page.Locator(".figures dd").First.TextContentAsync()).ShouldBe($"{wanted}");
        seconds.Sort();
        Summary.Write(
            output,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Thirty referrals by keyboard alone: a decision, from one page shown to the next, takes "
                    + $"{seconds[wanted / 2]:0.00} s (median; slowest {seconds[^1]:0.00} s) of the browser's time"
            )
        );
        await ShouldBeCleanAsync(walk);
    }

    [SkippableFact]
    public async Task TwoReviewersRace_OneLearnsWhoWon_AndKeepsTheText()
    {
        RequireChromium();
        await using var hub = await DemoAsync(250);
        var (first, second) = (await PageWalk.BeginAsync(Browser, hub.Url), await PageWalk.BeginAsync(Browser, hub.Url));
        await first.ChooseAsync(ReviewerA);
        await second.ChooseAsync(Lead);
        // What is read first takes effect at once; this is about one that can be taken back.
        var path = await first.Page.Locator(".scroll:not(.scroll-first) tbody a").First.GetAttributeAsync("href");
        await first.GoAsync(path!);
        await second.GoAsync(path!);
        await second.Page.GetByLabel("Ask the practice").CheckAsync();
        await second.Page.GetByLabel("Question").FillAsync("What has been tried so far?");
        await first.Page.GetByLabel("Accept", new() { Exact = true }).CheckAsync();
        await first.PressAsync("Decide");
        (await first.Page.Locator(".nhsuk-notification-banner").First.TextContentAsync())!.ShouldContain("Accepted");
        await second.PressAsync("Decide");
        (await second.Page.TitleAsync()).ShouldStartWith("Error: ");
        (await second.Page.Locator(".nhsuk-error-summary").TextContentAsync())!.ShouldContain($"{ReviewerA} has decided: accepted");
        await second.LookAsync("race-lost");

        // The winner takes it back, and the other's words are there.
        await first.Page.GetByRole(AriaRole.Button, new() { NameString = "Undo" }).First.ClickAsync();
        await second.GoAsync(path!);
        (await second.Page.InputValueAsync("#text-ask")).ShouldBe("What has been tried so far?");
        await second.Page.GetByText("Take it over").ClickAsync();
        await second.Page.GetByLabel("Why", new() { Exact = true }).First.FillAsync("We spoke on the telephone");
        await second.PressAsync("Take over");
        await second.LookAsync("taken-over");
        await ShouldBeCleanAsync(first);
        await ShouldBeCleanAsync(second);
    }

    [SkippableFact]
    public async Task SessionThatTimesOut_WarnsAndKeepsTheWork()
    {
        RequireChromium();
        // A tenth of a minute without a sign, so that the test need not wait for fifteen.
        await using var hub = await DemoAsync(100, ("ReferralHub__Sessions__IdleMinutes", "0.1"));
        var walk = await PageWalk.BeginAsync(Browser, hub.Url);
        await walk.ChooseAsync(ReviewerA);
        var path = await walk.Page.Locator("tbody a").First.GetAttributeAsync("href");
        await walk.GoAsync(path!);
        await walk.Page.GetByLabel("Ask the practice").CheckAsync();
        await walk.Page.GetByLabel("Question").FillAsync("Which side is it?");
        // Too late to have been saved by the ten-second timer, and the field is never left.
        await Task.Delay(TimeSpan.FromSeconds(8));
        await walk.PressAsync("Decide");
        (await walk.Page.Locator(".nhsuk-notification-banner").TextContentAsync())!.ShouldContain("Your session ended");
        await walk.LookAsync("session-ended");
        await walk.PressAsync($"Go on as {ReviewerA}");
        walk.Page.Url.ShouldEndWith(path!);
        (await walk.Page.InputValueAsync("#text-ask")).ShouldBe("Which side is it?");
        walk.Faults.RemoveAll(f => f.Contains("401", StringComparison.Ordinal));
        await ShouldBeCleanAsync(walk);
    }

    Task<HubProcess> DemoAsync(int referrals, params (string, string)[] environment) =>
        StartAsync(["demo", "--referrals", $"{referrals}"], environment);

    async Task<HubProcess> StartAsync(string[] command, (string, string)[] environment)
    {
        var port = HubProcess.FreePort();
        var hub = await HubProcess.StartAsync(
            port,
            [.. command, "--port", $"{port}", "--data", Path.Combine(Folder.FullName, $"d{port}")],
            environment
        );
        for (var i = 0; i < 600 && !hub.Output.Contains("Ctrl+C", StringComparison.Ordinal); i++)
            await Task.Delay(100);
        return hub;
    }

    async Task ShouldBeCleanAsync(PageWalk walk)
    {
        walk.Faults.ShouldBeEmpty();
        if (walk.Kept.Count == 0)
            return;
        if (await HtmlCheck.ErrorsAsync(walk.Kept.Distinct()) is not { } errors)
        {
            Summary.Write(output, "Skipped: the W3C's checker over the pages (java or tests/interop/node_modules/vnu-jar is not here)");
            return;
        }

        errors.ShouldBeEmpty();
        Summary.Write(output, $"W3C's checker: {walk.Kept.Distinct().Count()} pages, 0 errors");
    }
}
