using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Books.Verifying;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Commissioning;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using Shouldly;
using Xunit;
using Xunit.Abstractions;
using static ReferralHub.Tests.Budgets.Books.AlteredEvents;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>
/// Whoever reads the log into the book can misread it in many ways. Each is planted, as a reader that sees other events than the log has
/// or as a change in the database, and either the identities find it, or only the book that is written a second time does: then a mistake
/// that both readers make would not be found, and the table says so.
/// </summary>
public sealed class PlantedBookErrorTests(ITestOutputHelper output)
{
    /// <param name="Found">Identities that find it; empty where only the second book does.</param>
    sealed record Misreading(string Words, string Found, Func<LogEvent, IEnumerable<LogEvent>> Alter);

    sealed record Damage(string Words, string Found, Func<HubDbContext, CancellationToken, Task> Alter);

    static readonly Misreading[] Misreadings =
    [
        new("a choice is not read", "I-04", Without(EventTypes.Chosen)),
        new("a choice is read twice", "I-04", e => e.Type == EventTypes.Chosen ? [e, e] : [e]),
        new("a choice is of the month before", "I-14", Change(EventTypes.Chosen, e => Copy(e, at: e.At.AddMonths(-1)))),
        new("a choice is of another referral", "I-04", Change(EventTypes.Chosen, e => Copy(e, referral: Guid.Empty))),
        new("a choice is charged to another line", "", Change(EventTypes.Chosen, e => Copy(e, d => d with { Practice = "A81002" }))),
        new("a choice is at another provider's price", "", Change(EventTypes.Chosen, e => Copy(e, d => d with { Provider = "RH2" }))),
        new("a first attendance is never expected", "", Change(EventTypes.Chosen, e => Copy(e, d => d with { WaitDays = null }))),
        new("a take-back is not read", "I-04", Without(EventTypes.Declined)),
        new("a take-back is of the month before", "I-14", Change(EventTypes.Declined, e => Copy(e, at: e.At.AddMonths(-1)))),
        new("an amendment before dispatch is not read", "I-04", Without(EventTypes.Amended)),
        new(
            "an amendment after dispatch takes back",
            "I-04",
            Change(EventTypes.Amended, e => Copy(e, d => d with { Stage = Stage.Received }))
        ),
        new("a plan is not read", "I-01", Without(BookEventTypes.PlanAgreed)),
        new("a plan is of another sum", "I-01", ChangeBook(BookEventTypes.PlanAgreed, d => d with { Pence = d.Pence + 1 })),
        new("a plan is of another line", "I-01", ChangeBook(BookEventTypes.PlanAgreed, d => d with { Holder = "another" })),
        new(
            "a plan begins in another month",
            "I-01",
            ChangeBook(BookEventTypes.PlanSuperseded, d => d with { EffectiveFrom = new(2026, 6, 1) })
        ),
        new("a late price is not read", "", Without(BookEventTypes.PricesPublished)),
        new("a close is not read", "I-06", Without(BookEventTypes.MonthClosed)),
        new(
            "a close is of the month after",
            "I-06",
            ChangeBook(BookEventTypes.MonthClosed, d => d with { Month = d.Month!.Value.AddMonths(1) })
        ),
        new("a close has another hash", "I-06", ChangeBook(BookEventTypes.MonthClosed, d => d with { Balances = new('0', 64) })),
        new("the arrangements are not read", "I-14", Without(BookEventTypes.ConfigurationLoaded)),
    ];

