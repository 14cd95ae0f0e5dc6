using System.Text.Json;
using ReferralHub.Commissioning.Checks;
using ReferralHub.Platform;
using ReferralHub.Server.Commands;
using ReferralHub.Tests.Commissioning;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server;

/// <summary>What <c>commissioning check</c> prints.</summary>
public sealed class CommissioningReportTests
{
    [Fact]
    public void GoodFolder_IsDescribed_WithPlanSetsOverlapsAndWarnings()
    {
        var text = CommissioningReport.Describe(Check(ShownModels.Load(ShownModels.Models)));

        text.ShouldStartWith("models: 7 plan sets and 1 for the rest\n");
        text.ShouldContain(
            "  loc-n-2026: elective-opd, indicative, £1,000,000.00 for 3 holders from 2026-04-01 to 2029-03-31, money of QXX\n"
        );
        text.ShouldContain(
            "gpfh-standard-1996: fund-standard, real, £1,850,000.00 for 1 holder from 2026-04-01 to 2027-03-31, "
                + "money of QXX; an example, in force nowhere\n"
        );
        text.ShouldContain("money of QXX; takes the rest\n");
        text.ShouldContain("  Overlap: of ico-e-2026 and joint-2026 the first wins (plans.yaml, line ");
        text.ShouldContain(": warning: savings are paid whatever becomes of quality");
        text.ShouldEndWith("; a hub can load it.\n");
    }

    [Fact]
    public void BrokenFolder_IsDescribed_WithFileLineAndRow()
    {
        var text = CommissioningReport.Describe(
            Check(ShownModels.Edit(ShownModels.Models, "plans.yaml", "rollUp: LOC-N", "rollup: LOC-N"))
        );

        text.ShouldStartWith("plans.yaml, line 27, loc-n-2026: error: the key rollup is not known here; did you mean rollUp?");
        text.ShouldEndWith(
            "models: 1 error, 0 warnings; nothing of it would be loaded. Names and totals are checked once every row can be read.\n"
        );
    }

    [Fact]
    public void Json_SaysTheSame()
    {
        var good = Write(Check(ShownModels.Load(ShownModels.Models)));
        var broken = Write(Check(ShownModels.Edit(ShownModels.Models, "plans.yaml", "total: 412300.00", "total: 412300.01")));

        good.GetProperty("accepted").GetBoolean().ShouldBeTrue();
        good.GetProperty("planSets").EnumerateArray().Count(s => !s.GetProperty("rest").GetBoolean()).ShouldBe(7);
        good.GetProperty("counts").GetProperty("bodies").GetInt32().ShouldBe(13);
        good.GetProperty("overlaps")[1].GetProperty("wins").GetString().ShouldBe("ico-e-2026");
        broken.GetProperty("accepted").GetBoolean().ShouldBeFalse();
        var error = broken.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        (error.GetProperty("file").GetString(), error.GetProperty("line").GetInt32(), error.GetProperty("row").GetString()).ShouldBe(
            ("plans.yaml", 7, "pbc-single-2026")
        );
    }

    static CommissioningFindings Check(Dictionary<string, byte[]> files) =>
        new("models", ShownModels.Day, ShownModels.Read(files).Configuration, ShownModels.Check(files));

    static JsonElement Write(CommissioningFindings found)
    {
        var bytes = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            CommissioningReport.WriteMembers(writer, found);
            writer.WriteEndObject();
        });
        return JsonDocument.Parse(bytes).RootElement;
    }
}
