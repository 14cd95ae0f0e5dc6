using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Budgets.Ledger;

public sealed class LedgerPropertyTests
{
    const int StepsMax = 250;

    [Fact]
    public void AnyHistory_KeepsEveryIdentity() =>
        Prop.ForAll(LedgerHistory.Any(StepsMax), steps => TestIdentities.Check(Write(LedgerHistory.Make(steps))).Take(5).ShouldBeEmpty())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void AnyHistory_WrittenAgainInSmallPortions_IsTheSameRowForRow() =>
        Prop.ForAll(
                LedgerHistory.Any(StepsMax),
                Gen.Choose(1, 4).ToArbitrary(),
                (steps, portion) =>
                {
                    var events = LedgerHistory.Make(steps);
                    Write(events, portion).Dump().ShouldBe(Write(events).Dump());
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    /// <summary>Two events of different referrals, rows and lines may come in either order, as long as no month ends between.</summary>
    [Fact]
    public void IndependentEvents_InTheOtherOrder_GiveTheSameBalances()
    {
        var swaps = 0;
        Prop.ForAll(
                LedgerHistory.Any(StepsMax),
                steps =>
                {
                    var events = LedgerHistory.Make(steps).ToList();
                    var other = events.ToList();
                    for (var i = 0; i + 1 < other.Count; i++)
                        if (AreIndependent(other[i], other[i + 1]))
                        {
                            (other[i], other[i + 1]) = (
                                other[i + 1] with
                                {
                                    Position = other[i].Position,
                                },
                                other[i] with
                                {
                                    Position = other[i + 1].Position,
                                }
                            );
                            swaps++;
                            i++;
                        }

                    Write(other).Describe().ShouldBe(Write(events).Describe());
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));
        swaps.ShouldBeGreaterThan(1_000);
    }

    /// <summary>What stood in a month when it was closed stands there after whatever comes later.</summary>
    [Fact]
    public void AClosedMonth_AfterAThousandLaterEvents_IsTheSame()
    {
        var steps = Enumerable.Range(1, 1_800).Select(n => n * 7_919).ToList();
        var events = LedgerHistory.Make(steps);
        var first = events.Select((e, i) => (e, i)).First(e => e.e is MonthClosed).i;
        events.Count.ShouldBeGreaterThan(first + 1_000);

        var then = Write(events.Take(first + 1));
        var now = Write(events);

        var close = then.Closes.Single();
        now.Closes[0].ShouldBe(close);
        var kept = now.Postings.Where(p => p.PostedMonth <= close.Month).ToList();
        kept.ShouldBe(then.Postings.Where(p => p.PostedMonth <= close.Month));
        BalancesHash.Calculate(close.Month, now.Sums.Select(s => (s.Key, s.Value))).ShouldBe(close.Hash);
        TestIdentities.Check(now).ShouldBeEmpty();
    }

    [Fact]
    public void Histories_HaveEveryKindOfEventAndOfPosting()
    {
        var books = SampleBooks().ToList();

        var reasons = books.SelectMany(b => b.Postings).Select(p => p.Why.Reason).ToHashSet();
        Enum.GetValues<PostingReason>().Except(reasons).ShouldBeEmpty();
        books.SelectMany(b => b.Remarks).Select(r => r.Kind).Distinct().Count().ShouldBe(Enum.GetValues<RemarkKind>().Length);
    }

    internal static IEnumerable<TestBook> SampleBooks() => SampleHistories().Select(e => Write(e));

    /// <summary>Histories that are always the same.</summary>
    internal static IEnumerable<IReadOnlyList<LedgerEvent>> SampleHistories() =>
        Enumerable.Range(1, 12).Select(h => LedgerHistory.Make(Enumerable.Range(1, StepsMax).Select(n => (n * 7_919) + (h * 104_729))));

    static TestBook Write(IEnumerable<LedgerEvent> events, int portion = 1000) =>
        new TestBook(portion) { Caps = LedgerHistory.Caps }.Add(events);

    static bool AreIndependent(LedgerEvent a, LedgerEvent b) =>
        FindTouched(a) is { } first && FindTouched(b) is { } second && !first.Intersect(second).Any();

    /// <summary>What an event reads or changes; null where that is more than a few records.</summary>
    static string[]? FindTouched(LedgerEvent e) =>
        e switch
        {
            PlanAgreed p => [p.Line],
            PlanSuperseded p => [p.Line],
            AwardApproved => ["awards"],
            PoolContributed => ["pools"],
            Chosen c => [$"{c.Referral}"],
            TakenBack t => [$"{t.Referral}"],
            CommitmentExpired x => [$"{x.Referral}"],
            ActivityReported { Row: { Referral: { } referral } r } => [r.Row, $"{referral}"],
            ActivityReported { Row: var r } => [r.Row],
            // Which referral the row is matched with, only the book knows.
            ChallengeRaised c => [c.Row],
            ChallengeAccepted c => [c.Row],
            ChallengeRefused c => [c.Row],
            _ => null,
        };
}
