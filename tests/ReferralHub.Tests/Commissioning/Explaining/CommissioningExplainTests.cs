using System.Text.Json;
using ReferralHub.Commissioning.Explaining;
using ReferralHub.Commissioning.Model;
using ReferralHub.Platform;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Commissioning.TestArrangements;
using static ReferralHub.Tests.Commissioning.TestPlans;

namespace ReferralHub.Tests.Commissioning.Explaining;

public sealed class CommissioningExplainTests
{
    static readonly DateOnly Autumn = new(2026, 11, 27);
    static readonly CommissioningExplain Explain = new(Area);

    static CommissioningExplanation Find(string id, DateOnly? on = null) => Explain.Explain(id, on ?? Autumn).ShouldNotBeNull();

    static string Text(string id, DateOnly? on = null) => string.Join('\n', ExplanationWords.Describe(Find(id, on)));

    [Fact]
    public void Practice_NamesLineHolderMoneyStepsDeciderSchemeAndAccountability()
    {
        var found = Find("Z81001");

        found.What.ShouldBe("practice");
        found.Plans.Select(p => p.Set.Id).ShouldBe(["loc-n-2026", "scg-2026", "joint-2026", "rest-2026"]);
        var plan = found.Plans[0];
        plan.Lines.ShouldHaveSingleItem().Line.Id.ShouldBe("loc-n-2026/Z81001");
        plan.Lines[0].Authority.ShouldBe(Pounds("254800.00"));
        plan.Lines[0].Because.ShouldBeNull();
        plan.Result.Steps.Select(s => s.Step.Word).ShouldBe(["historic", "fairShares", "limit"]);
        plan.MoneyWords.ShouldContain("QXX Demonstration Commissioner holds the money and pays");
        plan.MoneyWords.ShouldEndWith("Nobody here holds the money.");
        plan.Decisions.Select(d => (d.Id, d.Who)).ShouldBe([("contract", "QXX"), ("plan", "QXX")]);
        plan.Decisions[1].Words.ShouldBe("QXX Demonstration Commissioner decides together with the holder, by 1 May each year.");
        plan.Schemes.ShouldHaveSingleItem()
            .Words.ShouldBe(
                "freed-up: 70 % of the saving, for patient-services, approved by QXX; "
                    + "participation: £0.95 for each patient, for practice; "
                    + "the largest counts; a saving that chance alone explains is flagged."
            );
        plan.Accountabilities.Select(a => a.Words)
            .ShouldBe([
                "LOC-N North Locality answers to QXX Demonstration Commissioner by annual-report, due 30 June each year.",
                "QXX Demonstration Commissioner answers to the public by publication, due 31 July each year.",
            ]);
        found.Plans[1].Schemes.ShouldBeEmpty(); // somebody else holds that line
        plan.IsAgreed.ShouldBeTrue();
        plan.DueDate.ShouldBe(new DateOnly(2026, 5, 1));
    }

    [Fact]
    public void Practice_OfTheShownFolder_NamesLineHolderAmountStepsDeciderAndScheme()
    {
        var folder = ShownModels.Read(ShownModels.Load(ShownModels.Models)).Configuration.ShouldNotBeNull();
        var plan = new CommissioningExplain(folder).Explain("Z81001", ShownModels.Day).ShouldNotBeNull().Plans[0];

        plan.Lines.ShouldHaveSingleItem().Line.Id.ShouldBe("loc-n-2026/Z81001");
        plan.Lines[0].Authority.ShouldBe(Pounds("254800.00"));
        plan.Result.Steps.Select(s => s.Step.Word).ShouldBe(["historic", "fairShares", "limit"]);
        plan.Decisions.ShouldContain(d => d.Id == "plan" && d.Who == "QXX");
        plan.Schemes.ShouldHaveSingleItem().Id.ShouldBe("pbc-70");
        foreach (var set in folder.PlanSets)
            ReferralHub.Commissioning.Plans.PlanSetting.Calculate(set).Fault.ShouldBeNull();
    }

