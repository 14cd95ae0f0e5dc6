using ReferralHub.Budgets.Pages.Lines;
using ReferralHub.Budgets.Pages.Months;
using ReferralHub.Commissioning;
using ReferralHub.Commissioning.Calendars;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using ReferralHub.Tests.Commissioning;
using ReferralHub.Web.Charts.BurnUps;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestPlans;

namespace ReferralHub.Tests.Budgets.Pages;

/// <summary>What pages say of lines: how far their plans are agreed, what is to be done, what changed, what is late.</summary>
public sealed class LineWordsTests
{
    static readonly DateTime May20 = new(2026, 5, 20, 9, 0, 0, DateTimeKind.Utc);
    static readonly DateTime May28 = new(2026, 5, 28, 9, 0, 0, DateTimeKind.Utc);
    static readonly HeldLine Line = new LinesInForce(TestArrangements.Area, new(2026, 6, 1)).Find("loc-n-2026/Z81001")!;

    [Fact]
    public void Plan_ThatWasProposedAndAgreed_WaitsForTheHolderToSayThatItUnderstands()
    {
        Said(BookEventTypes.PlanProposed).ShouldBe(new PlanStanding(new(2026, 5, 20), null, null, null));
        var agreed = Said(BookEventTypes.PlanProposed, BookEventTypes.PlanAgreed);
        agreed.ShouldBe(new PlanStanding(null, new(2026, 5, 28), null, null));

        List(agreed).ShouldHaveSingleItem().ShouldStartWith("Say whether you understand how the budget for “Outpatient care");
        List(Said(BookEventTypes.PlanProposed))
            .ShouldHaveSingleItem()
            .ShouldBe("The budget for “Outpatient care that a GP asked for” was put forward on 20 May 2026 and is not agreed yet.");
        List(PlanStanding.Nothing)
            .ShouldHaveSingleItem()
            .ShouldBe("The budget for “Outpatient care that a GP asked for” has not been agreed.");
    }

    [Theory]
    [InlineData("fully", true, null)]
    [InlineData("partly", false, "The holder understands only in part how the budget")]
    [InlineData("no", true, "You have said that you do not understand how the budget")]
    [InlineData(null, false, "The holder has not said whether it understands how the budget")]
    public void Holder_WhoHasSaidHowFarItUnderstands_IsNotAskedAgain(string? understood, bool isHolder, string? words)
    {
        var standing = new PlanStanding(null, new(2026, 5, 28), understood, null);

        var said = List(standing, isHolder: isHolder);

        said.Count.ShouldBe(words is null ? 0 : 1);
        if (words is not null)
            said[0].ShouldStartWith(words);
    }

    [Fact]
    public void Plan_WithOneParty_AsksNobody() => List(new PlanStanding(null, new(2026, 4, 1), null, "rest")).ShouldBeEmpty();

    [Fact]
    public void AnotherFigure_PutForwardAfterAgreement_LeavesTheAgreedOneInForce_AndSupersedingEndsIt()
    {
        var events = new[] { BookEventTypes.PlanAgreed, BookEventTypes.PlanProposed };
        Said(events).ShouldBe(new PlanStanding(new(2026, 5, 28), new(2026, 5, 20), null, null));

        Said([BookEventTypes.PlanAgreed, BookEventTypes.PlanSuperseded]).ShouldBe(PlanStanding.Nothing);
    }

    [Fact]
    public void PlanOfSeveralYears_IsAgreedYearByYear()
    {
        PlanStep[] events =
        [
            new(BookEventTypes.PlanAgreed, May20, new() { EffectiveFrom = new(2026, 4, 1) }),
            new(BookEventTypes.PlanUnderstood, May20, new() { EffectiveFrom = new(2026, 4, 1), Understood = "fully" }),
            new(BookEventTypes.PlanProposed, May28, new() { EffectiveFrom = new(2027, 4, 1) }),
        ];

        PlanStanding.Read(events, new(2026)).ShouldBe(new PlanStanding(null, new(2026, 5, 20), "fully", null));
        PlanStanding.Read(events, new(2027)).ShouldBe(new PlanStanding(new(2026, 5, 28), null, null, null));
    }

