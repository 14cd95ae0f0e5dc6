using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.LiveTests;

/// <summary>
/// The walk of a finance lead in a real browser: how a budget was set, who agrees to it, a question and its answer, a choice that appears
/// in the books, the close of a month and what changed in another since. Pictures of each page at 1280 and at 390 pixels.
/// </summary>
public sealed partial class FinanceWalkTests(ITestOutputHelper output) : ChromiumTests("rh-finance-")
{
    const string Board = "Demonstration Commissioner B";
    const string ManagerB = "Demonstration Practice Manager B";
    const int QuestionCharactersMax = 2_000;

    /// <summary>A choice stands in the position of its practice after this at the latest.</summary>
    static readonly TimeSpan PositionMax = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task FinanceLead_FollowsABudgetFromItsSettingToTheCloseOfAMonth()
    {
        RequireChromium();
        var port = HubProcess.FreePort();
        await using var hub = await HubProcess.StartAsync(
            port,
            ["demo", "--port", $"{port}", "--data", Path.Combine(Folder.FullName, "d")]
        );
        for (var i = 0; i < 1_200 && !hub.Output.Contains("Ctrl+C", StringComparison.Ordinal); i++)
            await Task.Delay(100);
        var plan = FindPath(hub, "disputes its budget");
        var walk = await PageWalk.BeginAsync(Browser, hub.Url);

        await ShouldShowTheStoriesAsync(walk, hub);
        await ShouldRecomputeAsync(walk, hub, plan);
        await ShouldBeAskedAndAnsweredAsync(walk, plan);
        await ShouldBeAgreedByTwoAsync(walk, hub, plan);
        await ShouldSeeAChoiceAsync(walk, hub);
        await ShouldCloseAMonthAsync(walk);

        walk.Faults.ShouldBeEmpty();
    }

    /// <summary>What the greeting says is planted can be read on the page that it names.</summary>
    static async Task ShouldShowTheStoriesAsync(PageWalk walk, HubProcess hub)
    {
        await walk.ChooseAsync(BrowserTests.Lead, "/commissioning");
        await LookAsync(walk, "money", "/commissioning");
        var summary = await walk.Page.Locator(".lead").TextContentAsync();
        summary.ShouldNotBeNull().ShouldContain("4 are heading more than 5% over");
        summary.ShouldContain("5 are heading more than 5% under");
        summary.ShouldContain("Over by more than chance explains: ");
        summary.ShouldContain("Over, but it may be chance: ");
        await LookAsync(walk, "money-body", FindPath(hub, "left the locality"));
        var body = await walk.Page.Locator("main").InnerTextAsync();
        body.ShouldContain("are in deficit");
        body.ShouldContain("year 1 of the plan's 3");
        var together = await walk.Page.Locator("[aria-label='Two ways to count'] td[data-label=Together]").AllInnerTextsAsync();
        together.Count.ShouldBe(2);
        together.Distinct().Count().ShouldBe(1, "both ways to count it add up to the same");
        var outside = await walk.Page.Locator("[aria-label='Two ways to count'] td[data-label='Outside it']").AllInnerTextsAsync();
        outside.Distinct().Count().ShouldBe(2);
        await LookAsync(walk, "money-late-plan", FindPath(hub, "forty days late"));
        (await walk.Page.Locator("main").InnerTextAsync()).ShouldContain("That was 40 days late");
        await LookAsync(walk, "money-practice", "/commissioning/practices/Z81006");
        (await walk.Page.Locator("main").InnerTextAsync()).ShouldContain("How sure is the forecast?");
    }

    /// <summary>From the page's own JSON, to the penny, by the arithmetic that the README gives.</summary>
    static async Task ShouldRecomputeAsync(PageWalk walk, HubProcess hub, string plan)
    {
        await walk.ChooseAsync(Board, plan);
        await LookAsync(walk, "money-plan", plan);
        (await walk.Page.Locator("main").InnerTextAsync()).ShouldContain("to the penny");
        var own = await PlanArithmetic.ReadAsync(walk.Page, hub.Url, plan);
        own.Recompute().ShouldBe(own.Pence);
        await walk.ChooseAsync(BrowserTests.Manager, "/commissioning/practices/Z81006/plan");
        await LookAsync(walk, "money-plan-shared", "/commissioning/practices/Z81006/plan");
        var shared = await PlanArithmetic.ReadAsync(walk.Page, hub.Url, "/commissioning/practices/Z81006/plan");
        shared.Holders.ShouldBeGreaterThan(1);
        shared.Recompute().ShouldBe(shared.Pence);
        shared.Pence.ShouldBe(await ReadChartEndAsync(walk, hub));
    }

