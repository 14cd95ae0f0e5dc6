using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Ledger.TestCare;

namespace ReferralHub.Tests.Budgets.Ledger;

public sealed class RowRulesTests
{
    static readonly DateOnly May = new(2026, 5, 1);

    [Fact]
    public void SameRow_ReportedTwice_ChangesNothing()
    {
        var book = new TestBook().Add(Choose(1, Part("OPFA", 17000)), Report(2, "a", "OPFA", 17000));
        var before = book.Dump();

        book.Add(Report(3, "a", "OPFA", 17000), new RowReplaced(4, On, "a", Row("a", "OPFA", 17000)));

        book.Dump().ShouldBe(before);
    }

    [Fact]
    public void Replacement_OfAnotherPrice_IsReversedAndWrittenAnew()
    {
        var book = new TestBook().Add(
            Choose(1, Part("OPFA", 17000)),
            Report(2, "a", "OPFA", 17000),
            new ChallengeRaised(3, On, "a", "CH-05", new(500)),
            new RowReplaced(4, On, "a", Row("a", "OPFA", 16500))
        );

        book.Balances(Line)
            .ShouldSatisfyAllConditions(
                b => b.Accrued.Pence.ShouldBe(16_500),
                b => b.Disputed.Pence.ShouldBe(0),
                b => b.Committed.Pence.ShouldBe(0)
            );
        book.Postings.Where(p => p.Why.Reason == PostingReason.RowReversed).Sum(p => p.Amount.Pence).ShouldBe(17_000);
        book.Rows.Single().Challenges.ShouldBeEmpty();
    }

    /// <summary>A correction after the freeze does not make the month soft again; its difference is what is challenged.</summary>
    [Fact]
    public void Replacement_AfterTheFreeze_StaysFinal()
    {
        var book = new TestBook().Add(
            Report(1, "a", "OPFA", 17000),
            new MonthFrozen(2, new(2026, 7, 27), May),
            new RowReplaced(3, new(2026, 8, 3), "a", Row("a", "OPFA", 19000)),
            new ChallengeRaised(4, new(2026, 8, 3), "a", "CH-13", new(2000))
        );

        var b = book.Balances(Line);
        (b.Accrued.Pence, b.Disputed.Pence, b.Actual.Pence).ShouldBe((0, 2000, 17_000));
    }

    [Fact]
    public void Challenges_OfOneRow_DisputeTheLargest_AndNotTheSum()
    {
        var book = new TestBook().Add(
            Report(1, "a", "OPFA", 17000),
            new ChallengeRaised(2, On, "a", "CH-05", new(260)),
            new ChallengeRaised(3, On, "a", "CH-04", new(300))
        );
        book.Balances(Line).Disputed.Pence.ShouldBe(300);

        // 260 of the 300 is given up: only 40 is still in question.
        book.Add(new ChallengeAccepted(4, On, "a", "CH-05", new(260)));
        var b = book.Balances(Line);
        (b.Accrued.Pence, b.Disputed.Pence, b.Free.Pence).ShouldBe((16_700, 40, -16_740));

        book.Add(new ChallengeRefused(5, On, "a", "CH-04"));
        book.Balances(Line).Accrued.Pence.ShouldBe(16_740);
        TestIdentities.Check(book).ShouldBeEmpty();
    }

    [Fact]
    public void Challenge_AcceptedInPart_IsRefusedForTheRest()
    {
        var book = new TestBook().Add(
            Report(1, "a", "OPFA", 17000),
            new ChallengeRaised(2, On, "a", "CH-01", new(17000)),
            new ChallengeAccepted(3, On, "a", "CH-01", new(5000))
        );

        var b = book.Balances(Line);
        (b.Accrued.Pence, b.Disputed.Pence).ShouldBe((12_000, 0));
        book.Postings.Last().Why.ToString().ShouldBe("challenge-refused CH-01");
    }

    [Fact]
    public void Challenge_RaisedAgainForLess_GivesBackTheDifference()
    {
        var book = new TestBook().Add(
            Report(1, "a", "OPFA", 17000),
            new ChallengeRaised(2, On, "a", "CH-05", new(900)),
            new ChallengeRaised(3, On, "a", "CH-05", new(260))
        );

        book.Balances(Line).Disputed.Pence.ShouldBe(260);
        book.Rows.Single().Challenges.ShouldHaveSingleItem();
    }

    [Fact]
    public void WhatCannotBe_MovesNothing_AndIsSaid()
    {
        var book = new TestBook().Add(
            Report(1, "a", "OPFA", 17000),
            new ChallengeRaised(2, On, "unknown", "CH-05", new(260)),
            new ChallengeRefused(3, On, "a", "CH-05"),
            new ChallengeRaised(4, On, "a", "CH-05", new(-40)),
            new ActivityReported(5, On, Row("b", "OPFA", -1)),
            new PlanAgreed(6, On, Line, May, new(-1))
        );

        book.Postings.Count.ShouldBe(1);
        book.Remarks.Select(r => r.Kind).ShouldBe(Enumerable.Repeat(RemarkKind.NotPosted, 5));
    }

    [Fact]
    public void CheaperPrices_AreTakenFromWhatIsUndisputedFirst()
    {
        var book = new TestBook().Add(
            Report(1, "a", "OPFA", 17000),
            new ChallengeRaised(2, On, "a", "CH-01", new(16900)),
            new PricesPublished(3, On, "v2", [new("a", new(16500))])
        );

        var b = book.Balances(Line);
        (b.Accrued.Pence, b.Disputed.Pence).ShouldBe((0, 16_500));
        TestIdentities.Check(book).ShouldBeEmpty();
    }

    /// <summary>Where we have no price of our own, the charge is not ours to change.</summary>
    [Fact]
    public void NewPrice_OfARowThatHadNone_ChangesNoAmount()
    {
        var book = new TestBook().Add(
            new ActivityReported(1, On, Row("a", "OPFA", 17000) with { ListPrice = null, PriceVersion = null }),
            new PricesPublished(2, On, "v2", [new("a", new(16500))]),
            new PricesPublished(3, On, "v3", [new("a", new(16600))])
        );

        book.Balances(Line).Accrued.Pence.ShouldBe(17_100);
    }
}
