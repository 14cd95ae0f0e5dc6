using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets;
using ReferralHub.Budgets.Books.Closing;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Pages.Months;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Tests.Budgets.Books;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Books.BookArea;

namespace ReferralHub.Tests.Budgets.Pages;

/// <summary>What a commissioner is told of a kept month that is about few patients: what was estimated, what new prices changed.</summary>
public sealed class FewPatientsMonthTests
{
    static readonly DateOnly MayMonth = new(2026, 5, 1);
    static readonly FigureReader Exact = new(AccessScope.Centre);
    static readonly FigureReader Rounded = new(AccessScope.ForFigures(["A81001", "A81002"]));

    [Theory]
    [InlineData(3, null)]
    [InlineData(8, "£1,000.00")]
    public async Task ClosedMonth_IsToldByItsPatients_AndToTheCentreAsItIs(int patients, string? told)
    {
        await using var hub = await StartAsync();
        await hub.AgreeAsync(First, "A81001", 100_000);
        for (var i = 1; i <= patients; i++)
            await hub.AddAsync(Received(i, May), Chosen(i, May));
        foreach (var (month, missing) in new (DateOnly, string[])[] { (new(2026, 4, 1), []), (MayMonth, [Provider]) })
        {
            (await hub.Get<CloseMonth>().CloseAsync(new(month, missing, Actor.Books), CancellationToken.None)).Reasons.ShouldBeEmpty();
            await hub.StampAsync();
        }

        var rounded = (await hub.Get<MonthReadings>().ReadRestatedAsync(MayMonth, Rounded, CancellationToken.None))!;
        var exact = (await hub.Get<MonthReadings>().ReadRestatedAsync(MayMonth, Exact, CancellationToken.None))!;
        var board = await hub.Get<MonthReadings>().ReadAsync(12, withReports: false, Rounded, CancellationToken.None);

        SmallNumbers.Show(rounded.AsClosed).ShouldBe(told ?? SmallNumbers.Sign);
        rounded.Causes.ShouldHaveSingleItem().Change.ShouldBe(told is null ? null : new Money(-100_000));
        (exact.AsClosed, exact.AsRestated).ShouldBe((new Money(17_000 * patients), Money.Zero));
        exact.Causes.ShouldHaveSingleItem().Change.ShouldBe(new Money(-17_000 * patients));
        board.Restated[MayMonth].ShouldBeNull();
    }

    [Fact]
    public async Task NewPrices_OfFewPatients_AreWithheld_AndToldToTheCentreAsTheyAre()
    {
        await using var hub = await StartAsync();
        for (var i = 1; i <= 3; i++)
            await hub.AddAsync(Received(i, May), Chosen(i, May, tfc: "130"));
        await LedgerProjectionTests.LoadAsync(
            hub,
            new Dictionary<string, string>(Files)
            {
                ["prices.csv"] = Files["prices.csv"] + "\nnational-2026,national,,130,,OPFA,12000,y,2026-05-01,,Tariff\n",
            }
        );

        // A difference is in the figures of the month in which the prices came.
        await using var db = hub.Database.OpenRead();
        var months = await db.Postings.Where(p => p.Reason == PostingReason.Repriced).Select(p => p.ActivityMonth).Distinct().ToListAsync();

        var rounded = await hub.Get<ReadRepriced>().ReadAsync(months, Rounded, CancellationToken.None);
        var exact = await hub.Get<ReadRepriced>().ReadAsync(months, Exact, CancellationToken.None);

        (rounded.Change, rounded.Parts).ShouldBe(((Money?)null, (int?)null));
        rounded.Months.ShouldHaveSingleItem().Change.ShouldBeNull();
        (exact.Change, exact.Parts).ShouldBe((new Money(36_000), 3));
    }
}
