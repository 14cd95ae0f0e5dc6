using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Platform;

/// <summary>
/// Who may name whom, read from the source: a room names those on its left. Kernel nobody, Platform only Kernel, and so on
/// along the flow.
/// </summary>
public sealed partial class ModuleBoundaryTests
{
    static readonly string[] Order =
    [
        "Kernel",
        "Platform",
        "Web",
        "FhirApi",
        "Identity",
        "Journey",
        "Referrals",
        "Commissioning",
        "Intake",
        "Triage",
        "Review",
        "Practices",
        "Choice",
        "Dispatch",
        "Activity",
        "Budgets",
        "Feeds",
        "Operations",
    ];
    static readonly string Source = Path.Combine(Root(), "src", "ReferralHub");

    public static TheoryData<string> Modules => [.. Order];

    [Theory]
    [MemberData(nameof(Modules))]
    public void Module_NamesOnlyWhatLiesOnItsLeft(string module)
    {
        var allowed = Order.TakeWhile(m => m != module).Append(module).ToHashSet();
        var found = new List<string>();
        foreach (var file in Files(Path.Combine(Source, module)))
        foreach (Match use in ModuleName().Matches(File.ReadAllText(file)))
            if (Order.Contains(use.Groups[1].Value) && !allowed.Contains(use.Groups[1].Value))
                found.Add($"{Path.GetRelativePath(Source, file)} names {use.Value}");
        found.ShouldBeEmpty();
    }

    [Fact]
    public void EveryFolder_IsAModuleOfTheFlow_WithAReadme()
    {
        var folders = Directory.EnumerateDirectories(Source).Select(Path.GetFileName).Where(n => n is not ("bin" or "obj")).ToList();
        folders.ShouldBe(Order, ignoreOrder: true);
        foreach (var folder in folders)
            File.Exists(Path.Combine(Source, folder!, "README.md")).ShouldBeTrue($"{folder} has no README.md");
    }

    [Fact]
    public void OnlyTransportsAndMessaging_NameMassTransitOutsideConsumers()
    {
        var found = Files(Source)
            .Where(f => File.ReadAllText(f).Contains("using MassTransit", StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(Source, f))
            .Where(f =>
                !f.EndsWith("Module.cs", StringComparison.Ordinal)
                && !f.StartsWith($"Platform{Path.DirectorySeparatorChar}Messaging", StringComparison.Ordinal)
            );
        found.ShouldBe(
            ["Triage/TriageReferral.cs", "Review/CarryOutDecision.cs", "Choice/OfferChoice.cs", "Dispatch/DispatchReferral.cs"],
            ignoreOrder: true
        );
    }

    [Fact]
    public void TheProduct_NamesNoDatabaseDriver() => Files(Source).Where(f => Driver().IsMatch(File.ReadAllText(f))).ShouldBeEmpty();

    static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(folder, "*.cs*", SearchOption.AllDirectories)
            .Where(f =>
                !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            );

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ReferralHub.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"\bReferralHub\.([A-Z][A-Za-z]+)\b")]
    private static partial Regex ModuleName();

    [GeneratedRegex(@"\b(Npgsql|Microsoft\.Data\.Sql|UseSqlite|RabbitMQ)\b")]
    private static partial Regex Driver();
}