    [Fact]
    public void Practice_WhoseBodyHolds_SaysWhy()
    {
        var plan = Find("Z81008").Plans.Single(p => p.Set.Id == "ico-e-2026");

        plan.Lines[0].Because.ShouldBe("Z81008 belongs to ICO-E");
        plan.Decisions.ShouldHaveSingleItem()
            .Words.ShouldBe("ICO-E East Integrated Care decides; above £50,000.00 QXX Demonstration Commissioner must agree as well.");
        Find("Z81008").Plans[0].Lines[0].Because.ShouldBe("Z81008 reports to QXX, QXX pays into the money of REG-SCG");
    }

    [Fact]
    public void Practice_ThatHasLeft_IsNoMemberAnyMore_AndKeepsItsPlan()
    {
        Find("Z81002", new(2026, 7, 1)).Ties.ShouldContain("is member of LOC-N North Locality since 2024-04-01 until 2026-09-30");
        Find("Z81002").Ties.ShouldNotContain(t => t.Contains("LOC-N"));
        Find("Z81002").Plans[0].Lines[0].Authority.ShouldBe(Pounds("333002.31"));
    }

    [Fact]
    public void Body_IsExplainedByEveryPartThatItHas()
    {
        Find("LOC-N").Plans.ShouldHaveSingleItem().Part.ShouldBe("its members hold");
        Find("LOC-N").Contact.ShouldBe("Locality lead");
        Find("LOC-N").AnswersTo.ShouldHaveSingleItem().Who.ShouldBe("QXX");
        Find("ICO-E").Plans.ShouldHaveSingleItem().Part.ShouldBe("holds");
        Find("QXX")
            .Plans.Select(p => (p.Set.Id, p.Part))
            .ShouldBe([
                ("single-2026", "gives the money of"),
                ("loc-n-2026", "gives the money of"),
                ("scg-2026", "pays into"),
                ("ico-e-2026", "gives the money of"),
                ("joint-2026", "pays into"),
                ("rest-2026", "holds"),
            ]);
        Find("NZ704").Plans.ShouldBeEmpty();
        Text("NZ704").ShouldContain("No plan is in force for it.");
    }

    [Fact]
    public void PlanSet_HasEveryLine_AndAnExampleSaysThatItIsOne()
    {
        var plan = Find("loc-n-2026").Plans.ShouldHaveSingleItem();
        plan.Lines.Select(l => l.Authority!.Value.ToString()).ShouldBe(["£254,800.00", "£333,002.31", "£412,197.69"]);
        plan.Standing.ShouldBe("in force");

        Find("example-2026").Plans[0].Standing.ShouldBe("an example: in force nowhere");
        Find("loc-n-2026", new(2026, 3, 31)).Plans[0].Standing.ShouldBe("begins 2026-04-01");
        Find("loc-n-2026", new(2029, 4, 1)).Plans[0].Standing.ShouldBe("ended 2029-03-31");
    }

    [Theory]
    [InlineData("real", "ico-e-2026", "it is the holder's own")]
    [InlineData(
        "pooled",
        "joint-2026",
        "Pooled: QXX Demonstration Commissioner pays £1,800,000.00, LA-E09 Demonstration Council pays £1,200,000.00 into it."
    )]
    public void Money_IsSaidByWhatTheHolderMayDoWithIt(string mode, string set, string words)
    {
        Find(set).Plans[0].MoneyWords.ShouldContain(words);
        Find(set).Plans[0].MoneyWords.ShouldNotContain("Nobody here holds the money");
        Find(set).Plans[0].Set.Money.ToString().ShouldBe(mode, StringCompareShould.IgnoreCase);
    }

    [Theory]
    [InlineData("Z81001", true, true, true)]
    [InlineData("Z81007", true, true, true)]
    [InlineData("Z81008", false, true, false)] // held together, decides through its body, no scheme
    [InlineData("LOC-N", true, true, true)]
    [InlineData("loc-n-2026", true, true, true)]
    [InlineData("scg-2026", false, false, false)]
    [InlineData("REG-SCG", false, false, false)]
    [InlineData("NZ704", false, false, false)]
    public void PracticeLed_ThreeConditions_AreJudgedWithEvidence(string id, bool identified, bool inDesign, bool incentives)
    {
        var conditions = Find(id).PracticeLed;

        conditions.Select(c => c.Id).ShouldBe(["activity-identified", "practices-in-design", "incentives-against-objectives"]);
        conditions.Select(c => c.Holds).ShouldBe([identified, inDesign, incentives]);
        conditions.ShouldAllBe(c => c.Evidence.Count > 0);
    }

