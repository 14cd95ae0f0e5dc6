using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Kernel;

/// <summary>What is withheld beside small numbers, so that nobody works them out from what is shown.</summary>
public sealed class SecondaryWithholdingTests
{
    static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    /// <summary>Nobody, few and many patients.</summary>
    static readonly Gen<int> Count = Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 9), Gen.Choose(8, 60));

    [Fact]
    public void Table_OfTheSpecification_WithholdsWhatItSays()
    {
        // P1 23 4 31 / P2 12 19 2 / P3 40 9 15, with exact totals of rows and columns.
        var (table, sums) = MakeTable([23, 4, 31, 12, 19, 2, 40, 9, 15], columns: 3);

        var withheld = SecondaryWithholding.Choose(table, sums);

        Show(table, withheld).ShouldBe("* * 31 * 19 * 40 * *");
    }

    [Theory]
    [InlineData("3 0 20", "* 0 * 23")]
    [InlineData("3 30 20", "* 30 * 53")]
    [InlineData("3 2 20 40", "* * * 40 65")]
    [InlineData("4 5 40", "* * 40 49")]
    [InlineData("3 0 0", "* 0 0 *")]
    [InlineData("0 0", "0 0 0")]
    [InlineData("8 9", "8 9 17")]
    public void PartsOfATotal_WithholdTheNextSmallest_OrTheTotal(string parts, string shown)
    {
        int[] counts = [.. parts.Split(' ').Select(int.Parse)];
        int[] all = [.. counts, counts.Sum()];

        var withheld = SecondaryWithholding.Choose(all, [new([.. Enumerable.Range(0, counts.Length)], counts.Length)]);

        Show(all, withheld).ShouldBe(shown);
    }

    [Fact]
    public void NoPartThatIsWithheld_CanBeWorkedOutFromTheOthersAndTheTotal() =>
        Prop.ForAll(
                Count.NonEmptyListOf().ToArbitrary(),
                parts =>
                {
                    int[] all = [.. parts, parts.Sum()];
                    FigureSum[] sums = [new([.. Enumerable.Range(0, parts.Count)], parts.Count)];
                    CheckNothingIsDerived(all, sums);
                }
            )
            .Check(Many);

    [Fact]
    public void NoFigureThatIsWithheld_CanBeWorkedOutOverTwoSumsThatShareOne() =>
        Prop.ForAll(
                Count.NonEmptyListOf().ToArbitrary(),
                Count.ToArbitrary(),
                Count.ToArbitrary(),
                (causes, closed, restated) =>
                {
                    // As a month has it: causes add up to a difference, which with what it was closed at is what it comes to now.
                    var change = causes.Sum();
                    int[] all = [.. causes, closed, change, Math.Max(restated, change - closed)];
                    var last = all.Length - 1;
                    CheckNothingIsDerived(all, [new([.. Enumerable.Range(0, causes.Count)], last - 1), new([last - 1, last], last - 2)]);
                }
            )
            .Check(Many);

    static void CheckNothingIsDerived(int[] patients, FigureSum[] sums)
    {
        var withheld = SecondaryWithholding.Choose(patients, sums);
        for (var i = 0; i < patients.Length; i++)
            if (patients[i] is > 0 and <= SmallNumbers.WithheldMax)
                withheld[i].ShouldBeTrue();
        foreach (var place in FindDerived(withheld, sums))
            // Only where every other figure of its sums is of nobody, and so is nought whether it is shown or not.
            sums.Where(s => s.Parts.Append(s.Total!.Value).Contains(place))
                .ShouldContain(s => s.Parts.Append(s.Total!.Value).All(p => p == place || patients[p] == 0));
    }

    /// <summary>
    /// Subtracts as long as that finds anything: in a sum of which all but one figure are known, the one is known too. These sums share one
    /// figure at most, so that nothing more can be worked out from them.
    /// </summary>
    static List<int> FindDerived(IReadOnlyList<bool> withheld, FigureSum[] sums)
    {
        var unknown = Enumerable.Range(0, withheld.Count).Where(i => withheld[i]).ToHashSet();
        var derived = new List<int>();
        while (
            sums.Select(s => s.Parts.Append(s.Total!.Value).Where(unknown.Contains).ToList()).FirstOrDefault(u => u.Count == 1) is { } found
        )
        {
            unknown.Remove(found[0]);
            derived.Add(found[0]);
        }

        return derived;
    }

    static (int[] Counts, FigureSum[] Sums) MakeTable(int[] counts, int columns)
    {
        var rows = counts.Length / columns;
        return (
            counts,
            [
                .. Enumerable.Range(0, rows).Select(r => new FigureSum([.. Enumerable.Range(0, columns).Select(c => (r * columns) + c)])),
                .. Enumerable.Range(0, columns).Select(c => new FigureSum([.. Enumerable.Range(0, rows).Select(r => (r * columns) + c)])),
            ]
        );
    }

    static string Show(IReadOnlyList<int> counts, IReadOnlyList<bool> withheld) =>
        string.Join(' ', counts.Select((n, i) => withheld[i] ? "*" : $"{n}"));
}
