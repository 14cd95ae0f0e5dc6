using ReferralHub.Budgets.Positions;
using ReferralHub.Commissioning.Model;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Budgets.Positions;

public sealed class CloseConditionsTests
{
    static readonly DateOnly May = new(2026, 5, 1);

    [Fact]
    public void Month_ForWhichEverythingIsThere_MayBeClosed() => Ready().FindReasons().ShouldBeEmpty();

    [Fact]
    public void Close_BeforeTheFlexDateHasPassed_IsRefusedInWords() =>
        (Ready() with { Today = new(2026, 6, 19) })
            .FindReasons()
            .ShouldBe(["Providers may report May 2026 until 19 June 2026, and today is 19 June 2026."]);

    [Fact]
    public void Close_BeforeItsDay_IsRefusedInWords() =>
        (Ready() with { Today = new(2026, 6, 20) })
            .FindReasons()
            .ShouldBe(["May 2026 may be closed from 22 June 2026, and today is 20 June 2026."]);

    [Fact]
    public void Close_WithoutAReturn_NamesTheProviders_UntilTheyAreDeclaredMissing()
    {
        var waiting = Ready() with { Returns = [new("RZ2", false, false), new("RZ1", true, false), new("NZ7", false, false)] };
        var declared = Ready() with { Returns = [new("RZ2", false, true), new("NZ7", false, true)] };

        waiting.FindReasons().ShouldHaveSingleItem().ShouldStartWith("No return for May 2026 has arrived from NZ7, RZ2.");
        declared.FindReasons().ShouldBeEmpty();
    }

    [Fact]
    public void Close_WhileAnEarlierMonthIsOpen_IsRefused()
    {
        (Ready() with { ClosedThrough = new(2026, 3, 1) })
            .FindReasons()
            .ShouldHaveSingleItem()
            .ShouldStartWith("April 2026 is still open.");
        (Ready() with { ClosedThrough = null, FirstPosted = new(2026, 4, 1) })
            .FindReasons()
            .ShouldHaveSingleItem()
            .ShouldStartWith("April 2026 is still open.");
        (Ready() with { ClosedThrough = null, FirstPosted = May }).FindReasons().ShouldBeEmpty();
    }

    [Fact]
    public void Close_OfAClosedMonth_SaysOnlyThat() =>
        (Ready() with { ClosedThrough = May, Calendar = null })
            .FindReasons()
            .ShouldBe(["May 2026 is closed already. A close is never undone; what is wrong in it is put right by a posting."]);

    [Fact]
    public void Close_OnABookThatIsBehindOrDoesNotBalance_IsRefused()
    {
        var reasons = (Ready() with { LogPosition = 90, BookPosition = 80, Faults = ["I-01 fails at line Z81006/gp"] }).FindReasons();

        reasons.Count.ShouldBe(2);
        reasons[0].ShouldStartWith("The book has read the log up to 80 of 90.");
        // What fails, and where, is about lines and referrals that not everybody may know of who closes.
        reasons[1].ShouldStartWith("The book does not balance (1 fault)");
        reasons[1].ShouldNotContain("Z81006");
    }

    [Fact]
    public void Close_OfAMonthThatGoesOn_OrThatTheCalendarDoesNotHave_IsRefused() =>
        (Ready() with { Today = new(2026, 5, 31), Calendar = null })
            .FindReasons()
            .ShouldBe(["May 2026 has not ended yet.", "The calendar has no days for May 2026. Add the month to calendar.csv."]);

    static CloseConditions Ready() =>
        new(May, new(2026, 6, 22), new(new("calendar.csv", 3), May, new(2026, 6, 19), new(2026, 7, 27), new(2026, 6, 22), null))
        {
            ClosedThrough = new(2026, 4, 1),
            FirstPosted = new(2026, 4, 1),
            Returns = [new("RZ1", true, false)],
            LogPosition = 90,
            BookPosition = 90,
        };
}
