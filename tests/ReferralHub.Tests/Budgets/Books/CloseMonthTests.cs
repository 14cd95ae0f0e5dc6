using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Closing;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Budgets.Positions;
using ReferralHub.Commissioning;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Log;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Books.BookArea;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>Closing a month of a kept book, and what may no longer change afterwards.</summary>
public sealed class CloseMonthTests
{
    static readonly DateOnly April = new(2026, 4, 1);
    static readonly DateOnly MayMonth = new(2026, 5, 1);

    [Fact]
    public async Task Month_IsClosedWithItsEstimates_WhichAreCommitmentsAgainAfterwards()
    {
        await using var hub = await StartedAsync();

        var april = await CloseAsync(hub, April);
        var may = await CloseAsync(hub, MayMonth, Provider);

        april.Reasons.ShouldBeEmpty();
        may.Reasons.ShouldBeEmpty();
        await hub.StampAsync();
        await using var db = hub.Database.OpenRead();
        var close = await db.MonthCloses.SingleAsync(c => c.Month == MayMonth);
        (close.Position, close.Hash).ShouldBe((may.Position!.Value, may.Hash));
        var estimates = await db.Postings.Where(p => p.Reason == PostingReason.Estimated).ToListAsync();
        estimates.Sum(p => p.Pence).ShouldBe(34_000);
        estimates.ShouldAllBe(p => p.PostedMonth == MayMonth);
        (await db.Postings.Where(p => p.Reason == PostingReason.EstimateReversed).ToListAsync()).ShouldAllBe(p =>
            p.ActivityMonth == MayMonth && p.PostedMonth == new DateOnly(2026, 6, 1)
        );
        var data = BookEventData.Read((await hub.EventsAsync(BookSubjects.FindMonth(MayMonth))).Single().Data);
        data.Missing.ShouldBe([Provider]);
        data.Balances.ShouldBe(may.Hash);
        await LedgerProjectionTests.ShouldHoldAsync(hub);
    }

    [Fact]
    public async Task CareThatNobodyReports_IsEstimatedInItsOwnMonth_AtEachClose()
    {
        await using var hub = await StartedAsync();
        await hub.AddAsync(Received(4, May.AddDays(30)), Chosen(4, May.AddDays(30)));
        await CloseAsync(hub, MayMonth, Provider);
        (await CloseAsync(hub, MayMonth.AddMonths(1), Provider)).Reasons.ShouldBeEmpty();
        await hub.StampAsync();

        await using var db = hub.Database.OpenRead();
        var estimates = await db
            .Postings.Where(p => p.Reason == PostingReason.Estimated)
            .GroupBy(p => new { p.ActivityMonth, p.PostedMonth })
            .Select(g => new
            {
                g.Key.ActivityMonth,
                g.Key.PostedMonth,
                Pence = g.Sum(p => p.Pence),
            })
            .ToListAsync();
        estimates
            .Select(e => (e.ActivityMonth.Month, e.PostedMonth.Month, e.Pence))
            .ShouldBe([(5, 5, 34_000), (5, 6, 34_000), (6, 6, 17_000)], ignoreOrder: true);
        await LedgerProjectionTests.ShouldHoldAsync(hub);
    }

    [Fact]
    public async Task MonthAsClosed_IsTheSame_WhateverHappensLater()
    {
        await using var hub = await StartedAsync();
        await CloseAsync(hub, April);
        await CloseAsync(hub, MayMonth, Provider);
        await hub.StampAsync();
        var before = await AsClosedAsync(hub);

        await hub.AddAsync([
            .. Enumerable.Range(10, 500).SelectMany(i => new[] { Received(i, May.AddDays(40)), Chosen(i, May.AddDays(41)) }),
            Event(1, 3, EventTypes.Declined, May.AddDays(45)),
        ]);

        (await AsClosedAsync(hub)).ShouldBe(before);
        await LedgerProjectionTests.ShouldHoldAsync(hub);
    }

    [Fact]
    public async Task BookWithCloses_IsTheSame_WhenItIsReadAgainInOneBatch()
    {
        await using var hub = await StartedAsync();
        await CloseAsync(hub, April);
        await CloseAsync(hub, MayMonth, Provider);
        await hub.AddAsync(Event(1, 3, EventTypes.Declined, May.AddDays(45)), Chosen(2, May.AddDays(46), version: 3));
        var before = await DumpAsync(hub);

        var runner = hub.Get<ProjectionRunner>();
        await runner.RebuildAsync(runner.Projections.Single(p => p.Name == "ledger"), CancellationToken.None);
        await hub.StampAsync();

        (await DumpAsync(hub)).ShouldBe(before);
    }

