using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Tests.Budgets.Books;
using ReferralHub.Tests.Commissioning.Keeping;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Budgets.Pages;

/// <summary>A practice that holds more budgets than one page shows.</summary>
public sealed class ManyLinesTests
{
    static readonly string[] Specialties = ["100", "101", "103", "104", "106", "107", "108", "110", "120", "130", "140", "150", "160"];

    [Fact]
    public async Task Page_OfThirteenBudgets_ShowsTwelve_SaysOfTheOther_AndLinksToAll()
    {
        await using var hub = await StartAsync();
        using var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Test Person", "Test post", "Practice", "A81001");

        var first = await page.GetAsync("/commissioning/practices/A81001");
        var all = await page.GetAsync("/commissioning/practices/A81001?lines=all");

        first.ShouldContain("<h2>Care 12</h2>");
        first.ShouldNotContain("<h2>Care 13</h2>");
        first.ShouldContain("1 more budget is not shown here.");
        first.ShouldContain("href=\"/commissioning/practices/A81001?lines=all\"");
        all.ShouldContain("<h2>Care 13</h2>");
        all.ShouldNotContain("not shown here");
    }

    [Fact]
    public async Task Chart_OfABudgetThatIsNotShown_CanBeDownloaded()
    {
        await using var hub = await StartAsync();
        using var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Test Person", "Test post", "Practice", "A81001");

        var csv = await page.GetAsync("/commissioning/practices/A81001?chart=burn-up-set-13-a81001&format=csv");

        page.Status.ShouldBe(System.Net.HttpStatusCode.OK);
        csv.ShouldContain("2026-05,");
    }

    static async Task<TestHub> StartAsync()
    {
        var hub = await TestHub.StartAsync(
            "web",
            new FakeTimeProvider(new DateTime(2026, 7, 1, 9, 0, 0, DateTimeKind.Utc)),
            folder =>
            {
                TestDirectory.Write(folder);
                File.AppendAllText(Path.Combine(folder, "practices.csv"), "A81001,First Practice,8000,51.4,-2.5\n");
                new Dictionary<string, string> { [SmallArea.Arrangements] = WriteArrangements() }.Write(
                    Path.Combine(folder, "commissioning")
                );
            }
        );
        for (var number = 1; number <= Specialties.Length; number++)
            await hub.AgreeAsync(Invariant($"set-{number}"), "A81001", 100_000);
        return hub;
    }

    static string WriteArrangements() =>
        """
            version: 1
            source: Made up for tests
            bodies:
              - { id: QXX, name: Test Board, kind: board, ods: QXX, from: 2019-04-01, contact: Finance lead }
              - { id: A81001, name: First Practice, kind: practice, ods: A81001, from: 2019-04-01, reportsTo: QXX, contact: Manager }
            scopes:

            """
        + string.Concat(
            Specialties.Select(
                (code, i) =>
                    Invariant($"  - {{ id: care-{i + 1}, words: Care {i + 1}, ")
                    + $"include: [{{ sources: [gp], pods: [OPFA], tfcs: [\"{code}\"] }}], strategicRisk: low }}\n"
            )
        )
        + "  - { id: rest, words: All else, include: [{ sources: [any], pods: [any] }], strategicRisk: high }\n"
        + "planSets:\n"
        + string.Concat(
            Specialties.Select(
                (_, i) => SmallArea.WritePlan(Invariant($"set-{i + 1}"), "QXX", Invariant($"care-{i + 1}"), "A81001", "1000.00")
            )
        )
        + SmallArea.WritePlan("rest", "QXX", "rest", "QXX", "5000.00");

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
