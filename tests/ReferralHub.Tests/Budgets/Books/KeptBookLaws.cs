using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Platform.Log;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>
/// Whatever happens to a book that is kept in a database, its identities hold, and it comes out row for row the same however the log is
/// cut into transactions. <c>REFERRALHUB_TEST_NIGHTLY</c> takes ten times as many histories.
/// </summary>
public sealed class KeptBookLaws(ITestOutputHelper output)
{
    const int StepsMax = 120;
    static readonly int[] Cuts = [1, 2, 7, 512];

    static int Histories => Environment.GetEnvironmentVariable("REFERRALHUB_TEST_NIGHTLY") is null ? 6 : 60;

    [Fact]
    public void AnyHistory_HoldsItsIdentities_AndIsTheSameInEveryCut()
    {
        var (watch, events, postings, closes) = (Stopwatch.StartNew(), 0L, 0L, 0);
        Prop.ForAll(
                BookSteps.Any(StepsMax),
                async steps =>
                {
                    await using var history = await BookHistory.StartAsync();
                    var happening = new BookSteps(history);
                    await happening.TakeAsync(steps);
                    postings += await history.ShouldHoldAsync();
                    closes += happening.Closes;
                    events += await history.Hub.CountAsync<LogEvent>();
                    var live = await history.Hub.DumpBookAsync();
                    foreach (var cut in Cuts)
                    {
                        await history.Hub.ReadAnewAsync(cut);
                        (await history.Hub.DumpBookAsync()).ShouldBe(live, $"in batches of {cut}");
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Histories));
        output.WriteLine($"{Histories} histories, {events} events, {postings} postings, {closes} closes, {watch.Elapsed.TotalSeconds:0} s");
        closes.ShouldBeGreaterThan(0);
    }

    /// <summary>Also what each database counts, sorts and rounds in its own way is the same: the literal holds on all of them.</summary>
    [Fact]
    public async Task OneHistory_HasTheSameBookOnEveryDatabase()
    {
        await using var history = await BookHistory.StartAsync();
        var happening = new BookSteps(history);
        await happening.TakeAsync(Enumerable.Range(1, 160).Select(n => n * 7_919));
        await history.ShouldHoldAsync();
        happening.Closes.ShouldBeGreaterThan(2);
        await history.Hub.NameLoadsAsync();

        await history.Hub.ReadAnewAsync(512);

        await using var db = history.Hub.Database.OpenRead();
        var found = await BookRebuild.CheckAsync(db, CancellationToken.None);
        output.WriteLine($"{found.Events} events, {found.Postings} postings, {found.Kept}");
        found.Rebuilt.ShouldBe(found.Kept);
        (found.Postings, found.Kept).ShouldBe((331, "7e133c9aae5df3e017221c6b2ab5df851e7b6ebd7decf36203eda9830e3ce77c"));
    }

    /// <summary>A-07: a thousand later events leave a month as it was closed.</summary>
    [Fact]
    public async Task ClosedMonth_AfterAThousandLaterEvents_IsAsItWasClosed()
    {
        await using var history = await BookHistory.StartAsync();
        var steps = Enumerable.Range(1, 2_000).Select(n => n * 104_729).ToList();
        var happening = new BookSteps(history);
        var done = 0;
        while (happening.Closes == 0)
            await happening.TakeAsync(steps[done..(done += 10)]);
        var (month, hash) = history.Closed.Single();
        var before = await ReadAsync(history.Hub, month);
        var events = await history.Hub.CountAsync<LogEvent>();

        while (await history.Hub.CountAsync<LogEvent>() < events + 1_000)
        {
            await history.AppendAsync([
                .. Enumerable.Range(0, 100).Select(i => BookArea.Chosen(500 + (done++ % 90), history.Now, version: 2 + done)),
            ]);
            await history.Hub.ReadBookAsync(() => 64);
        }

        var after = await ReadAsync(history.Hub, month);
        after.ShouldBe(before);
        BalancesHash
            .Calculate(month, after.Select(m => (new LineMonthKey(m.Line, m.Activity, m.Posted, null, null), m.Balances)))
            .ShouldBe(hash);
        await history.ShouldHoldAsync();
    }

    static async Task<List<(string Line, DateOnly Activity, DateOnly Posted, AccountBalances Balances)>> ReadAsync(
        TestHub hub,
        DateOnly month
    )
    {
        await using var db = hub.Database.OpenRead();
        var rows = await db.LineMonths.Where(m => m.PostedMonth <= month).ToListAsync();
        return
        [
            .. rows.Select(m => (m.Line, m.ActivityMonth, m.PostedMonth, m.ToBalances()))
                .OrderBy(m => m.Line, StringComparer.Ordinal)
                .ThenBy(m => m.ActivityMonth)
                .ThenBy(m => m.PostedMonth),
        ];
    }
}