    [Fact]
    public async Task CommitmentOfWhichNobodyHeardForAYear_IsGivenUpAtAClose()
    {
        var old = May.AddYears(-1);
        var files = new Dictionary<string, string>(Files)
        {
            ["prices.csv"] = Files["prices.csv"].Replace(",y,2026-04-01", ",y,2025-04-01", StringComparison.Ordinal),
            ["calendar.csv"] = "month,flex,freeze,close,packDue\n2025-05,2025-06-19,2025-07-19,2025-06-22,\n",
        };
        await using var hub = await StartAsync(files);
        await hub.AddAsync(Received(1, old), Chosen(1, old, wait: null));

        (await CloseAsync(hub, new(2025, 5, 1))).Reasons.ShouldBeEmpty();

        await using var db = hub.Database.OpenRead();
        (await db.LedgerComponents.CountAsync(c => c.OpenPence > 0)).ShouldBe(0);
        (await db.Postings.CountAsync(p => p.Reason == PostingReason.Expired)).ShouldBe(1);
        (await db.LedgerRemarks.SingleAsync()).Kind.ShouldBe(RemarkKind.Expired);
        await LedgerProjectionTests.ShouldHoldAsync(hub);
    }

    [Fact]
    public async Task MonthThatMayNotBeClosed_IsNot_AndTheReasonsAreSaid()
    {
        await using var hub = await StartedAsync();
        await hub.AddAsync(Received(3, May.AddDays(-20)), Chosen(3, May.AddDays(-20), wait: null));

        (await CloseAsync(hub, MayMonth, Provider)).Reasons.ShouldHaveSingleItem().ShouldContain("April 2026 is still open");
        await CloseAsync(hub, April);
        await hub.StampAsync();
        (await CloseAsync(hub, MayMonth)).Reasons.ShouldHaveSingleItem().ShouldContain($"has arrived from {Provider}");
        (await CloseAsync(hub, April)).Reasons.ShouldHaveSingleItem().ShouldContain("is closed already");
        (await CloseAsync(hub, new(2026, 11, 1))).Reasons.ShouldContain(r => r.Contains("still open", StringComparison.Ordinal));
        await using var db = hub.Database.OpenRead();
        (await db.MonthCloses.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task MonthIsNotClosed_WhileTheBookIsBehindTheLog()
    {
        await using var hub = await StartedAsync();
        await hub.Database.WriteAsync(
            (db, _) =>
            {
                db.Set<LogEvent>().Add(Received(99, May));
                return Task.CompletedTask;
            },
            CancellationToken.None
        );

        (await CloseAsync(hub, April)).Reasons.ShouldHaveSingleItem().ShouldContain("The book has read the log up to");
    }

    [Fact]
    public async Task Restatement_ShowsWhatCameLater_ByCause()
    {
        await using var hub = await StartedAsync();
        await CloseAsync(hub, April);
        await CloseAsync(hub, MayMonth, Provider);
        await hub.StampAsync();

        var shown = await hub.Get<BookPositions>().ReadRestatementsAsync(MayMonth, CancellationToken.None);

        var line = shown.Single(r => r.Line == "first-2026/A81001");
        (line.Figures.AsClosed.Spent, line.Figures.AsRestated.Spent).ShouldBe((new Money(34_000), Money.Zero));
        line.Figures.Causes.ShouldHaveSingleItem().Why.Reason.ShouldBe(PostingReason.EstimateReversed);
    }

    /// <summary>A plan from April on, and two choices in May of care that is expected in May.</summary>
    static async Task<TestHub> StartedAsync()
    {
        var hub = await StartAsync();
        await hub.AgreeAsync(First, "A81001", 100_000);
        await hub.AddAsync(Received(1, May), Chosen(1, May), Received(2, May), Chosen(2, May));
        return hub;
    }

    static Task<CloseResult> CloseAsync(TestHub hub, DateOnly month, params string[] missing) =>
        CloseAndReadAsync(hub, new(month, missing, Actor.Books));

    static async Task<CloseResult> CloseAndReadAsync(TestHub hub, CloseRequest request)
    {
        var result = await hub.Get<CloseMonth>().CloseAsync(request, CancellationToken.None);
        if (result.Reasons.Count == 0)
            await hub.StampAsync();
        return result;
    }

    static async Task<string> DumpAsync(TestHub hub)
    {
        await using var db = hub.Database.OpenRead();
        return (await BookRebuild.CheckAsync(db, CancellationToken.None)).Kept;
    }

    static async Task<string> AsClosedAsync(TestHub hub)
    {
        await using var db = hub.Database.OpenRead();
        var months = await db.LineMonths.Where(m => m.PostedMonth <= MayMonth).ToListAsync();
        return BalancesHash.Calculate(
            MayMonth,
            months.Select(m => (new LineMonthKey(m.Line, m.ActivityMonth, m.PostedMonth, null, null), m.ToBalances()))
        );
    }
}
