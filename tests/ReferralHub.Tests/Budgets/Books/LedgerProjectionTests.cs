using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Books.Verifying;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Commissioning;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Log;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Books.BookArea;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>What becomes of events of the log in the book that is kept.</summary>
public sealed class LedgerProjectionTests
{
    [Fact]
    public async Task Choice_IsCommittedPartByPart_InTheLineThatPays_AtTheListPrice()
    {
        await using var hub = await StartAsync();
        await hub.AgreeAsync(First, "A81001", 100_000);

        await hub.AddAsync(Received(1, May), Chosen(1, May.AddHours(2)));

        await using var db = hub.Database.OpenRead();
        var parts = await db.LedgerComponents.OrderBy(c => c.Pod).ToListAsync();
        parts
            .Select(c => (c.Pod, c.Line, c.CommittedPence, c.PriceVersion, c.ExpectedOn))
            .ShouldBe([
                ("OPFA", "first-2026/A81001", 17_000, "national-2026@2026-04-01", new DateOnly(2026, 5, 20)),
                ("OPFUP", "rest-2026/QXX", 11_900, "national-2026@2026-04-01", null),
            ]);
        (await BalancesAsync(hub, "first-2026/A81001")).ShouldBe((-100_000, 83_000, 17_000));
        (await BalancesAsync(hub, "rest-2026/QXX")).ShouldBe((-500_000, 488_100, 11_900));
        await ShouldHoldAsync(hub);
    }

    [Theory]
    [InlineData(EventTypes.Declined, PostingReason.Declined)]
    [InlineData(EventTypes.Cancelled, PostingReason.Cancelled)]
    [InlineData(EventTypes.EnteredInError, PostingReason.EnteredInError)]
    [InlineData(EventTypes.Returned, PostingReason.Returned)]
    [InlineData(EventTypes.Amended, PostingReason.Amended)]
    public async Task WhatComesOfNothing_IsFreeAgain_InTheMonthInWhichItHappens(string type, PostingReason reason)
    {
        await using var hub = await StartAsync();
        await hub.AddAsync(Received(1, May), Chosen(1, May));

        await hub.AddAsync(Event(1, 3, type, May.AddMonths(1), new() { Stage = Stage.Received }));

        await using var db = hub.Database.OpenRead();
        var back = await db.Postings.Where(p => p.From == LedgerAccount.Committed).ToListAsync();
        back.Count.ShouldBe(2);
        back.ShouldAllBe(p => p.Reason == reason && p.ActivityMonth == new DateOnly(2026, 6, 1));
        (await BalancesAsync(hub, "first-2026/A81001")).Committed.ShouldBe(0);
        (await db.LineDays.SumAsync(d => d.Pence)).ShouldBe(0);
        (await db.LineOpens.SumAsync(d => d.OpenPence)).ShouldBe(0);
        await ShouldHoldAsync(hub);
    }

    [Fact]
    public async Task AmendmentAfterDispatch_TakesNothingBack()
    {
        await using var hub = await StartAsync();
        await hub.AddAsync(Received(1, May), Chosen(1, May), Event(1, 3, EventTypes.Amended, May, new() { Stage = Stage.Dispatched }));
        (await BalancesAsync(hub, "first-2026/A81001")).Committed.ShouldBe(17_000);
    }

    [Fact]
    public async Task HubWithoutArrangements_HasItsCommitments_AtThePriceOfTheOption()
    {
        await using var hub = await StartAsync(new Dictionary<string, string>());

        await hub.AddAsync(Received(1, May), Chosen(1, May));

        (await BalancesAsync(hub, BookLines.Unattributed)).ShouldBe((0, -15_000, 15_000));
        await ShouldHoldAsync(hub);
    }

    [Fact]
    public async Task PriceThatIsMissing_IsSaid_AndCommittedWhenItComes()
    {
        await using var hub = await StartAsync();
        await hub.AddAsync(Received(1, May), Chosen(1, May, tfc: "130"));
        await using (var db = hub.Database.OpenRead())
        {
            (await db.LedgerRemarks.SingleAsync()).Kind.ShouldBe(RemarkKind.Unpriced);
            (await db.LineOpens.SumAsync(o => o.Unpriced)).ShouldBe(1);
        }

        var files = new Dictionary<string, string>(Files)
        {
            ["prices.csv"] = Files["prices.csv"] + "\nnational-2026,national,,130,,OPFA,12000,y,2026-04-01,,Tariff\n",
        };
        await LoadAsync(hub, files);

        (await BalancesAsync(hub, "first-2026/A81001")).Committed.ShouldBe(12_000);
        await using var later = hub.Database.OpenRead();
        (await later.LineOpens.SumAsync(o => o.Unpriced)).ShouldBe(0);
        await ShouldHoldAsync(hub);
    }

