using ReferralHub.Budgets;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Pages.Lines;
using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Tests.Commissioning;
using ReferralHub.Web.Charts.BurnUps;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Budgets.Pages;

/// <summary>Months of a line are sums from the first: neither one of them nor what lies between two may be of few patients.</summary>
public sealed class ToldMonthsTests
{
    static readonly FinancialYear Year = new(2026);
    static readonly HeldLine Line = new LinesInForce(TestArrangements.Area, new(2026, 6, 1)).Find("loc-n-2026/Z81001")!;
    static readonly FigureReader Rounded = new(AccessScope.ForFigures(["Z81001"]));

    [Fact]
    public void MonthAfterWhichFewPatientsChose_IsNotTold_BesideTheOneThatHasThem() =>
        Tell([20, 3, 10]).ShouldBe([null, "23000.00", "33000.00"]);

    [Fact]
    public void Months_EachWithManyPatients_AreAllTold() => Tell([20, 8, 10]).ShouldBe(["20000.00", "28000.00", "38000.00"]);

    [Fact]
    public void MonthsInWhichNobodyChose_AreTold() => Tell([20, 0, 10]).ShouldBe(["20000.00", "20000.00", "30000.00"]);

    [Fact]
    public void FewPatientsAtTheBeginning_AreNotTold() => Tell([3, 10, 10]).ShouldBe([null, "13000.00", "23000.00"]);

    [Fact]
    public void LineThatIsWithheld_StandsInNoMonth() => Tell([20, 0, 0], isLineTold: false).ShouldBe([null, null, null]);

    /// <summary>Patients who choose in April, May and June, for £1,000 each: what is told as committed by the end of each month.</summary>
    static List<string?> Tell(int[] patients, bool isLineTold = true)
    {
        var (months, parts, sum) = (new List<BurnUpMonth>(), new List<PatientPart>(), Money.Zero);
        foreach (var (count, month) in patients.Zip(Year.Months))
        {
            sum += new Money(100_000) * count;
            months.Add(new(month, Money.Zero, sum, null));
            parts.AddRange(Enumerable.Range(0, count).Select(i => Part(month, i)));
        }

        var position = new HolderPosition("Z81001", Line.Id, Position(sum), null, 0, DateTime.UnixEpoch)
        {
            Patients = LinePatients.Nobody with { Committed = isLineTold ? 64 : 1, DueThisYear = isLineTold ? 64 : 1 },
        };
        var line = ToldLine.Tell(Line, position, Rounded);
        return
        [
            .. ToldMonths
                .Tell(line, months, new(parts, Year), Rounded)
                .Select(m =>
                    m.Committed is { } told ? (told.Pence / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture) : null
                ),
        ];
    }

    static PatientPart Part(DateOnly month, int number) =>
        new(
            Line.Id,
            month,
            month,
            new(PostingReason.Chosen),
            FormattableString.Invariant($"{month:MM} {number}"),
            default(AccountBalances) with
            {
                Committed = new(100_000),
            }
        );

    static LinePosition Position(Money committed) =>
        LinePosition.Calculate(
            Line.Id,
            new(2026, 6, 30),
            default(AccountBalances) with
            {
                Committed = committed,
            },
            new(committed, Money.Zero, 0),
            []
        );
}