    static readonly Damage[] Damages =
    [
        new(
            "a posting of a penny more",
            "I-01",
            (db, token) => Where(db, PostingReason.Chosen).ExecuteUpdateAsync(p => p.SetProperty(x => x.Pence, x => x.Pence + 1), token)
        ),
        new(
            "a posting in another line",
            "I-01",
            (db, token) => Where(db, PostingReason.Chosen).ExecuteUpdateAsync(p => p.SetProperty(x => x.Line, "first-2026/another"), token)
        ),
        new(
            "a posting in the closed month",
            "I-06",
            (db, token) =>
                Where(db, PostingReason.EstimateReversed)
                    .ExecuteUpdateAsync(p => p.SetProperty(x => x.PostedMonth, x => x.ActivityMonth), token)
        ),
        new("a posting is gone", "I-01", (db, token) => Where(db, PostingReason.Declined).ExecuteDeleteAsync(token)),
        new("an estimate is not reversed", "I-06", SkipReversalAsync),
        new(
            "a sum of a month",
            "I-01",
            (db, token) =>
                db
                    .LineMonths.Where(m => m.Committed > 0)
                    .ExecuteUpdateAsync(m => m.SetProperty(x => x.Committed, x => x.Committed + 1), token)
        ),
        new(
            "a sum of a provider",
            "I-08",
            (db, token) =>
                db
                    .LineCares.Where(m => m.Committed > 0)
                    .ExecuteUpdateAsync(m => m.SetProperty(x => x.Committed, x => x.Committed + 1), token)
        ),
        new(
            "what is open of a part",
            "I-04",
            (db, token) =>
                db
                    .LedgerComponents.Where(c => c.OpenPence > 0)
                    .ExecuteUpdateAsync(c => c.SetProperty(x => x.OpenPence, x => x.OpenPence + 1), token)
        ),
        new(
            "what is open of a month",
            "I-08",
            (db, token) => db.LineOpens.ExecuteUpdateAsync(o => o.SetProperty(x => x.OpenPence, x => x.OpenPence + 1), token)
        ),
        new(
            "the sum of a day",
            "I-08",
            (db, token) => db.LineDays.ExecuteUpdateAsync(d => d.SetProperty(x => x.Pence, x => x.Pence + 1), token)
        ),
        new(
            "a plan that is kept",
            "",
            (db, token) => db.LedgerPlanYears.ExecuteUpdateAsync(p => p.SetProperty(x => x.Pence, x => x.Pence + 1), token)
        ),
        new(
            "a close that nobody made",
            "I-06",
            (db, token) => db.MonthCloses.ExecuteUpdateAsync(c => c.SetProperty(x => x.Month, new DateOnly(2026, 5, 1)), token)
        ),
    ];

