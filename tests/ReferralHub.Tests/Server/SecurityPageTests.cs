using System.Globalization;
using System.Text.RegularExpressions;
using ReferralHub.Tests.Deploy;
using ReferralHub.Tests.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server;

/// <summary>The pages about security promise nothing by a test that is not there, and count their own rows rightly.</summary>
public sealed partial class SecurityPageTests
{
    static readonly string Root = ModuleBoundaryTests.Root();

    [Theory]
    [InlineData("security.md")]
    [InlineData("asvs.md")]
    public void Tests_ThatAPageNames_AreThereAndRun(string page)
    {
        var known = NamedTests.Read(Root);

        var named = TestName().Matches(Read(page)).Select(m => m.Groups[1].Value).Distinct().ToList();

        named.Count.ShouldBeGreaterThan(20);
        named.Where(n => !known.Contains(n)).ShouldBeEmpty();
    }

    [Fact]
    public void Requirements_AreEachThereOnce_AndWhatIsHeldNamesItsTest()
    {
        var rows = Row().Matches(Read("asvs.md"));

        rows.Select(r => r.Groups["id"].Value).ShouldBeUnique();
        rows.Where(r => r.Groups["standing"].Value == "held" && !TestName().IsMatch(r.Groups["why"].Value))
            .Select(r => r.Groups["id"].Value)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Count_AtTheTop_IsThatOfTheRows()
    {
        var page = Read("asvs.md");
        var rows = Row().Matches(page).Select(r => r.Groups["standing"].Value).ToList();
        int Count(string standing) => rows.Count(r => r == standing);

        var said = string.Create(
            CultureInfo.InvariantCulture,
            $"{rows.Count} requirements: {Count("held")} held, {Count("by design")} by design, {Count("operator")} operator, "
                + $"{Count("does not apply")} do not apply, {Count("gap")} gaps."
        );

        page.ShouldContain(said);
        rows.Count.ShouldBe(Count("held") + Count("by design") + Count("operator") + Count("does not apply") + Count("gap"));
    }

    static string Read(string page) => File.ReadAllText(Path.Combine(Root, "docs", page));

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^\| (?<id>V\d+\.\d+\.\d+) \| [12] \| [^|]+ \| (?<standing>[^|]+) \| (?<why>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
