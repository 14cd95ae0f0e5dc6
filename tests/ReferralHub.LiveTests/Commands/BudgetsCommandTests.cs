using System.Text.Json.Nodes;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

/// <summary>
/// A budget that nobody has agreed to, signed from the command line of two systems for people who do not sign in themselves.
/// </summary>
[Collection(CommandHub.Collection)]
public sealed class BudgetsCommandTests(CommandHub hub)
{
    static readonly FinancialYear Year = FinancialYear.FromDate(WorkingDays.LocalDate(TimeProvider.System.UtcNow()));
    static readonly string Line = FormattableString.Invariant($"disputed-{Year.Starting}/Z81016");

    [Fact]
    [Covers("budgets explain")]
    [Covers("budgets propose")]
    [Covers("budgets agree")]
    public async Task Budget_IsExplained_AndAgreedByTwoParties_OfWhomOneSystemCannotSpeakForBoth()
    {
        var before = await hub.RunAsync("budgets", "explain", Line);
        before.Exit.ShouldBe(0, before.Error);
        before.Output.ShouldContain("is not agreed");
        before.Output.ShouldContain("1. Begin with what was spent in ");
        before.Output.ShouldContain("Worked out again just now, the steps arrive at this figure.");

        var proposed = await ActAsync(hub.RunAsync, "propose", "Demonstration Practice Manager B", "Practice manager", "Z81016");
        proposed.Exit.ShouldBe(0, proposed.Error);
        proposed.Output.ShouldContain($"{Line} for {Year} is put forward.");
        var alone = await ActAsync(hub.RunAsync, "agree", "Demonstration Commissioner B", "Head of finance", "ZC02");
        (alone.Exit, alone.Output).ShouldBe((2, ""));
        alone.Error.ShouldContain("Two people sign in, or two systems say it.");
        var stranger = await ActAsync(hub.RunAsOtherAsync, "agree", "Demonstration Commissioner A", "Head of finance", "ZC01");
        stranger.Exit.ShouldBe(2);
        stranger.Error.ShouldContain("ZC01 is no party of this budget");
        var agreed = await ActAsync(hub.RunAsOtherAsync, "agree", "Demonstration Commissioner B", "Head of finance", "ZC02");
        agreed.Exit.ShouldBe(0, agreed.Error);
        agreed.Output.ShouldContain($"{Line} for {Year} is agreed.");

        var after = await hub.RunAsync("budgets", "explain", Line, "--report", "json");
        after.Exit.ShouldBe(0, after.Error);
        var words = (string)JsonNode.Parse(after.Output)!["words"]!;
        words.ShouldContain("Demonstration Practice Manager B");
        words.ShouldContain("Demonstration Commissioner B");
    }

    static Task<(int Exit, string Output, string Error)> ActAsync(
        Func<string[], Task<(int Exit, string Output, string Error)>> run,
        string act,
        string name,
        string role,
        string party
    ) => run(["budgets", act, Line, "--as", name, "--role", role, "--for", party]);
}