    [Fact]
    public async Task EachMisreading_IsFound_ByTheIdentitiesThatTheTableSays()
    {
        await using var history = await StartAsync();
        var wrong = new List<string>();
        foreach (var misreading in Misreadings)
        {
            await history.Hub.ReadAnewAsync(512, misreading.Alter);
            await LookAsync(history, misreading.Words, misreading.Found, wrong, isClosedRightly: true);
        }

        await history.Hub.ReadAnewAsync(512);
        await history.ShouldHoldAsync();
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task EachDamage_IsFound_ByTheIdentitiesThatTheTableSays()
    {
        await using var history = await StartAsync();
        var wrong = new List<string>();
        foreach (var damage in Damages)
        {
            await history.Hub.Database.WriteAsync(damage.Alter, CancellationToken.None);
            await LookAsync(history, damage.Words, damage.Found, wrong);
            await history.Hub.ReadAnewAsync(512);
        }

        await history.ShouldHoldAsync();
        wrong.ShouldBeEmpty();
    }

    /// <param name="isClosedRightly">
    /// The hash of the close is that of a reader without the mistake. Who makes it closes with a hash of his own, so that it counts for
    /// nothing here, but where it is the close that is misread.
    /// </param>
    async Task LookAsync(BookHistory history, string words, string expected, List<string> wrong, bool isClosedRightly = false)
    {
        await using var db = history.Hub.Database.OpenRead();
        var verified = await BookVerification.VerifyAsync(db, CancellationToken.None);
        var found = verified.Identities.Where(i => !i.Value).Select(i => i.Key).ToList();
        if (isClosedRightly && !words.StartsWith("a close", StringComparison.Ordinal))
            found.Remove("I-06");
        var isEqual = (await BookRebuild.CheckAsync(db, CancellationToken.None)).IsEqual;
        output.WriteLine($"{words}: {(found.Count == 0 ? "no identity" : string.Join(", ", found))}{(isEqual ? "" : ", I-11")}");
        if (isEqual)
            wrong.Add($"{words}: the second book is the same");
        if (expected.Length == 0 ? found.Count > 0 : expected.Split(' ').Except(found).Any())
            wrong.Add($"{words}: {string.Join(' ', found)} and not {expected}");
    }

    /// <summary>
    /// April with a choice whose care is estimated, one that was made again, one without a price, one taken back, amendments before
    /// and after dispatch; then its close, a late price and another plan.
    /// </summary>
    static async Task<BookHistory> StartAsync()
    {
        var history = await BookHistory.StartAsync();
        for (var i = 1; i <= 6; i++)
        {
            history.Move(TimeSpan.FromHours(30));
            var tfc = i == 3 ? "130" : "110";
            await history.AppendAsync(
                BookArea.Received(i, history.Now, "L81008"),
                BookArea.Chosen(i, history.Now.AddMinutes(5), "L81008", tfc)
            );
            history.Move(TimeSpan.FromHours(1));
        }

        await history.AppendAsync(BookArea.Chosen(2, history.Now, "L81008", version: 3, provider: "RH1"));
        history.MoveTo(new(2026, 5, 20, 9, 0, 0, DateTimeKind.Utc));
        await history.AppendAsync(
            BookArea.Event(4, 3, EventTypes.Declined, history.Now),
            BookArea.Event(5, 3, EventTypes.Amended, history.Now, new() { Stage = Stage.Received }),
            BookArea.Event(6, 3, EventTypes.Amended, history.Now, new() { Stage = Stage.Dispatched })
        );
        history.MoveTo(new(2026, 5, 23, 9, 0, 0, DateTimeKind.Utc));
        await history.CloseAsync(ChangingArea.Begin, () => 512);
        history.Move(TimeSpan.FromHours(1));
        history.Area.Prices = 2;
        await history.LoadAsync();
        await history.SayAsync(BookEventTypes.PlanSuperseded, ChangingArea.First, "L81008", 90_000, new(2026, 5, 1));
        history.Move(TimeSpan.FromHours(1));
        await history.AppendAsync(BookArea.Received(7, history.Now, "L81008"), BookArea.Chosen(7, history.Now.AddMinutes(1), "L81008"));
        history.Move(TimeSpan.FromHours(1));
        await history.Hub.ReadBookAsync(() => 512);
        await history.ShouldHoldAsync();
        return history;
    }

    /// <summary>As a reader would leave it that forgets the reversal: postings, sums and parts fit each other.</summary>
    static async Task SkipReversalAsync(HubDbContext db, CancellationToken token)
    {
        var postings = await Where(db, PostingReason.EstimateReversed).AsNoTracking().ToListAsync(token);
        foreach (var row in postings)
        {
            await db
                .LedgerComponents.Where(c => c.Referral == row.Referral && c.Pod == row.Component)
                .ExecuteUpdateAsync(
                    c =>
                        c.SetProperty(x => x.EstimatedPence, row.Pence)
                            .SetProperty(x => x.EstimatedMonth, row.ActivityMonth)
                            .SetProperty(x => x.OpenPence, x => x.OpenPence - row.Pence),
                    token
                );
            var posting = row.ToPosting();
            var less = default(AccountBalances).Add(posting with { From = posting.To, To = posting.From });
            var months = await db
                .LineMonths.AsTracking()
                .SingleAsync(m => m.Line == row.Line && m.ActivityMonth == row.ActivityMonth && m.PostedMonth == row.PostedMonth, token);
            months.Add(less);
            var id = LineTotals.FindId(LineMonthKey.FromPosting(posting));
            (await db.LineCares.AsTracking().SingleAsync(c => c.Id == id, token)).Add(less);
        }

        await Where(db, PostingReason.EstimateReversed).ExecuteDeleteAsync(token);
    }

    static IQueryable<PostingRow> Where(HubDbContext db, PostingReason reason) => db.Postings.Where(p => p.Reason == reason);
}
