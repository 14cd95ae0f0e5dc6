using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Events;
using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Budgets.Ledger.TestCare;

namespace ReferralHub.Tests.Budgets.Ledger;

public sealed class PoolRulesTests
{
    const string Pool = "risk-2026";
    static readonly PatientCap Cap = new(Pool, new(500_000), 1000);

    [Theory]
    [InlineData(320_000, 320_000, 0)]
    [InlineData(500_000, 500_000, 0)]
    [InlineData(785_000, 500_000, 285_000)]
    public void Cap_SplitsAPatientsCost(long cost, long holder, long pool) =>
        Cap.Split(new(cost)).ShouldBe((new Money(holder), new Money(pool)));

    [Fact]
    public void Contribution_ByNeed_IsSplitToThePenny()
    {
        var shares = PoolContributions.Calculate(
            new(9_000_000),
            new Dictionary<string, long>
            {
                ["A"] = 5100,
                ["B"] = 7333,
                ["C"] = 9001,
            }
        );

        shares.ShouldBe(
            new Dictionary<string, Money>
            {
                ["A"] = new(2_141_457),
                ["B"] = new(3_079_080),
                ["C"] = new(3_779_463),
            },
            ignoreOrder: true
        );
    }

    [Fact]
    public void Contributions_MoveAuthorityInPairs()
    {
        var book = new TestBook().Add(
            new PlanAgreed(1, On, Line, new(2026, 4, 1), new(10_000_000)),
            new PoolContributed(2, On, Pool, new(2026, 4, 1), new Dictionary<string, Money> { [Line] = new(2_141_457) })
        );

        book.Balances(Line).ShouldSatisfyAllConditions(b => b.Authority.Pence.ShouldBe(7_858_543), b => b.Free.Pence.ShouldBe(7_858_543));
        book.Balances(Pool).Authority.Pence.ShouldBe(2_141_457);
        book.Postings.Skip(1).Select(p => (p.Pair, p.Amount.Pence)).ShouldBe([(2L, 2_141_457), (2L, 2_141_457)]);
        TestIdentities.Check(book).ShouldBeEmpty();
    }

    /// <summary>A patient of £7,850 with a cap of £5,000 costs the practice £5,000 and the pool £2,850.</summary>
    [Fact]
    public void PatientAboveTheCap_CostsThePool_UntilARowIsGivenUp()
    {
        var book = Book().Add(Rows((1, "a", 400_000), (2, "b", 385_000))).Add(new MonthFrozen(3, new(2026, 7, 27), new(2026, 5, 1)));

        (book.Balances(Line).Actual.Pence, book.Balances(Pool).Actual.Pence).ShouldBe((500_000, 285_000));
        book.Postings.Where(p => p.Pair is not null)
            .Select(p => (p.Line, p.From, p.To, p.Amount.Pence))
            .ShouldBe([
                (Line, LedgerAccount.Accrued, LedgerAccount.Free, 285_000),
                (Pool, LedgerAccount.Free, LedgerAccount.Accrued, 285_000),
            ]);

        book.Add(
            new ChallengeRaised(4, new(2026, 8, 1), "b", "CH-05", new(300_000)),
            new ChallengeAccepted(5, new(2026, 8, 2), "b", "CH-05", new(200_000))
        );

        (book.Balances(Line).Spent.Pence, book.Balances(Pool).Spent.Pence).ShouldBe((500_000, 85_000));
        TestIdentities.Check(book).ShouldBeEmpty();
    }

    [Fact]
    public void Rows_InWhateverOrderTheyArrive_ShareAlike()
    {
        var one = Book().Add(Rows((1, "a", 400_000), (2, "b", 385_000), (3, "c", 100_000)));
        var other = Book().Add(Rows((1, "c", 100_000), (2, "b", 385_000), (3, "a", 400_000)));

        other.Describe().ShouldBe(one.Describe());
        other.Rows.OrderBy(r => r.Row).Select(r => r.Pooled.Pence).ShouldBe([0, 285_000, 100_000]);
    }

    static TestBook Book() => new() { Caps = new Dictionary<string, PatientCap> { [Line] = Cap } };

    static IEnumerable<LedgerEvent> Rows(params (long Position, string Id, long Pence)[] rows) =>
        rows.Select(r => new ActivityReported(r.Position, On, Row(r.Id, "EL", r.Pence) with { Referral = null, Patient = "p" }));
}
