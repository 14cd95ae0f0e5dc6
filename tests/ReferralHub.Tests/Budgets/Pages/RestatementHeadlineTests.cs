using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Budgets;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Pages.Months;
using ReferralHub.Budgets.Positions;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Budgets.Pages;

/// <summary>What the sentence above a month's changes claims, read back and compared with what it is of.</summary>
public sealed partial class RestatementHeadlineTests
{
    static readonly DateOnly May = new(2026, 5, 1);
    static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    static readonly Gen<RestatementCause> Cause =
        from reason in Gen.Elements(PostingReason.Repriced, PostingReason.Reported, PostingReason.ChallengeAccepted)
        from pence in Gen.Choose(-300_000, 300_000)
        from postings in Gen.Choose(1, 30)
        select new RestatementCause(new(reason), new(pence), postings);

    static readonly PostingReason[] Reasons = [PostingReason.Repriced, PostingReason.Reported, PostingReason.ChallengeAccepted];

    /// <summary>Of few patients and of many.</summary>
    static readonly Gen<int> Patients = Gen.OneOf(Gen.Choose(0, 9), Gen.Choose(0, 200));

    static readonly Gen<RestatedPatients> Behind =
        from closed in Patients
        from now in Patients
        from change in Patients
        from causes in Patients.ArrayOf(Reasons.Length)
        select new RestatedPatients(closed, now, change, Reasons.Zip(causes).ToDictionary(c => new PostingWhy(c.First), c => c.Second));

    static readonly Gen<MonthFigures[]> Lines = (
        from closed in Gen.Choose(0, 5_000_000)
        from causes in Cause.ArrayOf()
        select new MonthFigures(
            May,
            default(AccountBalances) with
            {
                Actual = new(closed),
            },
            default(AccountBalances) with
            {
                Actual = new(closed + causes.Sum(c => c.Spent.Pence)),
            },
            causes
        )
    )
        .NonEmptyListOf()
        .Select(l => l.ToArray());

    [Fact]
    public void Headline_SaysWhatTheMonthCameTo_ThenAndNow() =>
        Prop.ForAll(
                Lines.ToArbitrary(),
                lines =>
                {
                    var told = RestatedMonth.Tell(May, lines, RestatedPatients.Nobody, new(AccessScope.Centre));
                    var headline = RestatementChart.WriteHeadline(told, "May 2026");
                    var (closed, now) = (lines.Sum(l => l.AsClosed.Spent.Pence), lines.Sum(l => l.AsRestated.Spent.Pence));
                    headline.ShouldStartWith($"May 2026 was closed at {new Money(closed)}");
                    if (lines.All(l => l.Causes.Count == 0))
                        headline.ShouldEndWith(", and nothing has changed since.");
                    else if (now == closed)
                        headline.ShouldContain(" and is the same now, for ");
                    else
                        headline.ShouldContain(
                            $" and is {new Money(now)} now, {new Money(Math.Abs(now - closed))} {(now > closed ? "more" : "less")}, for "
                        );
                    var causes = lines.SelectMany(l => l.Causes).Select(c => c.Why).Distinct().Count();
                    if (Causes().Match(headline) is { Success: true } said)
                        int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture).ShouldBe(causes);
                    // Causes that cancel out over lines are still causes, and the sum of all is the difference.
                    told.Causes.Sum(c => c.Change!.Value.Pence).ShouldBe(now - closed);
                }
            )
            .Check(Many);

    [Fact]
    public void ReaderWithoutSmallNumbers_ReadsNoneAndNoAmountThatIsExact() =>
        Prop.ForAll(
                Lines.ToArbitrary(),
                Behind.ToArbitrary(),
                (lines, patients) =>
                {
                    var told = RestatedMonth.Tell(May, lines, patients, new(AccessScope.ForFigures(["Z81001"])));
                    foreach (var cause in told.Causes)
                    {
                        (cause.Postings is > 0 and <= SmallNumbers.WithheldMax).ShouldBeFalse();
                        ((cause.Change?.Pence ?? 0) % 100_000).ShouldBe(0);
                    }

                    foreach (var (figure, behind) in new[] { (told.AsClosed, patients.AsClosed), (told.AsRestated, patients.AsRestated) })
                    {
                        ((figure?.Pence ?? 0) % 100_000).ShouldBe(0);
                        if (behind is > 0 and <= SmallNumbers.WithheldMax)
                            figure.ShouldBeNull();
                    }

                    foreach (var why in lines.SelectMany(l => l.Causes).Select(c => c.Why).Distinct())
                        if (patients.Causes[why] is > 0 and <= SmallNumbers.WithheldMax)
                            told.Causes.Single(c => c.Words == CauseWords.Describe(why)).Change.ShouldBeNull();
                }
            )
            .Check(Many);

    [Fact]
    public void NoCauseThatIsWithheld_IsWhatTheOthersLeaveOfTheDifference() =>
        Prop.ForAll(
                Lines.ToArbitrary(),
                Behind.ToArbitrary(),
                (lines, patients) =>
                {
                    var told = RestatedMonth.Tell(May, lines, patients, new(AccessScope.ForFigures(["Z81001"])));
                    // A difference of nobody is nought, and everybody knows that it is.
                    if (told.Causes.Count(c => c.Change is null) == 1 && patients.Change > 0)
                        told.Change.ShouldBeNull();
                }
            )
            .Check(Many);

    [Fact]
    public void Headline_OfAMonthOfFewPatients_NamesNoAmount() =>
        RestatementChart
            .WriteHeadline(new(May, null, null, [new("A", null, null)]), "May 2026")
            .ShouldBe("What May 2026 was closed at is withheld, because it is about few patients and has changed since, for 1 cause.");

    [GeneratedRegex(@", for (\d+) causes?[;.]")]
    private static partial Regex Causes();
}