    static async Task<long> ReadChartEndAsync(PageWalk walk, HubProcess hub)
    {
        var answer = await walk.Page.Context.APIRequest.GetAsync($"{hub.Url}/commissioning/practices/Z81006/plan?chart=plan&format=json");
        return (long)JsonNode.Parse(await answer.TextAsync())!["rows"]!.AsArray()[^1]!["afterPence"]!;
    }

    static async Task ShouldBeAskedAndAnsweredAsync(PageWalk walk, string plan)
    {
        var page = walk.Page;
        await walk.ChooseAsync(ManagerB, plan);
        await page.GetByLabel("Partly").CheckAsync();
        await walk.PressAsync("Send");
        (await page.TitleAsync()).ShouldStartWith("Error: ");
        (await page.Locator(".nhsuk-error-summary").TextContentAsync())!.ShouldContain("Say what is not understood");
        await page.GetByLabel("Partly").CheckAsync();
        await page.GetByLabel("What would you like explained?").FillAsync(new string('x', QuestionCharactersMax + 1));
        await walk.PressAsync("Send");
        (await page.Locator(".nhsuk-error-summary").TextContentAsync())!.ShouldContain("2,000 characters at the most");
        await LookAsync(walk, "money-question-error");
        await page.GetByLabel("Partly").CheckAsync();
        await page.GetByLabel("What would you like explained?").FillAsync("Does the growth count the new houses at Mill Lane?");
        await walk.PressAsync("Send");
        (await page.Locator(".nhsuk-notification-banner").TextContentAsync())!.ShouldContain("Recorded");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("Waiting for an answer");
        await walk.ChooseAsync(Board, plan);
        var card = page.Locator(".card").Filter(new() { HasText = "Mill Lane" });
        await card.GetByLabel("Answer").FillAsync("Yes, from the day on which people register with you.");
        await card.GetByRole(AriaRole.Button).ClickAsync();
        (await page.Locator(".nhsuk-notification-banner").TextContentAsync())!.ShouldContain("Answered");
        await walk.ChooseAsync(ManagerB, plan);
        (await page.Locator("main").InnerTextAsync()).ShouldContain("Yes, from the day on which people register with you.");
        await LookAsync(walk, "money-answer");
    }

    /// <summary>Whoever put it forward cannot agree, nor can the same person for somebody else; another of another party can.</summary>
    static async Task ShouldBeAgreedByTwoAsync(PageWalk walk, HubProcess hub, string plan)
    {
        await walk.ChooseAsync(Board, plan);
        (await walk.Page.Locator("main").InnerTextAsync()).ShouldContain("has put this figure forward itself");
        var line = (await PlanArithmetic.ReadAsync(walk.Page, hub.Url, plan)).Line;
        var refused = await walk.Page.Context.APIRequest.PostAsync(
            $"{hub.Url}/commissioning/api/plans/{line}/agree",
            new() { DataObject = new { } }
        );
        refused.Status.ShouldBe(409);
        (await refused.TextAsync()).ShouldContain("has put it forward itself. Somebody of another party must agree.");
        await walk.ChooseAsync(ManagerB, plan);
        await walk.Page.GetByRole(AriaRole.Button, new() { NameRegex = AgreeTo() }).ClickAsync();
        (await walk.Page.Locator(".nhsuk-notification-banner").TextContentAsync())!.ShouldContain("Agreed");
        var words = await walk.Page.Locator("main").InnerTextAsync();
        words.ShouldContain($"{Board}, Commissioning manager, put it forward");
        words.ShouldContain($"{ManagerB}, Practice manager, agreed");
        await LookAsync(walk, "money-agreed");
    }

    static async Task LookAsync(PageWalk walk, string name, string? path = null)
    {
        await walk.Page.SetViewportSizeAsync(1280, 900);
        await walk.LookAsync(name, path);
        await walk.Page.SetViewportSizeAsync(390, 844);
        await walk.LookAsync($"{name}-390");
        await walk.ShouldNotScrollSidewaysAsync(name);
        await walk.Page.SetViewportSizeAsync(1280, 900);
    }

    /// <summary>The page that the greeting names for a story.</summary>
    static string FindPath(HubProcess hub, string story)
    {
        var line = hub.Output.Split('\n').First(l => l.Contains(story, StringComparison.Ordinal)).TrimEnd();
        return line[line.IndexOf("/commissioning", StringComparison.Ordinal)..];
    }

    [GeneratedRegex("^Agree to £")]
    private static partial Regex AgreeTo();

    [GeneratedRegex("^Close [A-Z]")]
    private static partial Regex CloseMonth();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
