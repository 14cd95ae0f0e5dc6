using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Commissioning.Reading;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Reading;

public sealed class ConfigurationReaderTests
{
    static readonly ConfigurationRead Read = ConfigurationReader.Read(ShownModels.Models);

    static Configuration Models => Read.Configuration.ShouldNotBeNull();

    [Fact]
    public void Models_AreReadWithoutFault_EveryRowOfThem()
    {
        Read.Faults.ShouldBeEmpty();
        Models
            .PlanSets.Select(s => s.Id)
            .ShouldBe([
                "pbc-single-2026",
                "loc-n-2026",
                "gpfh-standard-1996",
                "gpfh-community-1996",
                "scg-2026",
                "ico-e-2026",
                "joint-2026",
                "rest-2026",
            ]);
        (Models.Bodies.Count, Models.Members.Count, Models.Scopes.Count, Models.Pools.Count, Models.Schemes.Count).ShouldBe(
            (13, 8, 7, 3, 2)
        );
        (Models.Decisions.Count, Models.Contracts.Count, Models.Accountabilities.Count, Models.Interests.Count).ShouldBe((6, 1, 4, 1));
        (Models.Calendar.Count, Models.Expected.Count, Models.Need.Count, Models.Population.Count, Models.Factors.Count).ShouldBe(
            (12, 7, 6, 60, 2)
        );
        Models.Prices.Count.ShouldBe(45);
    }

    [Fact]
    public void PlanSet_HasWhatItsRowSays()
    {
        var set = Models.PlanSets.Single(s => s.Id == "loc-n-2026");

        set.Place.ShouldBe(new RowPlace("plans.yaml", 21));
        (set.Commissioner, set.Scope, set.Money, set.RollUp).ShouldBe(("QXX", "elective-opd", MoneyMode.Indicative, "LOC-N"));
        (set.Period, set.Total, set.Prices, set.IsExample).ShouldBe(
            (new PlanPeriod(new(2026, 4, 1), 3), new Money(100_000_000), PriceBasis.National, false)
        );
        set.Period.To.ShouldBe(new(2029, 3, 31));
        set.Holders.ShouldBe(["Z81001", "Z81002", "Z81003"]);
        set.Setting.Select(s => s.Word).ShouldBe(["historic", "fairShares", "limit"]);
        set.Setting[1].Place.Line.ShouldBe(31);
        set.Setting[1].Source.ShouldBe("Weighted list January 2026");
        set.Setting[0].ShouldBeOfType<HistoricStep>().Amounts["Z81003"].ShouldBe(new Money(41_000_000));
        set.Agreed.ShouldBe([
            new("LOC-N", "Demonstration Locality Lead", new(2026, 4, 20)),
            new("QXX", "Demonstration Commissioner", new(2026, 4, 28)),
        ]);
        set.Carry.ShouldBe(new Dictionary<string, string> { ["overspend"] = "within-period", ["surplus"] = "within-period" });
        set.Goals.ShouldBe([new("M11", "Half of the reviews within two working days")]);
        Models.PlanSets.Where(s => s.IsExample).Select(s => s.Id).ShouldBe(["gpfh-standard-1996", "gpfh-community-1996"]);
    }

    /// <summary>The worked figures: the steps of every set arrive at its total, to the penny.</summary>
    [Fact]
    public void EveryTotal_IsReachedByItsSteps()
    {
        foreach (var set in Models.PlanSets)
            PlanSetting.Calculate(set).Fault.ShouldBeNull(set.Id);
        PlanSetting
            .Calculate(Models.PlanSets.Single(s => s.Id == "loc-n-2026"))
            .Authority.Values.ShouldBe([new Money(25_480_000), new Money(33_300_231), new Money(41_219_769)]);
    }

