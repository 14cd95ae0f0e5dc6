using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Commissioning;
using ReferralHub.Tests.Commissioning.Keeping;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Books.BookArea;

namespace ReferralHub.Tests.Budgets.Pages;

/// <summary>The page of months and what of it stands on the commissioner's first page, on a hub whose first patient chose in May.</summary>
public sealed class MonthsPageTests
{
    const string Calendar = """
        month,flex,freeze,close,packDue
        2026-04,2026-05-19,2026-06-19,2026-05-20,
        2026-05,2026-06-19,2026-07-17,2026-06-22,
        2026-06,2026-07-20,2026-08-19,2026-07-22,
        """;

    static readonly DateTime May10 = new(2026, 5, 10, 9, 0, 0, DateTimeKind.Utc);
    static readonly DateTime July1 = new(2026, 7, 1, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Months_SayWhichCloseIsLate_AndWhyAnotherMustWait()
    {
        await using var hub = await StartAsync();
        using var page = await SignInAsync(hub, "Lead", "XRH01");

        var shown = await page.GetAsync("/commissioning/months?month=2026-06");

        shown.ShouldContain("May 2026 could have been closed since 22 June 2026.");
        shown.ShouldNotContain("Close June 2026");
        shown.ShouldContain("It cannot be closed yet:");
        shown.ShouldContain("May 2026 is still open. Months are closed in their order: close it first.");
        shown.ShouldContain("Providers may report June 2026 until 20 July 2026, and today is 1 July 2026.");
        shown.ShouldContain("charts.css");
    }

    [Fact]
    public async Task Month_ThatMayBeClosed_IsClosedOnThePage_AndSaysWhenAndWithWhichBalances()
    {
        await using var hub = await StartAsync();
        using var page = await SignInAsync(hub, "Lead", "XRH01");

        var open = await page.GetAsync("/commissioning/months");
        open.ShouldContain("<h2>May 2026</h2>");
        open.ShouldNotContain("It cannot be closed yet");
        var shown = await page.PostAsync("/commissioning/months", ("month", "2026-05"));

        page.Path.ShouldBe("/commissioning/months?month=2026-05");
        shown.ShouldContain("May 2026 was closed on 1 July 2026.");
        var closed = (await hub.EventsAsync(BookSubjects.FindMonth(new(2026, 5, 1)))).ShouldHaveSingleItem();
        shown.ShouldContain(BookEventData.Read(closed.Data).Balances!);
        shown.ShouldContain("the last is May 2026.");
        // Without a choice the page is about the month that is closed next.
        (await page.GetAsync("/commissioning/months")).ShouldContain("<h2>June 2026</h2>");
    }

    [Fact]
    public async Task Month_ThatMayNotBeClosed_IsNot_AndThePageSaysWhy()
    {
        await using var hub = await StartAsync();
        using var page = await SignInAsync(hub, "Lead", "XRH01");
        await page.GetAsync("/commissioning/months");

        var shown = await page.PostAsync("/commissioning/months", ("month", "2026-06"));

        shown.ShouldContain("May 2026 is still open. Months are closed in their order: close it first.");
        (await hub.EventsAsync(BookSubjects.FindMonth(new(2026, 6, 1)))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Commissioner_WhoseMoneyItIsNot_DoesNotCloseIt()
    {
        await using var hub = await StartAsync();
        using var page = await SignInAsync(hub, "Commissioner", "ZC01");

        var shown = await page.GetAsync("/commissioning/months");
        shown.ShouldContain("A close counts for everybody whose money is in the books");
        shown.ShouldNotContain("Close May 2026");
        shown = await page.PostAsync("/commissioning/months", ("month", "2026-05"));

        page.Status.ShouldBe(HttpStatusCode.Conflict);
        shown.ShouldContain("A close counts for everybody whose money is in the books");
        (await hub.EventsAsync(BookSubjects.FindMonth(new(2026, 5, 1)))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Board_IsCsvAndJson_AtTheAddressOfThePage()
    {
        await using var hub = await StartAsync();
        using var page = await SignInAsync(hub, "Commissioner", "ZC01");

        var csv = await page.GetAsync("/commissioning/months?chart=months&format=csv");
        var type = page.Response!.Content.Headers.ContentType!.ToString();
        var json = JsonNode.Parse(await page.GetAsync("/commissioning?chart=months&format=json"))!;

        type.ShouldBe("text/csv; charset=utf-8");
        csv.ShouldContain("2026-05,Close of the month,Late,2026-06-22");
        // Of the months since the first care.
        json["rows"]!.AsArray().Count.ShouldBe(2);
        json["asOf"]!.GetValue<string>().ShouldBe("2026-07-01");
        await page.GetAsync("/commissioning/months?chart=none&format=csv");
        page.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/commissioning/months?month=2026-13")]
    [InlineData("/commissioning/months?month=2026-08")]
    [InlineData("/commissioning/months?month=May")]
    [InlineData("/commissioning/bodies/NOBODY")]
    [InlineData("/commissioning/bodies/QXX")]
    public async Task WhatIsNotThere_OrNotTheirs_IsNotFound(string path)
    {
        await using var hub = await StartAsync();
        using var page = await SignInAsync(hub, "Commissioner", "ZC01");

        await page.GetAsync(path);

        page.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/commissioning/months")]
    [InlineData("/commissioning/bodies/QXX")]
    public async Task Practice_IsAskedToSignInAsSomebodyElse(string path)
    {
        await using var hub = await StartAsync();
        using var page = await SignInAsync(hub, "Practice", "L81008");

        await page.GetAsync(path);

        page.Path.ShouldStartWith("/user?");
    }

    [Fact]
    public async Task PracticesWithoutLines_AreShownAsBefore()
    {
        await using var hub = await StartAsync();
        using var page = await SignInAsync(hub, "Practice", "L81008");

        var list = await page.GetAsync("/commissioning");
        var own = await page.GetAsync("/commissioning/practices/L81008");

        list.ShouldContain("Indicative budgets for first attendances, financial year 2026/27");
        list.ShouldNotContain("charts.css");
        own.ShouldContain("Indicative budget 2026/27");
        own.ShouldContain("At the rate of the last 13 weeks the year ends £100,000.00 within the indicative budget.");
    }

    static async Task<TestHub> StartAsync()
    {
        var time = new FakeTimeProvider(May10);
        var hub = await TestHub.StartAsync(
            "web",
            time,
            folder =>
            {
                TestDirectory.Write(folder);
                File.WriteAllText(
                    Path.Combine(folder, "commissioners.csv"),
                    "body,name,practice,from,until\nZC01,First,L81008,2024-04-01,\n"
                );
                var files = new Dictionary<string, string>(SmallArea.Files) { [SmallArea.Calendar] = Calendar };
                files.Write(Path.Combine(folder, "commissioning"));
            }
        );
        await hub.AddAsync(Received(1, May10), Chosen(1, May10, wait: null));
        time.SetUtcNow(July1);
        return hub;
    }

    static async Task<PageClient> SignInAsync(TestHub hub, string kind, string organisation)
    {
        var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Test Person", "Test post", kind, organisation);
        return page;
    }
}
