using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Agreeing;

/// <summary>How a budget was set, as a practice and its commissioner read it and act on it in a browser.</summary>
public sealed class PlanPageTests
{
    const string Page = $"/commissioning/practices/{PlanArea.Practice}/plan";

    [Fact]
    public async Task Practice_ReadsTheSteps_AndPutsTheFigureForward_ThenTheCommissionerAgrees()
    {
        await using var hub = await PlanArea.StartAsync();
        using var practice = await BrowseAsync(hub, "Ann Manager", "Practice", PlanArea.Practice);
        var page = await practice.GetAsync(Page);
        page.ShouldContain("£1,250.00 for 2026/27 is not agreed: nobody has put it forward; it was due by 1 May 2026.");
        page.ShouldContain("they arrive at £1,250.00, to the penny");
        page.ShouldContain("Nobody here holds the money");
        page.ShouldContain("Need: 500 of 1,000");
        page.ShouldContain("Put forward £1,250.00 for 2026/27");
        page.ShouldContain("<svg");

        page = await PostAsync(practice, page, "Propose");
        page.ShouldContain("Put forward. Another party must agree now.");
        page.ShouldNotContain("Agree to £1,250.00");
        using var board = await BrowseAsync(hub, "Bob Board", "Commissioner", PlanArea.Board);
        page = await board.GetAsync(Page);
        page.ShouldContain("Ann Manager, Test post, put it forward for Test Practice on 10 June 2026");
        page = await PostAsync(board, page, "Agree");

        page.ShouldContain("£1,250.00 is agreed for 2026/27.");
        page.ShouldNotContain("Put forward £1,250.00");
        (await PlanArea.ListEventsAsync(hub)).Select(e => e.Type).ShouldBe(["proposed", "agreed"]);
        // The year after is on the same page, and open.
        (await board.GetAsync($"{Page}?line=first-2026%2FL81008&year=2027")).ShouldContain(
            "£1,250.00 for 2027/28 is not agreed: nobody has put it forward, by 1 May 2027."
        );
    }

    [Fact]
    public async Task Question_IsKeptWhenRefused_AndAnswered()
    {
        await using var hub = await PlanArea.StartAsync();
        using var practice = await BrowseAsync(hub, "Ann Manager", "Practice", PlanArea.Practice);
        var page = await practice.GetAsync(Page);
        page = await PostAsync(practice, page, "Understood", ("Understood", "no"));
        practice.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.ShouldContain("Say what is not understood");
        page = await PostAsync(practice, page, "Understood", ("Understood", "no"), ("Question", "Why <b>this</b>?"));
        page.ShouldContain("Test Practice does not understand how this figure came about");
        page.ShouldContain("Waiting for an answer");

        using var board = await BrowseAsync(hub, "Bob Board", "Commissioner", PlanArea.Board);
        page = await board.GetAsync(Page);
        page = await PostAsync(board, page, "Answer", ("About", PageClient.Hidden(page, "About")), ("Answer", "By need."));

        page.ShouldContain("By need.");
        (await practice.GetAsync(Page)).ShouldContain("Bob Board, Test post for Test Board");
    }

    [Theory]
    [InlineData("Propose", "Pence", "twelve", "The figure that was sent cannot be read.")]
    [InlineData("Understood", "Pence", "12.5", "The figure that was sent cannot be read.")]
    [InlineData("Propose", "Year", "next", "There is no such year.")]
    public async Task Form_WithAFigureOrYearThatCannotBeRead_IsRefusedInWords_AndRecordsNothing(
        string handler,
        string field,
        string sent,
        string words
    )
    {
        await using var hub = await PlanArea.StartAsync();
        using var practice = await BrowseAsync(hub, "Ann Manager", "Practice", PlanArea.Practice);
        var page = await practice.GetAsync(Page);
        var fields = new Dictionary<string, string>
        {
            ["Line"] = PageClient.Hidden(page, "Line"),
            ["Year"] = PageClient.Hidden(page, "Year"),
            ["Pence"] = PageClient.Hidden(page, "Pence"),
            ["Understood"] = "fully",
            [field] = sent,
        };

        page = await practice.PostAsync($"{Page}?handler={handler}", [.. fields.Select(f => (f.Key, f.Value))]);

        practice.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.ShouldContain("nhsuk-error-summary");
        page.ShouldContain(words);
        (await PlanArea.ListEventsAsync(hub)).ShouldBeEmpty();
    }

    [Fact]
    public async Task OthersPlan_IsAnsweredAsIfThereWereNone()
    {
        await using var hub = await PlanArea.StartAsync();
        using var other = await BrowseAsync(hub, "Sam Stranger", "Practice", "B81001");
        foreach (var path in new[] { Page, "/commissioning/practices/B81999/plan", $"{Page}?line=first-2026%2FB81001" })
        {
            await other.GetAsync(path);
            other.Status.ShouldBe(HttpStatusCode.NotFound, path);
        }

        await other.GetAsync("/commissioning/practices/B81001/plan?line=first-2026%2FL81008");
        other.Status.ShouldBe(HttpStatusCode.NotFound);
        await other.GetAsync("/commissioning/practices/B81001/plan");
        other.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Lead_Reads_AndHasNothingToSign()
    {
        await using var hub = await PlanArea.StartAsync();
        using var lead = await BrowseAsync(hub, "Lea Lead", "Lead", "");
        var page = await lead.GetAsync(Page);
        page.ShouldContain("Step by step");
        page.ShouldNotContain("Put forward £");
        page.ShouldNotContain("Do you understand");
    }

    [Fact]
    public async Task Data_ComesFromTheSameAddress_AndAllLinesByTheInterface()
    {
        await using var hub = await PlanArea.StartAsync();
        using var practice = await BrowseAsync(hub, "Ann Manager", "Practice", PlanArea.Practice);
        (await practice.GetAsync($"{Page}?chart=plan&format=csv")).ShouldContain("125000");
        var lines = JsonNode.Parse(await practice.GetAsync($"/commissioning/api/practices/{PlanArea.Practice}/plans"))!["lines"]!.AsArray();
        lines.Select(l => (string?)l!["line"]).ShouldBe(["first-2026/L81008", "rest-2026/QXX"]);
        lines[0]!["steps"]!.AsArray().Count.ShouldBe(2);
        lines[1]!["words"]!.GetValue<string>().ShouldContain("Test Board keeps it for all that no other plan pays for");
    }

    [Fact]
    public async Task PracticeWithoutPlan_IsToldSo()
    {
        await using var hub = await TestHub.StartAsync("web");
        using var practice = await BrowseAsync(hub, "Ann Manager", "Practice", PlanArea.Practice);
        (await practice.GetAsync(Page)).ShouldContain("No plan pays for this practice.");
    }

    static async Task<PageClient> BrowseAsync(TestHub hub, string name, string kind, string organisation)
    {
        var client = new PageClient(hub.Http.BaseAddress!);
        await client.NameAsync(name, "Test post", kind, organisation);
        return client;
    }

    /// <summary>Sends the form of a page with what it hides.</summary>
    static Task<string> PostAsync(PageClient client, string page, string handler, params (string Name, string Value)[] fields) =>
        client.PostAsync(
            $"{Page}?handler={handler}",
            [
                ("Line", PageClient.Hidden(page, "Line")),
                ("Year", PageClient.Hidden(page, "Year")),
                ("Pence", PageClient.Hidden(page, "Pence")),
                .. fields,
            ]
        );
}