    [Fact]
    public async Task PlanAgreedTwice_CountsOnce_AndAnotherAmountAsTheDifference()
    {
        await using var hub = await StartAsync();
        await hub.AgreeAsync(First, "A81001", 100_000);
        await hub.AgreeAsync(First, "A81001", 100_000);
        await hub.AgreeAsync(First, "A81001", 90_000);

        await using var db = hub.Database.OpenRead();
        (await db.Postings.Where(p => p.Line == "first-2026/A81001").OrderBy(p => p.Number).Select(p => p.Pence).ToListAsync()).ShouldBe([
            100_000,
            10_000,
        ]);
        (await BalancesAsync(hub, "first-2026/A81001")).ShouldBe((-90_000, 90_000, 0));
        await ShouldHoldAsync(hub);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RandomEvents_HoldAllIdentities_AndRebuildTheSame(int seed)
    {
        await using var hub = await StartAsync();
        await hub.AgreeAsync(First, "A81001", 100_000);
        await hub.AgreeAsync(First, "A81002", 200_000);
        await hub.AddAsync([.. RandomEvents(new(seed), 120)]);
        await ShouldHoldAsync(hub);

        await using (var db = hub.Database.OpenRead())
            (await db.Postings.CountAsync()).ShouldBeGreaterThan(50);
        var before = (await RebuildAsync(hub)).Kept;
        var runner = hub.Get<ProjectionRunner>();
        await runner.RebuildAsync(runner.Projections.Single(p => p.Name == "ledger"), CancellationToken.None);
        await hub.StampAsync();
        (await RebuildAsync(hub)).Kept.ShouldBe(before);
    }

    [Fact]
    public async Task Verification_FindsWhatSomebodyChanged()
    {
        await using var hub = await StartAsync();
        await hub.AgreeAsync(First, "A81001", 100_000);
        await hub.AddAsync(Received(1, May), Chosen(1, May));
        await hub.Database.WriteAsync(
            (db, token) =>
                db.Postings.Where(p => p.Component == "OPFA").ExecuteUpdateAsync(p => p.SetProperty(x => x.Pence, 17_001), token),
            CancellationToken.None
        );

        await using var db = hub.Database.OpenRead();
        var found = await BookVerification.VerifyAsync(db, CancellationToken.None);

        found.Holds.ShouldBeFalse();
        found.Identities.Where(i => !i.Value).Select(i => i.Key).ShouldBe(["I-01", "I-04", "I-08"], ignoreOrder: true);
        (await BookRebuild.CheckAsync(db, CancellationToken.None)).IsEqual.ShouldBeFalse();
    }

    internal static async Task ShouldHoldAsync(TestHub hub)
    {
        await using var db = hub.Database.OpenRead();
        (await BookVerification.VerifyAsync(db, CancellationToken.None)).Faults.ShouldBeEmpty();
        (await BookRebuild.CheckAsync(db, CancellationToken.None)).IsEqual.ShouldBeTrue();
    }

    internal static async Task<(long Plan, long Free, long Committed)> BalancesAsync(TestHub hub, string line)
    {
        await using var db = hub.Database.OpenRead();
        var months = await db.LineMonths.Where(m => m.Line == line).ToListAsync();
        return (months.Sum(m => m.Plan), months.Sum(m => m.Free), months.Sum(m => m.Committed));
    }

    internal static async Task LoadAsync(TestHub hub, IReadOnlyDictionary<string, string> files)
    {
        var folder = Path.Combine(hub.Folder, "directory");
        foreach (var (name, text) in files)
            await File.WriteAllTextAsync(Path.Combine(folder, "commissioning", name), text);
        await hub.Get<IEnumerable<ReferralHub.Platform.IReferenceDataLoader>>()
            .OfType<ReferralHub.Commissioning.Keeping.ConfigurationLoader>()
            .Single()
            .LoadAsync(folder, CancellationToken.None);
        await hub.StampAsync();
    }

    static async Task<BookRebuildResult> RebuildAsync(TestHub hub)
    {
        await using var db = hub.Database.OpenRead();
        return await BookRebuild.CheckAsync(db, CancellationToken.None);
    }

    /// <summary>Choices, choices made anew, and whatever takes them back, of some thirty referrals over half a year.</summary>
    static IEnumerable<LogEvent> RandomEvents(Random random, int count)
    {
        string[] types = [EventTypes.Declined, EventTypes.Cancelled, EventTypes.Amended, EventTypes.Returned];
        var versions = new Dictionary<int, int>();
        var at = May;
        for (var i = 0; i < count; i++)
        {
            at = at.AddHours(random.Next(1, 60));
            var referral = random.Next(1, 30);
            var practice =
                referral % 3 == 0 ? "A81009"
                : referral % 2 == 0 ? "A81001"
                : "A81002";
            if (versions.TryAdd(referral, 1))
                yield return Received(referral, at, practice);
            else if (random.Next(3) > 0)
                yield return Chosen(
                    referral,
                    at,
                    practice,
                    random.Next(4) == 0 ? "130" : "110",
                    ++versions[referral],
                    random.Next(3) == 0 ? null : random.Next(200),
                    random.Next(2) == 0 ? "RH1" : "RH2"
                );
            else
                yield return Event(referral, ++versions[referral], types[random.Next(types.Length)], at, new() { Stage = Stage.Received });
        }
    }
}
