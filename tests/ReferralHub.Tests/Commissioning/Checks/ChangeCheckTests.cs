using ReferralHub.Commissioning.Checks;
using ReferralHub.Commissioning.Model;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Checks;

/// <summary>What was in force does not change without saying so.</summary>
public sealed class ChangeCheckTests
{
    const string Plans = "plans.yaml";
    const string Area = "area.yaml";

    static ConfigurationChange Change(string file, string from, string to) =>
        ChangeChecks.Find(
            Models,
            ShownModels.Read(ShownModels.Edit(ShownModels.Models, file, from, to)).Configuration.ShouldNotBeNull(),
            ShownModels.Day
        );

    static Configuration Models => ShownModels.Read(ShownModels.Load(ShownModels.Models)).Configuration.ShouldNotBeNull();

    [Fact]
    public void SameRows_HoweverLaidOut_AreNoChange()
    {
        Change(Area, "name: East Integrated Care (fictitious), kind", "\"name\": 'East Integrated Care (fictitious)',   kind")
            .Faults.ShouldBeEmpty();
        Change(Plans, "money: real\n    period: { from: 2026-04-01, years: 3 }", "period: { years: 3, from: 2026-04-01 }\n    money: real")
            .Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Plans, "total: 412300.00", "total: 412300.01", "pbc-single-2026")]
    [InlineData(Plans, "weightPerMille: 300", "weightPerMille: 301", "loc-n-2026")]
    [InlineData(Plans, "perMille: 700", "perMille: 500", "pbc-70")]
    [InlineData(Area, "ageFrom: 75", "ageFrom: 65", "older-people")]
    [InlineData(Area, "reportsTo: Y99", "reportsTo: Y98", "QXX")]
    [InlineData(Area, "to: 2026-09-30", "to: 2026-10-31", "LOC-N/Z81002/member")]
    [InlineData(Plans, "person: Demonstration Locality Lead", "person: Somebody Else", "loc-n-2026")]
    [InlineData("arrangements.yaml", "noticeMonths: 6", "noticeMonths: 3", "acute-2026")]
    public void ChangeOfARowInForce_IsRefused(string file, string from, string to, string row)
    {
        var fault = Change(file, from, to).Faults.ShouldHaveSingleItem();

        (fault.IsError, fault.Row, fault.Place!.File).ShouldBe((true, row, file));
        fault.Text.ShouldContain("add a row with a later from, or say corrects");
    }

    [Fact]
    public void ChangeThatSaysWhatItCorrects_IsARestatement()
    {
        var change = Change(
            Plans,
            "total: 412300.00",
            "corrects: { reason: A penny was lost in copying, by: Demonstration Finance Director }\n    total: 412300.01"
        );

        change.Faults.ShouldBeEmpty();
        change.Corrected.ShouldHaveSingleItem().Corrects.ShouldBe(new("A penny was lost in copying", "Demonstration Finance Director"));
    }

    [Fact]
    public void RowThatIsGone_IsRefused_UnlessItHasNoDays()
    {
        Change(Area, "  - { body: LOC-N, member: Z81003, from: 2024-04-01 }\n", "")
            .Faults.ShouldHaveSingleItem()
            .Text.ShouldContain("LOC-N/Z81003/member has been in force since 2024-04-01 and is not in members any more");
        Change(Plans, "  - { id: contingency-2026, kind: contingency, fundedBy: QXX, perMilleOf: loc-n-2026, perMille: 30 }\n", "")
            .Faults.ShouldBeEmpty();
    }

    /// <summary>Ends that have not come, agreements, later rows and rows that have not begun are how an area goes on.</summary>
    [Theory]
    [InlineData(Area, "member: Z81003, from: 2024-04-01 }", "member: Z81003, from: 2024-04-01, to: 2027-03-31 }")]
    [InlineData(
        Plans,
        "      - { by: QXX, person: Demonstration Commissioner, on: 2026-04-28 }\n    carry",
        "      - { by: QXX, person: Demonstration Commissioner, on: 2026-04-28 }\n"
            + "      - { by: QXX, person: Another, on: 2026-04-29 }\n    carry"
    )]
    [InlineData(Area, "\n\nmembers:", "\n  - { id: JCB, name: Later, kind: joint board, from: 2027-04-01, reportsTo: QXX }\n\nmembers:")]
    public void WhatIsAdded_IsNoChange(string file, string from, string to) => Change(file, from, to).Faults.ShouldBeEmpty();

    [Fact]
    public void EndInThePast_IsAChange() =>
        Change(Area, "member: Z81003, from: 2024-04-01 }", "member: Z81003, from: 2024-04-01, to: 2026-06-30 }")
            .Faults.ShouldHaveSingleItem()
            .Row.ShouldBe("LOC-N/Z81003/member");
}
