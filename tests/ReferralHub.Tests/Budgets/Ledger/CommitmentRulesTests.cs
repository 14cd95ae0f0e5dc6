using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Ledger.State;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Ledger.TestCare;

namespace ReferralHub.Tests.Budgets.Ledger;

public sealed class CommitmentRulesTests
{
    /// <summary>A referral to trauma and orthopaedics, as 1,000 of them go: the worked expected cost is £1,248.94.</summary>
    [Fact]
    public void Choice_OfAnExpectedPathway_CommitsEachPartAtItsShare()
    {
        var book = new TestBook().Add(
            Choose(
                1,
                Part("OPFA", 17000),
                Part("OPFUP", 8500, 1400),
                Part("OPPROC", 24000, 120),
                Part("DC", 282200, 150),
                Part("EL", 846400, 60)
            )
        );

        book.Components.OrderBy(c => c.Pod)
            .Select(c => (c.Pod, c.Open.Pence))
            .ShouldBe([("DC", 42330), ("EL", 50784), ("OPFA", 17000), ("OPFUP", 11900), ("OPPROC", 2880)]);
        book.Balances(Line).Committed.Pence.ShouldBe(124_894);
    }

    [Fact]
    public void Part_WithoutAPrice_IsCommittedAtNothing_AndSaid()
    {
        var book = new TestBook().Add(Choose(1, Part("OPFA", 17000), Part("DIAG", null)));

        book.Postings.Count.ShouldBe(1);
        book.Remarks.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                r => r.Kind.ShouldBe(RemarkKind.Unpriced),
                r => r.Component.ShouldBe("DIAG"),
                r => r.Text.ShouldBe("There is no price for DIAG of 110 at RZ1.")
            );
        book.Components.Count(c => c.IsUnpriced).ShouldBe(1);
    }

    [Fact]
    public void Part_ThatIsPricedLater_IsCommittedInThatMonth()
    {
        var book = new TestBook().Add(
            Choose(1, Part("DIAG", null, 500)),
            new PricesPublished(2, new(2026, 7, 2), "v2", []) { Unpriced = [new(Referral, "DIAG", new(9001))] }
        );

        var posting = book.Postings.ShouldHaveSingleItem();
        (posting.Amount.Pence, posting.ActivityMonth, posting.PriceVersion).ShouldBe((4500, new DateOnly(2026, 7, 1), "v2"));
        book.Components.ShouldAllBe(c => !c.IsUnpriced);
    }

    [Fact]
    public void Care_ThatALaterPlanCovers_MovesAtThePriceOfItsChoice_AndNothingElseDoes()
    {
        var covered = new[] { "OPFA", "OPFUP", "DIAG" }.Select(pod => new CoveredPart(Referral, pod, "late/a"));
        var book = new TestBook().Add(
            Choose(1, Part("OPFA", 17000), Part("OPFUP", 8500, 1400), Part("DIAG", null)),
            Report(2, "a", "OPFUP", 8500),
            new CareCovered(3, new(2026, 7, 2), [.. covered]),
            new CareCovered(4, new(2026, 8, 2), [.. covered])
        );

        var moved = book.Postings.Where(p => p.Why.Reason == PostingReason.Covered).ToList();
        moved
            .Select(p => (p.Line, p.From, p.To, p.Amount.Pence))
            .ShouldBe([
                (Line, LedgerAccount.Committed, LedgerAccount.Free, 17000),
                ("late/a", LedgerAccount.Free, LedgerAccount.Committed, 17000),
                (Line, LedgerAccount.Committed, LedgerAccount.Free, 3400),
                ("late/a", LedgerAccount.Free, LedgerAccount.Committed, 3400),
            ]);
        moved.ShouldAllBe(p => p.ActivityMonth == new DateOnly(2026, 7, 1));
        book.Components.ShouldAllBe(c => c.Line == "late/a" && c.Released == Money.Zero);
        book.Balances(Line).ShouldSatisfyAllConditions(b => b.Committed.Pence.ShouldBe(0), b => b.Accrued.Pence.ShouldBe(8500));
        book.Components.Count(c => c.IsUnpriced).ShouldBe(1);
    }

    [Fact]
    public void Care_ThatWasTakenBack_IsCoveredByNothing()
    {
        var book = new TestBook().Add(
            Choose(1, Part("OPFA", 17000)),
            new TakenBack(2, new(2026, 6, 2), Referral, PostingReason.Declined),
            new CareCovered(3, new(2026, 7, 2), [new(Referral, "OPFA", "late/a")])
        );

        book.Postings.ShouldNotContain(p => p.Why.Reason == PostingReason.Covered);
        book.Components.ShouldAllBe(c => c.Line == Line);
    }

    /// <summary>1.4 follow-ups are expected: one takes its price, the second all that is left, a third nothing.</summary>
    [Fact]
    public void FollowUps_ConsumeWhatWasExpectedOfThem_AndNoMore()
    {
        var book = new TestBook().Add(
            Choose(1, Part("OPFUP", 8500, 1400)),
            Report(2, "a", "OPFUP", 8500),
            Report(3, "b", "OPFUP", 8500),
            Report(4, "c", "OPFUP", 8500)
        );

        book.Postings.Where(p => p.Why.Reason == PostingReason.Seen).Select(p => p.Amount.Pence).ShouldBe([8500, 3400]);
        book.Balances(Line).ShouldSatisfyAllConditions(b => b.Committed.Pence.ShouldBe(0), b => b.Accrued.Pence.ShouldBe(25_500));
    }

    /// <summary>Were only the list price taken, 340 pence would stay committed for a first attendance that has happened.</summary>
    [Fact]
    public void LastItem_WhoseListPriceFell_ConsumesAllThatIsOpen()
    {
        var book = new TestBook().Add(Choose(1, Part("OPFA", 17340)), Report(2, "a", "OPFA", 17000));

        book.Balances(Line).ShouldSatisfyAllConditions(b => b.Committed.Pence.ShouldBe(0), b => b.Accrued.Pence.ShouldBe(17_000));
    }

    [Fact]
    public void Discharge_ReleasesTheRest_AndItsWithdrawalExpectsItAgain()
    {
        var book = new TestBook().Add(
            Choose(1, Part("OPFA", 17000), Part("OPFUP", 8500, 1400)),
            Report(2, "a", "OPFA", 17000),
            new AttendanceDischarged(3, On, Referral, "a")
        );
        book.Balances(Line).Committed.Pence.ShouldBe(0);
        book.Components.ShouldAllBe(c => c.HasEnded);

        book.Add(new RowReplaced(4, On, "a", null));

        book.Balances(Line).ShouldSatisfyAllConditions(b => b.Committed.Pence.ShouldBe(28_900), b => b.Spent.Pence.ShouldBe(0));
        book.Components.ShouldAllBe(c => !c.HasEnded && c.Open > Money.Zero);
    }

    [Fact]
    public void Withdrawal_OfARowOfACancelledReferral_CommitsNothing()
    {
        var book = new TestBook().Add(
            Choose(1, Part("OPFA", 17000), Part("OPFUP", 8500)),
            Report(2, "a", "OPFA", 17000),
            new TakenBack(3, On, Referral, PostingReason.Cancelled),
            new RowReplaced(4, On, "a", null)
        );

        book.Balances(Line).ShouldBe(default);
    }

    [Fact]
    public void SecondChoice_WithoutADecline_TakesBackTheFirst()
    {
        var book = new TestBook().Add(
            Choose(1, Part("OPFA", 17000)),
            new Chosen(2, new(2026, 6, 3), Referral, Care with { Provider = "NZ7" }, [Part("OPFA", 15000)])
        );

        book.Postings.Select(p => (p.Why.Reason, p.Amount.Pence, p.Care!.Provider))
            .ShouldBe([
                (PostingReason.Chosen, 17000, "RZ1"),
                (PostingReason.ChosenAgain, 17000, "RZ1"),
                (PostingReason.Chosen, 15000, "NZ7"),
            ]);
        book.Postings[1].ActivityMonth.ShouldBe(new DateOnly(2026, 6, 1));
    }

    [Theory]
    [InlineData(365, false)]
    [InlineData(366, true)]
    public void Commitment_WithoutActivity_ExpiresAfterAYear(int days, bool isDue)
    {
        var book = new TestBook().Add(Choose(1, Part("OPFA", 17000)));

        CommitmentExpiry.IsDue(book.Components, On.AddDays(days)).ShouldBe(isDue);
    }

    [Fact]
    public void Expiry_FreesWhatIsOpen_AndIsListed()
    {
        var book = new TestBook().Add(Choose(1, Part("OPFA", 17000)), new CommitmentExpired(2, new(2027, 5, 10), Referral));

        book.Balances(Line).Committed.ShouldBe(Money.Zero);
        book.Remarks.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                r => r.Kind.ShouldBe(RemarkKind.Expired),
                r => r.Text.ShouldBe("£170.00 was committed and nothing was reported for it.")
            );
        CommitmentExpiry.IsDue(book.Components, new(2030, 1, 1)).ShouldBeFalse();
    }

    /// <summary>An operation of the same referral may be another line's business than its first attendance.</summary>
    [Fact]
    public void Parts_OfTwoLines_AreCommittedInEach()
    {
        var book = new TestBook().Add(Choose(1, Part("OPFA", 17000), Part("DC", 282200, 150) with { Line = "rest" }));

        book.Balances(Line).Committed.Pence.ShouldBe(17_000);
        book.Balances("rest").Committed.Pence.ShouldBe(42_330);
    }
}