    [Fact]
    public void OtherRows_HaveWhatTheySay()
    {
        var contract = Models.Contracts.ShouldHaveSingleItem();
        contract.NoticeMonths.ShouldBe(6);
        contract.TolerancePerMille.ShouldBe(30);
        contract.FollowUpRatioCapPerMille.ShouldBe(1_800);
        contract.PlanVolume["110/OPFA"].ShouldBe(4_200);

        var scheme = Models.Schemes.Single(s => s.Id == "north-bradford");
        scheme.Markers[3].AtMost.ShouldBe("0.05");
        scheme.Parts.Select(p => p.Pay).ShouldBe(["markers", "markers", "share"]);
        scheme.Parts[2].Parts.ShouldBe(["saving"]);
        scheme.Parts[2].OnlyIfAnyMarker.ShouldBeTrue();

        var pool = Models.Pools.Single(p => p.Id == "risk-2026");
        pool.Covers.ShouldBe(new PoolCover("elective-opd", new(500_000), 1000));
        pool.Contribution.ShouldBe(new Money(9_000_000));

        var total = Models.Scopes.Single(s => s.Id == "total");
        total.CoversEverything.ShouldBeFalse();
        Models.Scopes.Single(s => s.Id == "rest").CoversEverything.ShouldBeTrue();
        Models.Members.Single(m => m.Member == "NZ704").Role.ShouldBe("provider-arm");
        Models.Decisions.Single(d => d.What == "plan").DueOn.ShouldBe("05-01");
    }

    [Fact]
    public void EveryFile_IsKeptWithItsHash()
    {
        Models
            .Files.Select(f => f.Name)
            .ShouldBe([
                "area.yaml",
                "arrangements.yaml",
                "calendar.csv",
                "expected.csv",
                "mff.csv",
                "need.csv",
                "plans.yaml",
                "population.csv",
                "prices.csv",
            ]);
        Models.Files.ShouldAllBe(f => f.Sha256.Length == 64 && f.Bytes.Length > 0);
    }

    /// <summary>What was kept years ago is read as it was then, whatever order the texts come in.</summary>
    [Fact]
    public void KeptTexts_GiveTheSameAsTheFolder()
    {
        var kept = ConfigurationReader.Read([.. Models.Files.Reverse()]).Configuration.ShouldNotBeNull();

        kept.PlanSets.Select(s => (s.Id, s.Place)).ShouldBe(Models.PlanSets.Select(s => (s.Id, s.Place)));
        kept.Prices.ShouldBe(Models.Prices);
        kept.Files.Select(f => f.Sha256).ShouldBe(Models.Files.Select(f => f.Sha256));
    }

    [Fact]
    public void SameIdWithALaterFrom_EndsTheEarlierRowTheDayBefore()
    {
        var rows = ShownModels.ReadRows(
            """
            bodies:
              - { id: A, name: Third, kind: k, from: 2026-01-01 }
              - { id: A, name: First, kind: k, from: 2020-01-01 }
              - { id: B, name: Other, kind: k, from: 2020-01-01 }
              - { id: A, name: Second, kind: k, from: 2024-07-01, to: 2024-12-31 }
            contracts:
              - { id: C, provider: RZ1, commissioner: A, from: 2025-04-01, to: 2027-03-31 }
              - { id: C, provider: RZ1, commissioner: A, from: 2026-04-01 }
            """
        );

        rows.Bodies.Select(b => (b.Name, b.Period.To))
            .ShouldBe([("Third", null), ("First", new(2024, 6, 30)), ("Other", null), ("Second", new DateOnly(2024, 12, 31))]);
        rows.Contracts.Select(c => c.Period.To).ShouldBe([new DateOnly(2026, 3, 31), null]);
    }

    [Fact]
    public void PlanSets_AreTriedInTheOrderOfFilesAndRows()
    {
        const string Header = "version: 1\nsource: Test\n";
        var one =
            "period: { from: 2026-04-01, years: 1 }, holders: [A], total: 1.00, "
            + "setting: [{ step: historic, year: 2025-26, amounts: { A: 1.00 } }]";
        var files = new Dictionary<string, byte[]>
        {
            ["b.yaml"] = Bytes($"{Header}planSets: [{{ id: last, commissioner: A, scope: s, money: none, {one} }}]"),
            ["a.yaml"] = Bytes(
                $"{Header}planSets: [{{ id: first, commissioner: A, scope: s, money: none, {one} }}, "
                    + $"{{ id: second, commissioner: A, scope: s, money: none, {one} }}]"
            ),
        };

        ShownModels.Read(files).Configuration.ShouldNotBeNull().PlanSets.Select(s => s.Id).ShouldBe(["first", "second", "last"]);
    }

    [Fact]
    public void RowWithoutASource_HasThatOfItsFile()
    {
        Models.PlanSets.Single(s => s.Id == "ico-e-2026").Setting[1].Source.ShouldBe("Demonstration figures (fictitious)");
        Models.Bodies[0].Source.ShouldBe("Demonstration figures (fictitious)");
    }

    static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
