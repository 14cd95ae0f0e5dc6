using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Ledger.TestCare;

namespace ReferralHub.Tests.Budgets.Ledger;

public sealed class MonthRulesTests
{
    static readonly DateOnly May = new(2026, 5, 1);
    static readonly DateOnly June = new(2026, 6, 1);

    [Fact]
    public void Close_EstimatesWhatWasExpectedAndNotReported_AndTakesItBackInTheNextMonth()
    {
        var book = new TestBook().Add(
            Choose(
                1,
                Part("OPFA", 17000, expectedOn: new(2026, 5, 31)),
                Part("OPFUP", 8500, expectedOn: new(2026, 6, 1)),
                Part("OPPROC", 24000, 120)
            ),
            new MonthClosed(2, new(2026, 6, 22), May)
        );

        var closed = AccountBalances.Sum(book.Postings.Where(p => p.PostedMonth == May));
        (closed.Committed.Pence, closed.Accrued.Pence, closed.Estimated.Pence).ShouldBe((11_380, 17_000, 17_000));
        var now = book.Balances(Line);
        (now.Committed.Pence, now.Accrued.Pence, now.Estimated.Pence).ShouldBe((28_380, 0, 0));
        var reversal = book.Postings.Last();
        (reversal.ActivityMonth, reversal.PostedMonth, reversal.Why.Reason).ShouldBe((May, June, PostingReason.EstimateReversed));
        TestIdentities.Check(book).ShouldBeEmpty();
    }

    [Fact]
    public void Row_ThatArrivesAfterTheClose_ShowsInTheOpenMonth_AndTheMonthIsRestated()
    {
        var book = new TestBook().Add(
            Choose(1, Part("OPFA", 17000, expectedOn: new(2026, 5, 20))),
            new MonthClosed(2, new(2026, 6, 22), May),
            Report(3, "a", "OPFA", 16500)
        );

        book.Postings.Last().ShouldSatisfyAllConditions(p => p.ActivityMonth.ShouldBe(May), p => p.PostedMonth.ShouldBe(June));
        var may = MonthFigures.Calculate(May, book.Postings.Select(MonthSum.FromPosting));
        (may.AsClosed.Spent.Pence, may.AsRestated.Spent.Pence).ShouldBe((17_000, 16_500));
        may.Causes.Select(c => (c.Why.Reason, c.Spent.Pence))
            .ShouldBe([(PostingReason.EstimateReversed, -17_000), (PostingReason.Reported, 16_500)]);
    }

    [Fact]
    public void Freeze_TakesRowsOfEarlierMonthsToo_AndEachOnce()
    {
        var book = new TestBook(portion: 1).Add(
            Report(1, "a", "OPFA", 17000),
            Report(2, "b", "OPFA", 100),
            new MonthFrozen(3, new(2026, 8, 27), June),
            new MonthFrozen(4, new(2026, 8, 28), June)
        );

        book.Balances(Line).Actual.Pence.ShouldBe(17_100);
        book.Postings.Count(p => p.Why.Reason == PostingReason.Frozen).ShouldBe(2);
    }

    [Fact]
    public void Month_ClosedTwice_IsClosedOnce()
    {
        var book = new TestBook().Add(new MonthClosed(1, new(2026, 6, 22), May), new MonthClosed(2, new(2026, 6, 23), May));

        book.Closes.ShouldHaveSingleItem().Position.ShouldBe(1);
        book.Remarks.ShouldHaveSingleItem().Text.ShouldBe("2026-05 is closed already.");
    }

    [Fact]
    public void Plan_AgreedAnewAndSuperseded_PostsTheDifferences()
    {
        var from = new DateOnly(2026, 4, 1);
        var book = new TestBook().Add(
            new PlanAgreed(1, On, Line, from, new(100_000)),
            new PlanAgreed(2, On, Line, from, new(100_000)),
            new PlanAgreed(3, On, Line, from, new(90_000)),
            new PlanSuperseded(4, new(2026, 10, 1), Line, from, new(2026, 10, 1), new(95_000)),
            new PlanAgreed(5, new(2027, 4, 20), Line, from.AddYears(1), new(80_000))
        );

        book.Postings.Select(p => (p.From, p.Amount.Pence, p.ActivityMonth))
            .ShouldBe([
                (LedgerAccount.Plan, 100_000, from),
                (LedgerAccount.Free, 10_000, from),
                (LedgerAccount.Plan, 5_000, new DateOnly(2026, 10, 1)),
                (LedgerAccount.Plan, 80_000, from.AddYears(1)),
            ]);
        TestIdentities.Check(book).ShouldBeEmpty();
    }

    [Fact]
    public void Award_IsPaidFromTheLine()
    {
        var book = new TestBook().Add(new AwardApproved(1, On, "commissioner", "saving", new(808_474)));

        book.Balances("commissioner")
            .ShouldSatisfyAllConditions(b => b.Award.Pence.ShouldBe(808_474), b => b.Free.Pence.ShouldBe(-808_474));
    }
}
