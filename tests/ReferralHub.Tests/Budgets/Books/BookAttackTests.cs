using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Commissioning;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Tests.Commissioning.Keeping;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Books.BookArea;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>What a finance lead tries who does not trust the book.</summary>
public sealed class BookAttackTests
{
    static readonly DateOnly April = new(2026, 4, 1);
    static readonly DateOnly May = new(2026, 5, 1);

    [Theory]
    [InlineData("2026-03-31T22:59:59", 2026, 3)]
    [InlineData("2026-03-31T23:00:00", 2026, 4)]
    [InlineData("2026-10-31T23:30:00", 2026, 10)]
    [InlineData("2026-12-31T23:59:59", 2026, 12)]
    public async Task ChoiceLateInTheEvening_BelongsToTheMonthOfTheClocksInEngland(string at, int year, int month)
    {
        await using var hub = await StartAsync();
        var utc = DateTime.SpecifyKind(DateTime.Parse(at, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);

        await hub.AddAsync(Received(1, utc.AddMinutes(-1)), Chosen(1, utc));

        await using var db = hub.Database.OpenRead();
        var postings = await db.Postings.Where(p => p.Reason == PostingReason.Chosen).ToListAsync();
        postings.ShouldAllBe(p => p.ActivityMonth == new DateOnly(year, month, 1));
        // In March there is no plan and no price yet.
        postings.Count.ShouldBe(month == 3 ? 0 : 2);
        await LedgerProjectionTests.ShouldHoldAsync(hub);
    }

    [Fact]
    public async Task PlanSupersededInAClosedMonth_IsARestatement_InTheFirstMonthThatIsOpen()
    {
        await using var history = await BookHistory.StartAfterAprilAsync();

        await history.SayAsync(BookEventTypes.PlanSuperseded, ChangingArea.First, "L81008", 150_000, new(2026, 4, 20));
        await history.Hub.ReadBookAsync(() => 512);

        await using var db = history.Hub.Database.OpenRead();
        var posting = await db.Postings.SingleAsync(p => p.Reason == PostingReason.PlanSuperseded);
        (posting.ActivityMonth, posting.PostedMonth, posting.Pence).ShouldBe((April, May, 50_000));
        await history.ShouldHoldAsync();
    }

    [Fact]
    public async Task PriceForAClosedMonth_IsRefusedInWords_AndTakenAsARestatementFromWhoSaysWhy()
    {
        await using var history = await BookHistory.StartAfterAprilAsync();
        history.Area.Prices = 1;
        history.Area.SaysWhy = false;

        var refused = await Should.ThrowAsync<ReferenceDataException>(history.LoadAsync);

        refused.Message.ShouldContain("nothing of it was loaded");
        refused.Message.ShouldContain("the price is in force from 2026-04-01, and 2026-04 is closed");
        (await history.Hub.CountAsync<CommissioningLoad>()).ShouldBe(1);
        history.Area.SaysWhy = true;
        await history.LoadAsync();
        await history.Hub.ReadBookAsync(() => 512);
        await using var db = history.Hub.Database.OpenRead();
        var posting = await db.Postings.SingleAsync(p => p.Reason == PostingReason.Repriced);
        (posting.Pence, posting.PostedMonth).ShouldBe((12_000, May));
        await history.ShouldHoldAsync();
    }

    [Fact]
    public async Task PriceThatComesLate_NamesItsOwnList_AlsoWhereOneLoadPublishesTwo()
    {
        await using var hub = await StartAsync();
        await hub.AddAsync(Received(1, BookArea.May), Chosen(1, BookArea.May, tfc: "130"));
        var files = new Dictionary<string, string>(Files)
        {
            ["prices.csv"] =
                Files["prices.csv"]
                + "\nanother-2026,national,,330,,OPFA,14000,y,2026-04-01,,Tariff"
                + "\nnational-2026,national,,320,,OPFA,14000,y,2026-04-01,,Tariff"
                + "\nnational-2026,national,,130,,OPFA,12000,y,2026-05-01,,Tariff\n",
        };

        await LedgerProjectionTests.LoadAsync(hub, files);

        await using var db = hub.Database.OpenRead();
        (await db.Postings.SingleAsync(p => p.Reason == PostingReason.Repriced)).PriceVersion.ShouldBe("national-2026@2026-05-01");
        await LedgerProjectionTests.ShouldHoldAsync(hub);
    }

    [Fact]
    public async Task PlanThatIsLoadedInMidYear_TakesOverWhatWasChosenBefore_FromTheDayTheReferralCame()
    {
        await using var hub = await StartAsync();
        var march = new DateTime(2026, 3, 20, 9, 0, 0, DateTimeKind.Utc);
        await hub.AddAsync(
            Received(1, BookArea.May, "A81009"),
            Chosen(1, BookArea.May, "A81009"),
            // Received before the plan begins: no plan's.
            Received(2, march, "A81009"),
            Chosen(2, BookArea.May, "A81009"),
            Received(3, BookArea.May),
            Chosen(3, BookArea.May)
        );
        var files = new Dictionary<string, string>(Files)
        {
            ["arrangements.yaml"] = Files["arrangements.yaml"]
                .Replace(
                    "scopes:",
                    "  - { id: A81009, name: Late, kind: practice, ods: A81009, from: 2019-04-01, reportsTo: QXX, contact: M }\nscopes:",
                    StringComparison.Ordinal
                )
                .Replace(
                    "  - id: rest-2026",
                    SmallArea.WritePlan("late-2026", "QXX", "first", "A81009", "700.00") + "  - id: rest-2026",
                    StringComparison.Ordinal
                ),
        };

        await LedgerProjectionTests.LoadAsync(hub, files);

        await using var db = hub.Database.OpenRead();
        var parts = await db.LedgerComponents.Where(c => c.Pod == "OPFA").OrderBy(c => c.Referral).ToListAsync();
        parts
            .ToDictionary(p => p.Referral, p => p.Line)
            .ShouldBe(
                new Dictionary<Guid, string>
                {
                    [Id(1)] = "late-2026/A81009",
                    [Id(2)] = BookLines.Unattributed,
                    [Id(3)] = "first-2026/A81001",
                },
                ignoreOrder: true
            );
        var moved = await db.Postings.Where(p => p.Reason == PostingReason.Covered).OrderBy(p => p.Number).ToListAsync();
        moved
            .Where(p => p.Component == "OPFA")
            .Select(p => (p.Line, p.To, p.Pence))
            .ShouldBe([(BookLines.Unattributed, LedgerAccount.Free, 17_000), ("late-2026/A81009", LedgerAccount.Committed, 17_000)]);
        // What follows is the board's.
        moved.Where(p => p.Component == "OPFUP").Select(p => p.Line).ShouldBe([BookLines.Unattributed, "rest-2026/QXX"]);
        await LedgerProjectionTests.ShouldHoldAsync(hub);
    }

    [Fact]
    public async Task TwoProcessesThatLoadAtOnce_LoadOnce()
    {
        await using var hub = await StartAsync();
        var folder = Path.Combine(hub.Folder, "directory");
        await File.AppendAllTextAsync(
            Path.Combine(folder, "commissioning", "prices.csv"),
            "\nnational-2026,national,,130,,OPFA,12000,y,2026-04-01,,Tariff\n"
        );

        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => AnotherLoader(hub).LoadAsync(folder, CancellationToken.None)))
        );

        (await hub.CountAsync<CommissioningLoad>()).ShouldBe(2);
        await hub.StampAsync();
        await LedgerProjectionTests.ShouldHoldAsync(hub);
    }

    [Fact]
    public async Task AmendmentAfterTheClose_IsOfTheMonthInWhichItHappens()
    {
        await using var history = await BookHistory.StartAfterAprilAsync();

        await history.AppendAsync(Event(1, 3, EventTypes.Amended, history.Now, new() { Stage = Stage.Received }));
        await history.Hub.ReadBookAsync(() => 1);

        await using var db = history.Hub.Database.OpenRead();
        var back = await db.Postings.Where(p => p.Reason == PostingReason.Amended).ToListAsync();
        back.Count.ShouldBe(2);
        back.ShouldAllBe(p => p.ActivityMonth == May && p.PostedMonth == May);
        await history.ShouldHoldAsync();
    }

    static ConfigurationLoader AnotherLoader(TestHub hub) =>
        new(
            hub.Database,
            new HubSettings { DataDirectory = hub.Folder },
            new CommissioningStore(hub.Database),
            TimeProvider.System,
            NullLogger<ConfigurationLoader>.Instance
        );
}
