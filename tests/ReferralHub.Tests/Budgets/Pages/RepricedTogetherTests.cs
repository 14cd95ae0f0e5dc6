using ReferralHub.Budgets;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Pages.Months;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Budgets.Pages;

/// <summary>What a reader is told of what new prices changed: by patients, however many parts of care they have.</summary>
public sealed class RepricedTogetherTests
{
    static readonly FigureReader Exact = new(AccessScope.Centre);
    static readonly FigureReader Rounded = new(AccessScope.ForFigures(["A81001"]));
    static readonly DateOnly April = new(2026, 4, 1);
    static readonly DateOnly May = new(2026, 5, 1);
    static readonly DateOnly June = new(2026, 6, 1);

    [Fact]
    public void PartsOfFewReferrals_AreWithheld_HoweverManyTheyAre()
    {
        RepricedPart[] parts = [.. Make(May, referrals: 4, partsEach: 3)];

        var told = RepricedTogether.Tell(parts, Rounded);

        (told.Change, told.Parts).ShouldBe(((Money?)null, (int?)null));
        told.Months.ShouldAllBe(m => m.Change == null && m.Parts == null);
        RepricedTogether.Tell(parts, Exact).Parts.ShouldBe(12);
    }

    [Fact]
    public void ReferralsOfOnePatient_AreOnePatient()
    {
        RepricedPart[] parts = [.. Make(May, referrals: 9, partsEach: 1).Select(p => p with { PatientKey = "one" })];

        RepricedTogether.Tell(parts, Rounded).Change.ShouldBeNull();
    }

    [Fact]
    public void OneMonthOfFewPatients_WithholdsTheNextSmallestToo_SoThatItIsNotWhatIsLeftOfTheTotal()
    {
        RepricedPart[] parts = [.. Make(April, 40, 1), .. Make(May, 3, 2), .. Make(June, 12, 1)];

        var told = RepricedTogether.Tell(parts, Rounded);

        told.Months.Select(m => m.Parts).ShouldBe([40, null, null]);
        told.Months.Select(m => m.Change is null).ShouldBe([false, true, true]);
        // Asked for April and June alone, the sum of 52 parts would be told, and what is left of 60.
        (told.Change, told.Parts).ShouldBe(((Money?)null, (int?)null));
        RepricedTogether.Tell([.. Make(April, 40, 1), .. Make(June, 12, 1)], Rounded).Parts.ShouldBe(50);
        RepricedTogether.Tell(parts, Exact).Months.Select(m => m.Parts).ShouldBe([40, 6, 12]);
    }

    static IEnumerable<RepricedPart> Make(DateOnly chosen, int referrals, int partsEach) =>
        Enumerable
            .Range(0, referrals)
            .Select(_ => Guid.CreateVersion7())
            .SelectMany(r =>
                Enumerable
                    .Range(0, partsEach)
                    .Select(_ => new RepricedPart("first-2026/A81001", June, chosen, "list@2", LedgerAccount.Free, 1_000, r, null))
            );
}
