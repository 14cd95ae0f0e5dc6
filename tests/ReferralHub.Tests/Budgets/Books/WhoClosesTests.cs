using ReferralHub.Budgets.Books.Closing;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Reading;
using ReferralHub.Tests.Commissioning.Agreeing;
using ReferralHub.Tests.Commissioning.Keeping;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>Whose business the close of a month is, by the arrangements.</summary>
public sealed class WhoClosesTests : IDisposable
{
    const string Second = """
          - id: second-2026
            commissioner: B81001
            scope: first
            money: indicative
            period: { from: 2026-04-01, years: 1 }
            holders: [B81001]
            total: 10.00
            setting:
              - { step: historic, year: 2025-26, amounts: { B81001: 10.00 }, source: Frozen activity }
        decisions:
        """;
    static readonly DateOnly May = new(2026, 5, 1);
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-closes-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Centre_Closes_AndABodyWhoseMoneyAllOfItIs()
    {
        var one = Read(PlanArea.Files);

        WhoCloses.May(one, null, May).ShouldBeTrue();
        WhoCloses.May(one, ["zc01"], May).ShouldBeTrue();
        WhoCloses.May(one, ["L81008"], May).ShouldBeFalse();
        WhoCloses.May(one, [], May).ShouldBeFalse();
        // No plan of that month: nobody's but the centre's.
        WhoCloses.May(one, ["ZC01"], May.AddYears(9)).ShouldBeFalse();
    }

    [Fact]
    public void BodyBesideOthers_ClosesOnlyWhereTheArrangementsSaySo()
    {
        var two = PlanArea.Files.With(SmallArea.Arrangements, "decisions:\n", Second.ReplaceLineEndings("\n") + "\n");
        var agent = two.With(
            SmallArea.Arrangements,
            "decisions:\n",
            "decisions:\n  - { what: close, scope: rest, decides: QXX, agentFor: [B81001] }\n"
        );

        WhoCloses.May(Read(two), ["ZC01"], May).ShouldBeFalse();
        WhoCloses.May(Read(agent), ["ZC01"], May).ShouldBeTrue();
        WhoCloses.May(Read(agent), ["B81001"], May).ShouldBeFalse();
    }

    Configuration Read(IReadOnlyDictionary<string, string> files)
    {
        files.Write(folder.FullName);
        var read = ConfigurationReader.Read(folder.FullName);
        read.Faults.ShouldBeEmpty();
        return read.Configuration!;
    }
}
