using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Positions;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Budgets.Ledger;

/// <summary>
/// One month of one practice, worked out by hand: four referrals of which one is declined and one cancelled, four rows of which two are
/// challenged, prices that change backwards. Every balance to the penny.
/// </summary>
public sealed class WorkedMonthTests
{
    const string Gp = "Z81006/gp";
    const string Consultant = "Z81006/consultant";
    const long FactorPpm = 1_020_000;
    static readonly DateOnly May = new(2026, 5, 1);
    static readonly Guid R1 = Id(1);
    static readonly Guid R2 = Id(2);
    static readonly Guid R3 = Id(3);
    static readonly Guid R4 = Id(4);
    static readonly Money First110 = Scale(17000);
    static readonly Money FollowUp110 = Scale(8500);
    static readonly Money First130 = Scale(12000);

    [Fact]
    public void Prices_WithTheFactor_AreWholePence() => (First110.Pence, FollowUp110.Pence, First130.Pence).ShouldBe((17340, 8670, 12240));

    [Fact]
    public void Journeys_OfTheMonth_AreCommitted()
    {
        var book = new TestBook().Add(Plans()).Add(Journeys());

        Pence(book, Gp).ShouldBe((-100_000, 35_740, 64_260, 0, 0, 0));
        Pence(book, Consultant).ShouldBe((-20_000, 20_000, 0, 0, 0, 0));
        book.Postings.Count.ShouldBe(13);
    }

    [Fact]
    public void Flex_AccruesWhatIsReported_AndDisputesWhatIsQuestioned()
    {
        var book = Closed();

        Pence(book, Gp).ShouldBe((-100_000, 18_140, 34_680, 29_580, 17_600, 0));
        Pence(book, Consultant).ShouldBe((-20_000, 7_760, 0, 12_240, 0, 0));
        book.Balances(Gp).Spent.Pence.ShouldBe(47_180);
        book.Postings.Count.ShouldBe(21);
    }

    [Fact]
    public void Freeze_WithOneChallengeAcceptedAndOneRefused_SettlesTheRest()
    {
        var book = Closed().Add(Settlement());

        Pence(book, Gp).ShouldBe((-100_000, 18_400, 34_680, 0, 0, 46_920));
        Pence(book, Consultant).ShouldBe((-20_000, 7_760, 0, 0, 0, 12_240));
        book.Postings.Count.ShouldBe(26);
    }

    [Fact]
    public void Prices_PublishedBackwards_ChargeTheDifference()
    {
        var book = Closed().Add(Settlement()).Add(NewPrices());

        Pence(book, Gp).ShouldBe((-100_000, 17_992, 34_680, 0, 0, 47_328));
        Pence(book, Consultant).ShouldBe((-20_000, 7_760, 0, 0, 0, 12_240));
        book.Postings.Count.ShouldBe(28);
        book.Postings.Select(p => p.Number).ShouldBe(Enumerable.Range(1, 28).Select(n => (long)n));
        book.Remarks.ShouldBeEmpty();
    }

    [Fact]
    public void Month_Restated_IsTheClosedOneAndItsCauses()
    {
        var book = Closed().Add(Settlement()).Add(NewPrices());

        var may = MonthFigures.Calculate(May, book.Postings.Where(p => p.Line == Gp).Select(MonthSum.FromPosting));

        may.AsClosed.Spent.Pence.ShouldBe(47_180);
        may.AsRestated.Spent.Pence.ShouldBe(47_328);
        may.Restated.Pence.ShouldBe(148);
        may.Causes.Select(c => (c.Why.ToString(), c.Spent.Pence)).ShouldBe([("repriced v2", 408), ("challenge-accepted CH-05", -260)]);
        book.Postings.Where(p => p.Number > 21)
            .ShouldAllBe(p => p.ActivityMonth == May && p.PostedMonth == May.AddMonths(1), "nothing is posted into a closed month");
    }

    [Fact]
    public void EveryStep_LeavesTheLineBalanced()
    {
        var book = Closed().Add(Settlement()).Add(NewPrices());

        for (var n = 1; n <= book.Postings.Count; n++)
            foreach (var line in new[] { Gp, Consultant })
                AccountBalances.Sum(book.Postings.Take(n).Where(p => p.Line == line)).IsBalanced.ShouldBeTrue();
        TestIdentities.Check(book).ShouldBeEmpty();
    }

