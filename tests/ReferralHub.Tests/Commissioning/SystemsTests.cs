using ReferralHub.Commissioning.Explaining;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning;

/// <summary>
/// Every way of commissioning that the papers name can be written down as rows, and what is written says who holds the money, what
/// kind of money, for which care, who decides, what it brings and who answers to whom.
/// </summary>
public sealed class SystemsTests
{
    static readonly Configuration Systems = ShownModels.Read(ShownModels.Load(ShownModels.Systems)).Configuration.ShouldNotBeNull();

    /// <summary>A file of the folder, what is explained, and parts of what is said of it.</summary>
    static readonly (string File, string Id, string[] Says)[] Written =
    [
        ("11-national-specialised-group.yaml", "national-2026", ["pooled", "(national-services)", "MIN-D", "NAT-D"]),
        ("12-supra-regional-group.yaml", "supra-regional-2026", ["pooled", "(supra-regional-services)", "SUP-D", "REG-D"]),
        (
            "13-regional-specialised-group.yaml",
            "regional-2026",
            ["pooled", "(specialised)", "REG-D", "PCT-W", "No scheme names the holder"]
        ),
        (
            "20-personal-health-budget.yaml",
            "personal-2026",
            ["personal", "(long-term-condition)", "KLOYLGXGNEXF3XIIAKEN4Q4GPE", "£4,200.00"]
        ),
        ("30-single-practice.yaml", "single-2026", ["indicative", "(elective)", "Z82001 Apple Street", "seventy-percent", "PCT-D"]),
        ("31-locality-consortium.yaml", "locality-2026", ["£475,000.00", "£425,000.00", "LOC-D", "2029-03-31", "locality-flat"]),
        ("32-whole-trust.yaml", "whole-trust-2026", ["ALL-W", "PCT-W", "whole-trust-half"]),
        (
            "33-personal-medical-services.yaml",
            "PMS-D",
            ["real", "indicative", "(primary-care)", "(elective)", "provider-arm", "make-or-buy"]
        ),
        ("34-social-enterprise.yaml", "CIC-D", ["indicative", "Garden City Health", "accounts and annual report"]),
        ("00-area.yaml", "PCT-D", ["rest-d-2026", "real", "public"]),
        (
            "40-fundholding-standard.yaml",
            "fund-standard-2026",
            ["real", "(fund-standard)", "£1,850,000.00", "fund-savings", "Z82031", "contract"]
        ),
        ("41-fundholding-community.yaml", "fund-community-2026", ["real", "(fund-community)", "£240,000.00", "Z82032"]),
        ("42-multifund.yaml", "MUL-D", ["No plan is in force for it", "Z82031", "annual accounts of its members"]),
        ("43-total-purchasing-pilot.yaml", "total-purchasing-2026", ["real", "(total)", "£24,500,000.00", "HA-SUB", "TPP-D"]),
        ("44-commissioning-pilot.yaml", "GPC-D", ["real", "indicative", "advisory", "(drugs)", "(community)", "£11,200,000.00"]),
        ("45-group-to-trust.yaml", "PCT-S", ["PCG-D"]),
        (
            "50-integrated-care-organisation.yaml",
            "ICO-D",
            ["real", "£55,200,000.00", "make-or-buy", "NZ861", "corridorPerMille", "2029-03-31"]
        ),
        ("51-diabetes-organisation.yaml", "diabetes-2026", ["real", "(diabetes)", "DIA-D", "make-or-buy"]),
        ("60-choice-of-commissioner.yaml", "Z82071", ["COM-B", "chosen-b-2026"]),
        ("61-referral-centre.yaml", "RMC-D", ["No plan is in force for it", "monthly running cost"]),
        ("62-joint-commissioning.yaml", "joint-2026", ["pooled", "(older-people)", "JCB-D", "LA-D", "£3,000,000.00"]),
        ("70-today.yaml", "Z82081", ["notional", "real", "PCN-D", "COL-D", "rest-icb-2026", "(mental-health)"]),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Written.Length)];

    [Fact]
    public void AllSystemsTogether_AreAccepted()
    {
        var faults = ShownModels.Check(ShownModels.Load(ShownModels.Systems));

        faults.Where(f => f.IsError).Select(f => f.Describe()).ShouldBeEmpty();
        // What is shown is true of the arrangement and no slip of the rows.
        faults
            .Select(f => (f.Row, f.Text.Split(';')[0]))
            .ShouldBe([("fund-savings", "savings are paid whatever becomes of quality")], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void System_IsWrittenDown_AndExplained(int row)
    {
        var (file, id, says) = Written[row];

        File.Exists(Path.Combine(ShownModels.Systems, file)).ShouldBeTrue(file);
        var explained = new CommissioningExplain(Systems).Explain(id, ShownModels.Day).ShouldNotBeNull(id);
        var text = string.Join('\n', ExplanationWords.Describe(explained));

        foreach (var said in says)
            text.ShouldContain(said, Case.Sensitive, $"{file}\n{text}");
    }

    [Fact]
    public void EveryFile_OfTheFolder_IsLookedAt() =>
        Directory
            .EnumerateFiles(ShownModels.Systems, "*.yaml")
            .Select(Path.GetFileName)
            .Except(Written.Select(w => w.File))
            .ShouldBe(["90-rest.yaml"]);

    [Fact]
    public void ChosenCommissioner_PaysFromTheDayOn()
    {
        var attribution = new Attribution(Systems);

        Pays(new(2026, 9, 30)).ShouldBe("chosen-a-2026/COM-A");
        Pays(new(2026, 10, 1)).ShouldBe("chosen-b-2026/COM-B");

        string? Pays(DateOnly day) => attribution.Find(new(day, "Z82071", ActivitySource.Gp, "110", "OPFA"))?.Id;
    }

    /// <summary>The rarest care goes up through whoever pays in, and never to a practice's line.</summary>
    [Theory]
    [InlineData("309", "national-2026/NAT-D")]
    [InlineData("108", "supra-regional-2026/SUP-D")]
    [InlineData("320", "regional-2026/REG-D")]
    public void SpecialisedCare_IsPaidByTheGroupOfItsService(string tfc, string line) =>
        new Attribution(Systems)
            .Find(new(ShownModels.Day, "Z82001", ActivitySource.Gp, tfc, "OPFA") { IsSpecialised = true })
            .ShouldNotBeNull()
            .Id.ShouldBe(line);
}
