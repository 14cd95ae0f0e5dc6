using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Budgets.Positions;

/// <summary>What the book's sums say of how many referrals an amount is of.</summary>
public sealed class ManyPatientsTests
{
    static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    /// <summary>What was committed for a referral, and how much of it is open.</summary>
    static readonly Gen<(int Committed, int Open)> Referral =
        from committed in Gen.OneOf(Gen.Choose(1, 500), Gen.Choose(1, 1_000_000))
        from perMille in Gen.Elements(0, 500, 1000)
        select (committed, (int)((long)committed * perMille / 1000));

    static readonly Gen<(int Committed, int Open)[]> Referrals =
        from number in Gen.Choose(1, 150)
        from referrals in Referral.ArrayOf(number)
        select referrals;

    [Fact]
    public void Amount_OfFewReferrals_IsNeverTakenForOneOfMany() =>
        Prop.ForAll(
                Referrals.ToArbitrary(),
                referrals =>
                {
                    var squares = referrals.Aggregate((Int128)0, (sum, r) => sum + ((Int128)r.Committed * r.Committed));
                    var open = new Money(referrals.Sum(r => (long)r.Open));
                    if (ManyPatients.IsSure(squares, open))
                        referrals.Count(r => r.Open > 0).ShouldBeGreaterThanOrEqualTo(ManyPatients.Referrals);
                }
            )
            .Check(Many);

    [Fact]
    public void Amount_OfManyReferralsOfOneCost_IsTakenForOneOfMany()
    {
        ManyPatients.IsSure((Int128)64 * 17_000 * 17_000, new(64 * 17_000)).ShouldBeTrue();
        ManyPatients.IsSure((Int128)63 * 17_000 * 17_000, new(63 * 17_000)).ShouldBeFalse();
        ManyPatients.IsSure(0, new(17_000)).ShouldBeFalse();
        ManyPatients.IsSure((Int128)17_000 * 17_000, Money.Zero).ShouldBeFalse();
    }
}