    [Fact]
    public void TakeBack_InALaterMonth_LeavesTheMonthOfTheChoiceAsItWas()
    {
        var book = Closed().Add(new TakenBack(40, new(2026, 6, 20), R3, PostingReason.Cancelled));

        book.Postings.Skip(21)
            .Select(p => (p.ActivityMonth, p.PostedMonth, p.Amount.Pence))
            .ShouldBe([(May.AddMonths(1), May.AddMonths(1), 17_340), (May.AddMonths(1), May.AddMonths(1), 8_670)]);
        AccountBalances.Sum(book.Postings.Where(p => p.ActivityMonth == May)).Committed.Pence.ShouldBe(34_680);
    }

    static TestBook Closed() => new TestBook().Add(Plans()).Add(Journeys()).Add(Flex()).Add(new MonthClosed(22, new(2026, 6, 22), May));

    static LedgerEvent[] Plans() =>
        [
            new PlanAgreed(1, new(2026, 4, 28), Gp, new(2026, 4, 1), new(100_000)),
            new PlanAgreed(2, new(2026, 4, 28), Consultant, new(2026, 4, 1), new(20_000)),
        ];

    static LedgerEvent[] Journeys()
    {
        var (at110, at130, elsewhere) = (Care("RZ1", "110"), Care("RZ1", "130"), Care("NZ7", "110"));
        return
        [
            new Chosen(3, new(2026, 5, 4), R1, at110, [First("110"), FollowUp(FollowUp110)]),
            new Chosen(4, new(2026, 5, 5), R2, at130, [First("130")]),
            new Chosen(5, new(2026, 5, 6), R3, elsewhere, [Part(PointsOfDelivery.FirstAttendance, new(17000)), FollowUp(new(8500))]),
            new TakenBack(6, new(2026, 5, 8), R3, PostingReason.Declined),
            new Chosen(7, new(2026, 5, 9), R3, at110, [First("110"), FollowUp(FollowUp110)]),
            new Chosen(8, new(2026, 5, 11), R4, at130, [First("130")]),
            new TakenBack(9, new(2026, 5, 12), R4, PostingReason.Cancelled),
        ];
    }

    static LedgerEvent[] Flex()
    {
        var on = new DateOnly(2026, 6, 15);
        return
        [
            new ActivityReported(10, on, Row("a", Gp, "110", 17340, First110, R1)),
            new ActivityReported(11, on, Row("b", Gp, "130", 12500, First130, R2)),
            new ChallengeRaised(12, on, "b", "CH-05", new(260)),
            new ActivityReported(13, on, Row("c", Gp, "110", 17340, First110, null)),
            new ChallengeRaised(14, on, "c", "CH-01", new(17340)),
            new ActivityReported(
                15,
                on,
                Row("d", Consultant, "130", 12240, First130, null) with
                {
                    Care = new("Z81006", "RZ1", "130", ActivitySource.Consultant),
                }
            ),
        ];
    }

    static LedgerEvent[] Settlement() =>
        [
            new MonthFrozen(30, new(2026, 7, 27), May),
            new ChallengeAccepted(31, new(2026, 7, 28), "b", "CH-05", new(260)),
            new ChallengeRefused(32, new(2026, 7, 28), "c", "CH-01"),
        ];

    static LedgerEvent[] NewPrices()
    {
        var price = Scale(17200);
        return [new PricesPublished(33, new(2026, 8, 3), "v2", [new("a", price), new("c", price)])];
    }

    static ReportedRow Row(string id, string line, string tfc, long charged, Money list, Guid? referral) =>
        new(id, line, new(2026, 5, 21), Care("RZ1", tfc), PointsOfDelivery.FirstAttendance, new(charged))
        {
            ListPrice = list,
            PriceVersion = "v1",
            Referral = referral,
        };

    static PricedComponent First(string tfc) => Part(PointsOfDelivery.FirstAttendance, tfc == "110" ? First110 : First130);

    static PricedComponent FollowUp(Money price) => Part(PointsOfDelivery.FollowUp, price);

    static PricedComponent Part(string pod, Money price) => new(Gp, pod, 1000, price, "v1", null);

    static CareKey Care(string provider, string tfc) => new("Z81006", provider, tfc, ActivitySource.Gp);

    static Guid Id(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    static Money Scale(long pence) => new Money(pence).Share(FactorPpm, 1_000_000);

    static (long Plan, long Free, long Committed, long Accrued, long Disputed, long Actual) Pence(TestBook book, string line)
    {
        var b = book.Balances(line);
        b.Award.ShouldBe(Money.Zero);
        return (b.Plan.Pence, b.Free.Pence, b.Committed.Pence, b.Accrued.Pence, b.Disputed.Pence, b.Actual.Pence);
    }
}