    [Fact]
    public void PracticeLed_AShareOfSavingsAgainstABudgetThatIsNotAgreed_IsNoAgreedObjective()
    {
        var proposed = Area with { PlanSets = [.. Area.PlanSets.Select(s => s with { Agreed = [] })] };
        var incentives = new CommissioningExplain(proposed).Explain("Z81001", Autumn)!.PracticeLed[2];

        incentives.Holds.ShouldBeFalse();
        incentives.Evidence.ShouldContain("Scheme saving-70 pays a share of savings, and the budget loc-n-2026 is not agreed.");
    }

    [Fact]
    public void Words_OfAPractice_ReadFromTopToBottom()
    {
        var text = Text("Z81001");

        text.ShouldStartWith("Z81001, Alder Lane Practice, on 2026-11-27\n  is member of LOC-N North Locality since 2024-04-01\n");
        text.ShouldContain("Line loc-n-2026/Z81001 (in force)");
        text.ShouldContain("  Authority    £254,800.00 for Z81001, of £1,000,000.00, 2026-04-01 to 2029-03-31");
        text.ShouldContain("Z81001: £253,381.92 → £254,800.00 (between £254,800.00 and £265,200.00; held at the lower bound)");
        text.ShouldContain(
            "  Agreed       2026-04-20 by LOC-N (Demonstration Lead), 2026-04-28 by QXX (Demonstration Commissioner), due by 2026-05-01"
        );
        text.ShouldContain("  yes The care that each practice uses is identified.");
    }

    [Fact]
    public void Json_HasTheSameInPence()
    {
        using var json = JsonDocument.Parse(
            JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                ExplanationJson.Write(writer, Find("loc-n-2026"));
                writer.WriteEndObject();
            })
        );
        var plan = json.RootElement.GetProperty("plans").EnumerateArray().Single();

        plan.GetProperty("totalPence").GetInt64().ShouldBe(100_000_000);
        plan.GetProperty("lines")
            .EnumerateArray()
            .Select(l => l.GetProperty("authorityPence").GetInt64())
            .ShouldBe([25_480_000, 33_300_231, 41_219_769]);
        var limit = plan.GetProperty("steps").EnumerateArray().Last();
        limit.GetProperty("step").GetString().ShouldBe("limit");
        limit.GetProperty("input").GetProperty("perMille").GetInt64().ShouldBe(20);
        limit.GetProperty("beforePence").GetProperty("Z81001").GetInt64().ShouldBe(25_338_192);
        limit.GetProperty("afterPence").GetProperty("Z81001").GetInt64().ShouldBe(25_480_000);
        plan.GetProperty("agreed").GetBoolean().ShouldBeTrue();
        json.RootElement.GetProperty("practiceLed").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public void Json_CanBeWrittenForEverythingThatIsThere()
    {
        foreach (var id in Area.Bodies.Select(b => b.Id).Concat(Area.PlanSets.Select(s => s.Id)))
        {
            var text = JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                ExplanationJson.Write(writer, Find(id));
                writer.WriteEndObject();
            });
            using var json = JsonDocument.Parse(text);
            json.RootElement.GetProperty("id").GetString().ShouldBe(id);
            ExplanationWords.Describe(Find(id)).ShouldAllBe(l => !l.Contains("  \n"));
        }
    }

    [Theory]
    [InlineData("Z81010", "Z81001")]
    [InlineData("loc-n", "LOC-N")]
    [InlineData("loc-n-2025", "loc-n-2026")]
    [InlineData("JCX", "JCB")]
    [InlineData("2026", "joint-2026")]
    public void UnknownId_IsNull_AndNearOnesAreNamed(string typed, string near)
    {
        Explain.Explain(typed, Autumn).ShouldBeNull();
        Explain.FindNear(typed).ShouldContain(near);
        Explain.FindNear(typed).Count.ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public void UnknownId_NothingLikeIt_NamesNobody() => Explain.FindNear("quite-another-thing").ShouldBeEmpty();
}
