using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Commissioning;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Log;
using ReferralHub.Tests.Budgets.Books;
using ReferralHub.Tests.Commissioning.Keeping;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Budgets.Pages;

/// <summary>
/// Pages of practices and bodies on a hub whose book has figures: a practice with an agreed budget of £1,000 and three choices of £170
/// each, beside one whose budget is not agreed.
/// </summary>
public sealed class LinePagesTests
{
    static readonly string Arrangements =
        """
            version: 1
            source: Made up for tests
            bodies:
              - { id: QXX, name: Test Board, kind: board, ods: QXX, from: 2019-04-01, contact: Finance lead }
              - { id: LOC, name: Test Locality, kind: locality, from: 2019-04-01, reportsTo: QXX, contact: Locality lead }
              - { id: L81008, name: Test Practice, kind: practice, ods: L81008, from: 2019-04-01, reportsTo: QXX, contact: Manager }
              - { id: B81001, name: Second Practice, kind: practice, ods: B81001, from: 2019-04-01, reportsTo: QXX, contact: Manager }
            members:
              - { body: LOC, member: L81008, from: 2020-04-01 }
              - { body: LOC, member: B81001, from: 2020-04-01 }
            scopes:
              - { id: first, words: First attendances, include: [{ sources: [gp], pods: [OPFA] }], strategicRisk: low }
              - { id: rest, words: All else, include: [{ sources: [any], pods: [any] }], strategicRisk: high }
            planSets:

            """
        + SmallArea.WritePlan("first-2026", "QXX", "first", "L81008", "1000.00")
        + SmallArea.WritePlan("second-2026", "QXX", "first", "B81001", "2000.00")
        + SmallArea.WritePlan("rest-2026", "QXX", "rest", "QXX", "5000.00");

