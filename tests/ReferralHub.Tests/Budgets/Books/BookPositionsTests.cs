using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Books.BookArea;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>What readers are told of the book, and who is told what.</summary>
public sealed class BookPositionsTests
{
    static readonly Dictionary<string, string> FollowUpsToo = Files.ToDictionary(
        f => f.Key,
        f => f.Value.Replace("pods: [OPFA]", "pods: [OPFA, OPFUP]", StringComparison.Ordinal)
    );

    static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task Position_IsThatOfThePostings_WithForecastAndAge()
    {
        await using var hub = await StartAsync();
        await hub.AgreeAsync(First, "A81001", 100_000);
        var now = Now.Date.AddDays(-3);
        await hub.AddAsync(Received(1, now), Chosen(1, now), Received(2, now), Chosen(2, now, wait: 400));

        var found = (await ReadAsync(hub, AccessScope.Centre)).Single(p => p.Line == "first-2026/A81001");

        found.Holder.ShouldBe("A81001");
        (found.Position.Authority, found.Position.Committed, found.Position.CarriedToNextYear).ShouldBe(
            (new Money(100_000), new Money(34_000), new Money(17_000))
        );
        found.Position.Free.ShouldBe(new Money(66_000));
        found.Forecast!.Value.Expected.ShouldBeGreaterThanOrEqualTo(new Money(17_000));
        found.Forecast!.Value.High.ShouldBeGreaterThanOrEqualTo(found.Forecast!.Value.Expected);
        found.AsOf.ShouldBeGreaterThan(Now.AddMinutes(-5));
    }

    [Fact]
    public async Task LaterCare_OfAFirstAttendanceThatIsNextYears_IsNextYearsToo()
    {
        await using var hub = await StartAsync(FollowUpsToo);
        var now = Now.Date.AddDays(-3);
        await hub.AddAsync(Received(1, now), Chosen(1, now), Received(2, now), Chosen(2, now, wait: 400));

        var position = (await ReadAsync(hub, AccessScope.Centre)).Single(p => p.Line == "first-2026/A81001").Position;

        // £170, and 1.4 follow-ups at £85 each.
        position.Committed.ShouldBe(new Money(2 * (17_000 + 11_900)));
        position.CarriedToNextYear.ShouldBe(new Money(17_000 + 11_900));
    }

    [Fact]
    public async Task Lines_AreToldToWhoMayKnowThem()
    {
        await using var hub = await StartAsync();
        await hub.AddAsync(Received(1, May, "A81009"), Chosen(1, May, "A81009"));

        (await LinesAsync(hub, AccessScope.Centre)).ShouldBe([
            "first-2026/A81001",
            "first-2026/A81002",
            "rest-2026/QXX",
            BookLines.Unattributed,
        ]);
        (await LinesAsync(hub, AccessScope.ForPractices(["A81001"]))).ShouldBe(["first-2026/A81001"]);
        (await LinesAsync(hub, AccessScope.ForFigures(["A81001"]))).ShouldBe(["first-2026/A81001"]);
        // Of all practices of the board, so of the board too.
        (await LinesAsync(hub, AccessScope.ForFigures(["A81001", "A81002"]))).ShouldBe([
            "first-2026/A81001",
            "first-2026/A81002",
            "rest-2026/QXX",
        ]);
        (await LinesAsync(hub, AccessScope.ForProviders(["RH1"]))).ShouldBeEmpty();
        (await LinesAsync(hub, AccessScope.Nothing)).ShouldBeEmpty();
    }

    [Fact]
    public async Task PositionsOfAllLines_TakeFourQueries()
    {
        await using var hub = await StartAsync();
        await hub.AddAsync(Received(1, May), Chosen(1, May));
        using var queries = new QueryCounter();
        // EF Core goes on for a second in the belief that nobody listens.
        while (queries.Count == 0)
            await ReadAsync(hub, AccessScope.Centre);
        var before = queries.Count;

        (await ReadAsync(hub, AccessScope.Centre)).Count.ShouldBe(3);

        (queries.Count - before).ShouldBe(4);
    }

    [Fact]
    public async Task BurnUp_AddsUpMonthByMonth()
    {
        await using var hub = await StartAsync();
        await hub.AgreeAsync(First, "A81001", 120_000);
        await hub.AddAsync(Received(1, May), Chosen(1, May), Received(2, May), Chosen(2, May.AddMonths(1)));

        var months = await hub.Get<BookPositions>().ReadBurnUpAsync("first-2026/A81001", new(2026), CancellationToken.None);

        months.Count.ShouldBe(12);
        months.Take(3).Select(m => m.Committed).ShouldBe([Money.Zero, new Money(17_000), new Money(34_000)]);
        months.Select(m => m.Plan!.Value.Pence).ShouldBe(Enumerable.Range(1, 12).Select(i => i * 10_000L));
        months[^1].Month.ShouldBe(new DateOnly(2027, 3, 1));
    }

    static async Task<IReadOnlyList<string>> LinesAsync(TestHub hub, AccessScope scope) =>
        [.. (await ReadAsync(hub, scope)).Select(p => p.Line)];

    static Task<IReadOnlyList<HolderPosition>> ReadAsync(TestHub hub, AccessScope scope) =>
        hub.Get<BookPositions>().ReadAsync(scope, CancellationToken.None);
}
