using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Data.Scopes;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.Access;

/// <summary>That no table is forgotten, and no way round the scopes is left.</summary>
public sealed class ScopeRulesTests
{
    [Fact]
    public async Task EveryTable_SaysWhatNarrowScopesFind()
    {
        await using var hub = await TestHub.StartAsync("web");
        await using var db = hub.Database.OpenRead();
        var silent = db
            .Model.GetEntityTypes()
            .Where(e => !ScopeRules.Current.Tables.ContainsKey(e.ClrType) && !ScopeRules.Current.Shared.ContainsKey(e.ClrType))
            .Select(e => e.ClrType.FullName);
        silent.ShouldBeEmpty("These tables say in no IScopeRules class which of their rows a narrow scope finds.");
    }

    [Fact]
    public async Task ScopedModel_FiltersEveryTable_ThatIsNotShared()
    {
        await using var hub = await TestHub.StartAsync("web");
        foreach (
            var scope in new[]
            {
                AccessScope.Nothing,
                AccessScope.ForPractices(["A81001"]),
                AccessScope.ForProviders(["RH3"]),
                AccessScope.ForReferral(Guid.Empty),
                AccessScope.ForFigures(["A81001"]),
            }
        )
        {
            await using var db = hub.Database.OpenRead(scope);
            var open = db
                .Model.GetEntityTypes()
                .Where(e => e.GetTableName() is not null && e.GetDeclaredQueryFilters().Count == 0)
                .Select(e => e.ClrType);
            open.ShouldBe(ScopeRules.Current.Shared.Keys, ignoreOrder: true);
        }
    }

    [Fact]
    public void S11_OpenReadWithoutScope_IsNotThere()
    {
        var opens = typeof(HubDatabase).GetMethods().Where(m => m.Name == nameof(HubDatabase.OpenRead));
        opens.ShouldAllBe(m => m.GetParameters().Any(p => p.ParameterType == typeof(AccessScope)));
    }

    [Fact]
    public void Contexts_AreMadeByTheProvidersAlone()
    {
        var source = Path.Combine(Root(), "src");
        var makers = Directory
            .EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(f => System.Text.RegularExpressions.Regex.IsMatch(File.ReadAllText(f), @"new \w*HubDbContext\("))
            .Select(f => Path.GetRelativePath(source, f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("ReferralHub.Server/Databases/", StringComparison.Ordinal));
        // A backup is looked at as a file, before anybody reads from it.
        makers.ShouldBe(["ReferralHub.Server/Commands/BackupCommand.cs"]);
    }

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ReferralHub.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