    static readonly DateTime May10 = new(2026, 5, 10, 9, 0, 0, DateTimeKind.Utc);
    static readonly DateTime July1 = new(2026, 7, 1, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Practice_SeesItsBudget_WhatIsCommitted_AndWhatItHasToDo()
    {
        await using var hub = await StartAsync();
        using var page = await SignInAsync(hub, "Practice", "L81008");

        var shown = await page.GetAsync("/commissioning/practices/L81008");

        page.Status.ShouldBe(HttpStatusCode.OK);
        shown.ShouldContain("<dt>Budget 2026/27</dt><dd>£1,000.00</dd>");
        shown.ShouldContain("<dt>Committed</dt><dd>£510.00</dd>");
        shown.ShouldContain("the budget of £1,000");
        shown.ShouldContain("Say whether you understand how the budget for “First attendances” was set.");
        shown.ShouldContain("href=\"/commissioning/practices/L81008/plan\"");
        shown.ShouldContain("everything that was recorded up to 1 July 2026, 10:00");
        // What stood there before the book had figures counts something else.
        shown.ShouldNotContain("Indicative budget 2026/27");
        shown.ShouldContain("Activity by month");
    }

    [Fact]
    public async Task BurnUp_IsCsvAndJson_AtTheAddressOfThePractice()
    {
        await using var hub = await StartAsync();
        using var page = await SignInAsync(hub, "Practice", "L81008");

        var csv = await page.GetAsync("/commissioning/practices/L81008?format=csv");
        var json = JsonNode.Parse(await page.GetAsync("/commissioning/practices/L81008?format=json"))!;

        csv.ShouldContain("2026-05,0,51000,");
        json["budgetPence"]!.GetValue<long>().ShouldBe(100_000);
        json["rows"]!.AsArray().Count.ShouldBe(12);
    }

    [Fact]
    public async Task Commissioner_IsToldNoMoneyOfFewPatients_OnPageTableChartAndData()
    {
        await using var hub = await StartAsync(choices: 3);
        using var page = await SignInAsync(hub, "Commissioner", "ZC01");

        var own = await page.GetAsync("/commissioning/practices/L81008");
        var list = await page.GetAsync("/commissioning");
        var csv = await page.GetAsync("/commissioning/practices/L81008?format=csv");
        var json = JsonNode.Parse(await page.GetAsync("/commissioning/practices/L81008?format=json"))!;

        own.ShouldContain("<dt>Committed</dt><dd>*</dd>");
        own.ShouldContain("<dt>Forecast for the year</dt><dd>*</dd>");
        own.ShouldContain("Nothing is spent. What is committed is withheld, because it is about few patients.");
        own.ShouldNotContain("In budget");
        own.ShouldNotContain("Since 31 May");
        list.ShouldContain("<td data-label=\"Committed\" class=\"figure\">*</td>");
        csv.ShouldContain("2026-05,0,,");
        csv.ShouldContain("2026-07,0,,");
        json["rows"]![1]!["committedPence"].ShouldBeNull();
        json["forecastPence"].ShouldBeNull();
    }

    [Fact]
    public async Task Commissioner_IsToldRoundedFigures_OfItsPracticesAlone()
    {
        await using var hub = await StartAsync(choices: 8);
        using var page = await SignInAsync(hub, "Commissioner", "ZC01");

        var own = await page.GetAsync("/commissioning/practices/L81008");
        var list = await page.GetAsync("/commissioning");

        own.ShouldContain("<dt>Committed</dt><dd>£1,000.00</dd>");
        own.ShouldNotContain("1,360.00");
        own.ShouldContain("The holder has not said whether it understands");
        list.ShouldContain("href=\"/commissioning/practices/L81008\"");
        list.ShouldNotContain("B81001");
        list.ShouldNotContain("All else");
        list.ShouldNotContain("1,360.00");
    }

    [Fact]
    public async Task Centre_SeesTheMap_WhatIsLate_AndPracticesWithoutLinesAsBefore()
    {
        await using var hub = await StartAsync();
        using var page = await SignInAsync(hub, "Lead", "XRH01");

        var list = await page.GetAsync("/commissioning");
        var map = JsonNode.Parse(await page.GetAsync("/commissioning?format=json"))!;

        list.ShouldContain("Budgets by holder and scope: Budgets 2026/27");
        list.ShouldContain("Budgets for “First attendances” were to be agreed by 1 April 2026: Second Practice has no agreed budget.");
        list.ShouldContain("href=\"/commissioning/practices/B81001\"");
        list.ShouldContain("href=\"/commissioning/bodies/QXX\"");
        map["rows"]!.AsArray().Count.ShouldBe(2);
        map["rows"]![0]!["budgetPence"]!.GetValue<long>().ShouldBe(100_000);
    }

    [Fact]
    public async Task Body_ShowsItsMembersAgainstTheirBudgets_ToTheCentre()
    {
        await using var hub = await StartAsync();
        using var page = await SignInAsync(hub, "Lead", "XRH01");

        var locality = await page.GetAsync("/commissioning/bodies/LOC");
        var board = await page.GetAsync("/commissioning/bodies/QXX");

        locality.ShouldContain("Test Locality");
        locality.ShouldContain("Budgets of the members of Test Locality");
        locality.ShouldContain("£510.00");
        board.ShouldContain("<dt>Budget 2026/27</dt><dd>£5,000.00</dd>");
        board.ShouldNotContain("understand");
    }

    [Theory]
    [InlineData("Practice", "L81008", "/commissioning/practices/L81008")]
    [InlineData("Lead", "XRH01", "/commissioning/practices/L81008")]
    [InlineData("Lead", "XRH01", "/commissioning/bodies/LOC")]
    [InlineData("Lead", "XRH01", "/commissioning")]
    public async Task BudgetThatHasEnded_IsShown_WhileCareIsToCome(string kind, string organisation, string path)
    {
        await using var hub = await StartAsync(new(2027, 4, 1, 9, 0, 0, DateTimeKind.Utc));
        using var page = await SignInAsync(hub, kind, organisation);

        var shown = await page.GetAsync(path);

        shown.ShouldContain("Budgets that have ended");
        shown.ShouldContain("First attendances, 2026/27");
        shown.ShouldContain("data-label=\"Budget\" class=\"figure\">£1,000.00<");
        shown.ShouldContain("data-label=\"Committed\" class=\"figure\">£510.00<");
        // It is nobody's budget of this year.
        shown.ShouldNotContain("<dt>Budget 2027/28</dt>");
        shown.ShouldNotContain("were to be agreed by");
    }

    static async Task<TestHub> StartAsync(DateTime? today = null, int choices = 3)
    {
        var time = new FakeTimeProvider(May10);
        var hub = await TestHub.StartAsync(
            "web",
            time,
            folder =>
            {
                TestDirectory.Write(folder);
                File.AppendAllText(Path.Combine(folder, "practices.csv"), "B81001,Second,8000,51.4,-2.5\n");
                File.WriteAllText(
                    Path.Combine(folder, "commissioners.csv"),
                    "body,name,practice,from,until\nZC01,First,L81008,2024-04-01,\n"
                );
                new Dictionary<string, string> { [SmallArea.Arrangements] = Arrangements }.Write(Path.Combine(folder, "commissioning"));
            }
        );
        await AgreeAsync(hub, "first-2026", "L81008", 100_000, null);
        await AgreeAsync(hub, "rest-2026", "QXX", 500_000, "rest");
        await hub.Database.WriteAsync(
            (db, _) =>
            {
                for (var i = 0; i < choices; i++)
                    db.Log.Add(Choose());
                return Task.CompletedTask;
            },
            CancellationToken.None
        );
        await hub.StampAsync();
        time.SetUtcNow(today ?? July1);
        return hub;
    }

    static Task AgreeAsync(TestHub hub, string set, string holder, long pence, string? reason) =>
        hub.SayPlanAsync(
            BookEventTypes.PlanAgreed,
            set,
            holder,
            new()
            {
                Pence = pence,
                EffectiveFrom = new(2026, 4, 1),
                Reason = reason,
            },
            May10
        );

    static LogEvent Choose() =>
        new()
        {
            Id = EntityId.New(May10),
            Referral = EntityId.New(May10),
            Version = 1,
            Type = EventTypes.Chosen,
            At = May10,
            Actor = Actor.Patient.ToString(),
            Data = new EventData
            {
                Practice = "L81008",
                Specialty = "110",
                Provider = "RH1",
                Pence = 17_000,
                WaitDays = 60,
            }.Write(),
        };

    static async Task<PageClient> SignInAsync(TestHub hub, string kind, string organisation)
    {
        var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Test Person", "Test post", kind, organisation);
        return page;
    }
}
