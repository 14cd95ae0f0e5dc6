using System.CommandLine;
using System.Reflection;
using ReferralHub.Server.Hosting;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests.Commands;

/// <summary>
/// No command without a test of its happy path and of a refusal: the tree of commands is asked, so that a new one cannot be forgotten.
/// </summary>
public sealed class CoverageTests
{
    [Fact]
    public void EveryCommand_HasATestOfItsHappyPath()
    {
        var covered = typeof(CoverageTests)
            .Assembly.GetTypes()
            .SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetCustomAttributes<CoversAttribute>())
            .Select(c => c.Command)
            .ToHashSet();

        var forgotten = ListCommands().Where(c => !covered.Contains(c));
        var unknown = covered.Where(c => !ListCommands().Contains(c));

        forgotten.ShouldBeEmpty("these commands have no test with [Covers]");
        unknown.ShouldBeEmpty("these tests cover commands that are not there");
    }

    [Fact]
    public void EveryCommand_HasATestOfARefusal()
    {
        var refused = RefusalTests.Refusals.Select(r => r.Command).ToHashSet();

        var forgotten = ListCommands().Where(c => !refused.Contains(c));

        forgotten.ShouldBeEmpty("these commands have no row in RefusalTests.Refusals");
    }

    [Fact]
    public void EveryCommandAndOption_SaysWhatItIsFor()
    {
        var silent = ListSymbols(Program.CreateCommands(new HubBuilder(Program.Flow)), "")
            .Where(s => string.IsNullOrWhiteSpace(s.Symbol.Description))
            .Select(s => s.Path);

        silent.ShouldBeEmpty();
    }

    /// <summary>Words of each command that does something, as "rules check". The root itself does what <c>serve</c> does.</summary>
    static List<string> ListCommands() =>
        [
            .. ListSymbols(Program.CreateCommands(new HubBuilder(Program.Flow)), "")
                .Where(s => s.Symbol is Command { Subcommands.Count: 0 })
                .Select(s => s.Path),
        ];

    static IEnumerable<(string Path, Symbol Symbol)> ListSymbols(Command command, string path)
    {
        foreach (var symbol in command.Arguments.Cast<Symbol>().Concat(command.Options))
            yield return ($"{path} {symbol.Name}", symbol);
        foreach (var sub in command.Subcommands)
        {
            var name = $"{path} {sub.Name}".TrimStart();
            yield return (name, sub);
            foreach (var below in ListSymbols(sub, name))
                yield return below;
        }
    }
}