    [Theory]
    [InlineData(1, "one part has no price")]
    [InlineData(12, "12 parts have no price")]
    [InlineData(null, "a few parts have no price")]
    public void CareWithoutPrice_IsSaid(int? parts, string words) =>
        List(new(null, new(2026, 5, 28), "fully", null), parts).ShouldHaveSingleItem().ShouldContain(words);

    [Fact]
    public void Change_IsBetweenTheTwoNewestKnownMonths()
    {
        BurnUpMonth[] months =
        [
            new(new(2026, 4, 1), Pounds("10.00"), Pounds("50.00"), null),
            new(new(2026, 6, 1), null, null, null),
            new(new(2026, 5, 1), Pounds("25.50"), Pounds("40.00"), null),
        ];

        MonthChange.Write(months).ShouldBe("Since 30 April 2026: £15.50 more spent, £10.00 less committed and not yet spent.");
        MonthChange.Write(months[..1]).ShouldBeNull();
        MonthChange
            .Write([months[0], months[2] with { Spent = Pounds("10.00"), Committed = null }])
            .ShouldBe("Since 30 April 2026: nothing more or less spent.");
    }

    [Fact]
    public void Late_AreMonthsPastTheirDay_AndPlansPastTheDayOfTheirDecision()
    {
        var late = LateThings.List(Months(new(2026, 7, 1)), TestArrangements.Area, [Line], new Dictionary<string, PlanStanding>());

        late.Select(l => l.Words)
            .ShouldBe([
                "April 2026 could have been closed since 20 May 2026.",
                "May 2026 could have been closed since 20 June 2026.",
                "Budgets for “Outpatient care that a GP asked for” were to be agreed by 1 May 2026: "
                    + "Alder Lane Practice has no agreed budget.",
            ]);
        late[0].Url.ShouldBe("/commissioning/months?month=2026-04");
    }

    [Fact]
    public void NothingIsLate_OnTheDayItself_NorOnceItIsDone()
    {
        var agreed = new Dictionary<string, PlanStanding> { [Line.Id] = new(null, new(2026, 4, 28), null, null) };
        LateThings.List(Months(new(2026, 5, 20)), TestArrangements.Area, [Line], agreed).ShouldBeEmpty();
        LateThings.List(Months(new(2026, 5, 1)), TestArrangements.Area, [Line], new Dictionary<string, PlanStanding>()).ShouldBeEmpty();
        // The first money is of June: before, there was nothing to close.
        LateThings
            .List(Months(new(2026, 7, 1)) with { Begins = new DateOnly(2026, 6, 1) }, TestArrangements.Area, [Line], agreed)
            .ShouldBeEmpty();
    }

    internal static MonthFacts Months(DateOnly today) =>
        new(
            today,
            new FinancialCalendar(
                new Configuration
                {
                    Calendar =
                    [
                        .. Enumerable
                            .Range(4, 4)
                            .Select(m => new CalendarMonth(
                                At,
                                new(2026, m, 1),
                                new(2026, m + 1, 19),
                                new(2026, m + 2, 1),
                                new(2026, m + 1, 20),
                                null
                            )),
                    ],
                }
            ),
            new DateOnly(2026, 4, 1),
            new Dictionary<DateOnly, ClosedMonth>()
        );

    static List<string> List(PlanStanding standing, int? unpriced = 0, bool isHolder = true) =>
        [
            .. ToDo.List(
                    new(Line, new(2026), May28, Pounds("1.00"), default, default, default, default, default, default, unpriced, null),
                    standing,
                    isHolder,
                    "/commissioning/practices/Z81001/plan"
                )
                .Select(t => t.Words),
        ];

    static PlanStanding Said(params string[] types) =>
        PlanStanding.Read(types.Select((t, i) => new PlanStep(t, i == 0 ? May20 : May28, new BookEventData())), new FinancialYear(2026));
}
