using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Closing;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Commissioning;
using ReferralHub.Journey;
using ReferralHub.Platform.Leases;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Books.BookArea;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>Closing a month while others write, close, or die.</summary>
public sealed class CloseAttackTests
{
    static readonly DateOnly April = new(2026, 4, 1);

    [Fact]
    public async Task TwoWhoCloseAtOnce_CloseOnce()
    {
        await using var history = await BookHistory.StartWithAprilAsync();

        var closes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CloseAsync(history.Hub, April))));

        closes.Count(c => c.Reasons.Count == 0).ShouldBe(1);
        await history.Hub.StampAsync();
        (await history.Hub.EventsAsync(BookSubjects.FindMonth(April))).Count.ShouldBe(1);
        await LedgerProjectionTests.ShouldHoldAsync(history.Hub);
    }

    /// <summary>
    /// The book is read and checked as it is at one moment: what is written while it is checked is no reason to say that it does not
    /// balance.
    /// </summary>
    [Fact]
    public async Task CloseWhileTheHubWrites_DoesNotTakeWhatIsWrittenForAFault()
    {
        var written = 0;
        BookHistory? book = null;
        using var interruption = new StatementInterruption(
            "posting",
            () =>
            {
                written++;
                book!.AppendAsync(Received(9, book.Now), Chosen(9, book.Now)).GetAwaiter().GetResult();
                book.Hub.ReadBookAsync(() => 512).GetAwaiter().GetResult();
            }
        );
        await using var history = book = await BookHistory.StartWithAprilAsync();
        interruption.Arm();

        var close = await CloseAsync(history.Hub, April);

        written.ShouldBe(1);
        close.Reasons.ShouldNotContain(r => r.Contains("does not balance", StringComparison.Ordinal));
    }

    /// <summary>A process that dies while it closes leaves nothing of the close, and nobody is kept from closing afterwards.</summary>
    [SkippableFact]
    public async Task CloseThatDiesBeforeItIsCommitted_LeavesNothing_AndIsDoneAgain()
    {
        Skip.IfNot(TestDatabase.IsSqlite, "The trigger is written for SQLite.");
        await using var history = await BookHistory.StartWithAprilAsync();
        var before = await history.Hub.DumpBookAsync();
        await ExecuteAsync(
            history.Hub,
            "CREATE TRIGGER dies BEFORE INSERT ON journey_event WHEN NEW.type = 'book.month-closed' BEGIN SELECT RAISE(ABORT, 'dies'); END"
        );

        await Should.ThrowAsync<Exception>(() => CloseAsync(history.Hub, April));

        await ExecuteAsync(history.Hub, "DROP TRIGGER dies");
        await history.Hub.ReadBookAsync(() => 512);
        (await history.Hub.DumpBookAsync()).ShouldBe(before);
        (await history.Hub.EventsAsync(BookSubjects.FindMonth(April))).ShouldBeEmpty();
        await history.CloseAsync(April, () => 1);
        await history.ShouldHoldAsync();

        static Task ExecuteAsync(TestHub hub, string sql) =>
            hub.Database.WriteAsync((db, token) => db.Database.ExecuteSqlRawAsync(sql, token), CancellationToken.None);
    }

    [Fact]
    public async Task Close_WaitsForWhatIsDoneUnderTheSchedulersLease()
    {
        await using var history = await BookHistory.StartWithAprilAsync();
        var token = await history
            .Hub.Get<LeaseKeeper>()
            .TakeAsync(Scheduler.LeaseName, "another", TimeSpan.FromMinutes(5), CancellationToken.None);
        var fence = new LeaseFence(Scheduler.LeaseName, token!.Value);
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var projecting = Task.Run(() =>
            history.Hub.Database.WriteAsync(
                async (db, cancel) =>
                {
                    await fence.HoldAsync(history.Hub.Database, db, cancel);
                    begun.SetResult();
                    await end.Task;
                },
                CancellationToken.None
            )
        );
        await begun.Task;

        var closing = Task.Run(() => CloseAsync(history.Hub, April));

        await Task.WhenAny(closing, Task.Delay(1_500));
        closing.IsCompleted.ShouldBeFalse();
        end.SetResult();
        await projecting;
        (await closing).Reasons.ShouldBeEmpty();
    }

    [Fact]
    public async Task ProvidersDeclaredMissing_AreRecordedWhereTheyWereExpected_HoweverManyAreNamed()
    {
        await using var history = await BookHistory.StartWithAprilAsync();
        var names = Enumerable.Range(0, 500).Select(i => $"RX{i:0000000}");

        var close = await CloseAsync(history.Hub, April, [.. names, "RH1"]);

        close.Reasons.ShouldBeEmpty();
        BookEventData.Read((await history.Hub.EventsAsync(BookSubjects.FindMonth(April))).Single().Data).Missing.ShouldBe(["RH1"]);
    }

    /// <summary>More than memory holds at once: what the batch needs is put out of mind in between, and comes back.</summary>
    [Fact]
    public async Task CloseOfTenThousandReferrals_BetweenTwoChoicesOfOneBatch()
    {
        const int referrals = 10_200;
        await using var history = await BookHistory.StartAsync();
        foreach (var some in Enumerable.Range(1, referrals).Chunk(1_000))
        {
            history.Move(TimeSpan.FromMinutes(1));
            await history.AppendAsync([
                .. some.SelectMany(r => new[] { Received(r, history.Now, "L81008"), Chosen(r, history.Now, "L81008") }),
            ]);
        }

        await history.Hub.ReadBookAsync(() => 512);
        history.MoveTo(new(2026, 5, 23, 9, 0, 0, DateTimeKind.Utc));
        await history.Hub.ReadBookAsync(() => 512);
        var close = await CloseAsync(history.Hub, April);
        close.Reasons.ShouldBeEmpty();
        history.Move(TimeSpan.FromMinutes(1));
        await history.AppendAsync(
            Event(7, 3, EventTypes.Declined, history.Now),
            Chosen(8, history.Now, "L81008", version: 3),
            Received(20_000, history.Now, "L81008"),
            Chosen(20_000, history.Now, "L81008")
        );
        await history.Hub.ReadBookAsync(() => 512);

        await using var db = history.Hub.Database.OpenRead();
        (await db.Postings.CountAsync(p => p.Reason == PostingReason.Estimated)).ShouldBe(referrals);
        (await db.Postings.CountAsync(p => p.Reason == PostingReason.EstimateReversed)).ShouldBe(referrals);
        (await db.MonthCloses.SingleAsync()).Hash.ShouldBe(close.Hash);
        await LedgerProjectionTests.ShouldHoldAsync(history.Hub);
    }

    static Task<CloseResult> CloseAsync(TestHub hub, DateOnly month, IReadOnlyList<string>? missing = null) =>
        hub.Get<CloseMonth>().CloseAsync(new(month, missing ?? ["RH1"], Actor.Books), CancellationToken.None);
}
