using System.Globalization;
using Microsoft.Playwright;
using Shouldly;

namespace ReferralHub.LiveTests;

/// <summary>The way of each persona through the pages, step by step.</summary>
static class PersonaWalks
{
    /// <summary>Reviews one referral in every way that does not end it, returns another with advice, and undoes that.</summary>
    public static async Task<string> ReviewAsync(PageWalk walk, bool javaScript)
    {
        var page = walk.Page;
        await walk.PressAsync("Start review");
        await walk.LookAsync("decide");
        var reference = page.Url[(page.Url.LastIndexOf('/') + 1)..];
        await walk.PressAsync(javaScript ? "Decide and review next" : "Decide");
        (await page.TitleAsync()).ShouldStartWith("Error: ");
        await walk.LookAsync("decide-error");
        await page.GetByLabel("Return with advice").CheckAsync();
        await page.GetByLabel("Advice", new() { Exact = true }).FillAsync("Please try the exercises first.");
        await walk.PressAsync("Preview");
        (await page.Locator("#preview").TextContentAsync())!.ShouldContain("Please try the exercises first.");
        await walk.PressAsync("Decide");
        (await page.Locator(".nhsuk-error-summary").TextContentAsync())!.ShouldContain("Choose a reason for the return.");
        (await page.InputValueAsync("#text-return")).ShouldBe("Please try the exercises first.", "what was typed survives a refusal");
        await page.GetByLabel("Reason", new() { Exact = true }).SelectOptionAsync("SERVICE_INAPPROPRIATE");
        await walk.PressAsync("Decide");
        (await page.Locator(".nhsuk-notification-banner").First.TextContentAsync())!.ShouldContain("Returned with advice");
        await walk.LookAsync("decided");
        await page.GetByRole(AriaRole.Button, new() { NameString = "Undo" }).First.ClickAsync();
        (await page.InputValueAsync("#text-return")).ShouldBe("Please try the exercises first.", "undone, it is a draft again");
        await walk.LookAsync("undone");
        await page.GetByLabel("Ask the practice").CheckAsync();
        await page.GetByLabel("Question").FillAsync("What did the X-ray show?");
        await walk.PressAsync("Save and go back");
        await walk.GoAsync($"/review/{reference}");
        (await page.InputValueAsync("#text-ask")).ShouldBe("What did the X-ray show?");
        await walk.LookAsync("draft");
        await walk.PressAsync("Skip to next");
        page.Url.ShouldNotEndWith(reference);
        await walk.LookAsync("session-list", "/review/session");
        await walk.LookAsync("trace", $"/review/{reference}/trace");
        await walk.LookAsync("shortcuts", "/user/shortcuts");
        await walk.LookAsync("found-nothing", "/review?find=NOBODYBYTHISNAME");
        return reference;
    }

    public static async Task PatientAsync(PageWalk walk, HubProcess hub)
    {
        var page = walk.Page;
        var link = hub.Output.Split('\n').First(l => l.Contains("/choose/", StringComparison.Ordinal));
        await page.GotoAsync(link[link.IndexOf("http", StringComparison.Ordinal)..].Split(' ')[0]);
        await walk.LookAsync("choose-birth-date");
        await walk.PressAsync("Continue");
        (await page.TitleAsync()).ShouldStartWith("Error: ");
        await walk.LookAsync("choose-birth-date-error");
        var born = DateOnly.ParseExact(
            link[(link.IndexOf("(born ", StringComparison.Ordinal) + 6)..].TrimEnd('\r').TrimEnd(')'),
            "d MMMM yyyy",
            CultureInfo.InvariantCulture
        );
        await page.GetByLabel("Day").FillAsync($"{born.Day}");
        await page.GetByLabel("Month").FillAsync($"{born.Month}");
        await page.GetByLabel("Year").FillAsync($"{born.Year}");
        await walk.PressAsync("Continue");
        await walk.LookAsync("choose-options");
        await page.Locator("input[type=radio]").First.CheckAsync();
        await walk.PressAsync("Choose this place");
        (await page.Locator("h1").TextContentAsync())!.ShouldStartWith("Your referral goes to");
        await walk.LookAsync("choose-done");
    }

    /// <summary>The practice answers what waits for it, appeals a return, and is told when it may not do something.</summary>
    public static async Task PracticeAsync(PageWalk walk)
    {
        var page = walk.Page;
        await walk.ChooseAsync(BrowserTests.Manager, "/practice");
        await walk.LookAsync("practice");
        await walk.GoAsync("/practice?turn=returned");
        await walk.LookAsync("practice-returned");
        if (await page.Locator("tbody a").CountAsync() == 0)
            return;
        await page.Locator("tbody a").First.ClickAsync();
        await walk.LookAsync("practice-return");
        if (await page.GetByRole(AriaRole.Button, new() { Name = "Appeal" }).CountAsync() == 0)
            return;
        await walk.PressAsync("Appeal");
        (await page.Locator(".nhsuk-error-summary").TextContentAsync())!.ShouldContain("Say why the referral should go on.");
        await walk.LookAsync("practice-appeal-error");
        await page.GetByLabel("Why it should go on").FillAsync("The pain has become much worse since.");
        await walk.PressAsync("Appeal");
        (await page.Locator(".nhsuk-notification-banner").TextContentAsync())!.ShouldContain("Appealed");
        await walk.LookAsync("practice-appealed");
    }

    /// <summary>Everybody who neither reviews nor refers looks at the pages of their role.</summary>
    public static async Task OthersAsync(PageWalk walk)
    {
        foreach (
            var (user, pages) in new (string, (string Name, string Path)[])[]
            {
                (BrowserTests.Lead, [("rules", "/rules"), ("pack", "/rules/safety"), ("simulation", "/rules/simulation")]),
                (BrowserTests.Booking, [("booking", "/booking")]),
                (BrowserTests.Operator, [("operations", "/operations")]),
                ("Demonstration Provider Staff", [("provider", "/provider")]),
                ("Demonstration Privacy Officer", [("audit", "/audit")]),
                (BrowserTests.Commissioner, [("commissioning", "/commissioning")]),
            }
        )
        {
            await walk.ChooseAsync(user, pages[0].Path);
            foreach (var (name, path) in pages)
                await walk.LookAsync(name, path);
        }

        await walk.Page.Locator("tbody a").First.ClickAsync();
        await walk.LookAsync("practice-budget");
        await walk.ChooseAsync("Demonstration Administrator", "/people");
        await walk.LookAsync("people");
        await walk.LookAsync("confirm", "/user/confirm");
    }

    /// <summary>The skip link to the decision, its first radio, Enter: the form's first button is "Decide and review next".</summary>
    public static async Task DecideByKeysAsync(IPage page)
    {
        await TabToAsync(page, "Skip to decision");
        await page.Keyboard.PressAsync("Enter");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("act");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Enter");
    }

    public static async Task TabToAsync(IPage page, string words)
    {
        for (var i = 0; i < 60 && (await page.EvaluateAsync<string>("document.activeElement.textContent")).Trim() != words; i++)
            await page.Keyboard.PressAsync("Tab");
    }

    /// <summary>Without the place in the page, which a skip link changes.</summary>
    public static string Page(string url) => url.Split('#')[0];
}
