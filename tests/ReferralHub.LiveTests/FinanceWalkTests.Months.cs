using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Shouldly;

namespace ReferralHub.LiveTests;

/// <summary>What becomes of a choice in the books, and the close of a month.</summary>
public sealed partial class FinanceWalkTests
{
    async Task ShouldSeeAChoiceAsync(PageWalk walk, HubProcess hub)
    {
        await walk.ChooseAsync(BrowserTests.Lead, "/commissioning");
        var before = await ReadCommittedAsync(walk);
        var patient = await PageWalk.BeginAsync(Browser, hub.Url);
        await PersonaWalks.PatientAsync(patient, hub);
        var started = Stopwatch.StartNew();
        var after = before;
        while (after.SequenceEqual(before) && started.Elapsed < PositionMax)
        {
            await Task.Delay(500);
            after = await ReadCommittedAsync(walk);
        }

        var (took, changed) = (started.Elapsed, after.Except(before).ToList());
        changed.Count.ShouldBe(1, "the choice of one patient changes the position of one practice");
        await LookAsync(walk, "money-after-choice");
        patient.Faults.ShouldBeEmpty();
        Summary.Write(
            output,
            string.Create(
                CultureInfo.InvariantCulture,
                $"A choice stood in its practice's position {took.TotalSeconds:0.0} s after it was made"
            )
        );
    }

    static async Task<List<string>> ReadCommittedAsync(PageWalk walk)
    {
        await walk.GoAsync("/commissioning");
        var rows = walk.Page.Locator("tr").Filter(new() { Has = walk.Page.Locator("td[data-label=Committed]") });
        return [.. (await rows.AllInnerTextsAsync()).Select(r => Spaces().Replace(r, " "))];
    }

    static async Task ShouldCloseAMonthAsync(PageWalk walk)
    {
        var page = walk.Page;
        await walk.ChooseAsync(BrowserTests.Commissioner, "/commissioning/months");
        await LookAsync(walk, "money-months");
        var month = await page.InputValueAsync("#month");
        if (await page.Locator("input[name=missing]").CountAsync() > 0)
        {
            await ClosePress(page).ClickAsync();
            (await page.TitleAsync()).ShouldStartWith("Error: ");
            (await page.Locator(".nhsuk-error-summary").TextContentAsync())!.ShouldContain("No return for");
            await LookAsync(walk, "money-close-error");
            foreach (var box in await page.Locator("input[name=missing]").AllAsync())
                await box.CheckAsync();
            await ClosePress(page).ClickAsync();
            (await page.Locator("main").InnerTextAsync()).ShouldContain("was closed on");
            page.Url.ShouldEndWith($"month={month}");
            await LookAsync(walk, "money-closed");
        }

        var earlier = DateOnly.ParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture).AddMonths(-1);
        await LookAsync(walk, "money-restated", $"/commissioning/months?month={earlier:yyyy-MM}");
        var words = await page.Locator("main").InnerTextAsync();
        words.ShouldContain("Spent, as closed");
        words.ShouldContain("taken back straight after the close");
        words.ShouldContain("Prices of the list national-");
        // One month of few patients withholds the sum from whoever commissions, and not from the centre.
        words.ShouldContain("for all months together");
        await walk.ChooseAsync(BrowserTests.Lead, $"/commissioning/months?month={earlier:yyyy-MM}");
        var exact = await page.Locator("main").InnerTextAsync();
        exact.ShouldContain("For all months together, new prices come to a difference of £");
    }

    static ILocator ClosePress(IPage page) => page.GetByRole(AriaRole.Button, new() { NameRegex = CloseMonth() });
}
