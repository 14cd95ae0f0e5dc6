using System.CommandLine;
using System.Text.Json;
using ReferralHub.Kernel;
using ReferralHub.Server.Hosting;
using ReferralHub.Triage;
using ReferralHub.Triage.Reading;

namespace ReferralHub.Server.Commands;

/// <summary>Looks at rules: whether they can be used, what they say, and what they said of one referral.</summary>
static class RulesCommand
{
    public static Command Create(HubBuilder hub)
    {
        var packs = new Option<DirectoryInfo?>("--packs")
        {
            Description = "Folder of rule packs (default: the packs in use)",
            HelpName = "DIR",
        };
        var verbose = new Option<bool>("--verbose")
        {
            Description = "Also every rule with the ways it can come out and the examples that show them",
        };
        var files = new Argument<FileInfo[]>("FILE")
        {
            Description = "Packs to check (default: all of the folder)",
            Arity = ArgumentArity.ZeroOrMore,
        }.AcceptExistingOnly();
        var check = new Command(
            "check",
            "Reads every pack, runs the examples of every rule, and says what is wrong with file, line and column. "
                + "Exit code 1 when anything is."
        )
        {
            files,
            packs,
            verbose,
        };
        check.SetAction(parse =>
            Check(
                parse.GetValue(files) is { Length: > 0 } named
                    ? [.. named.Select(f => RulePackReader.Read(f.FullName, File.ReadAllBytes(f.FullName)))]
                    : Read(parse.GetValue(packs)),
                parse.GetValue(verbose)
            )
        );
        var list = new Command("list", "Lists the rules with what they do and where they come from.") { packs };
        list.SetAction(parse =>
        {
            foreach (var pack in Read(parse.GetValue(packs)))
            foreach (var rule in pack.Rules)
                Console.WriteLine($"{pack.Name}\t{rule.Id}\t{Effects(rule)}\t{rule.Title}\t{rule.Source}");
            return ExitCodes.Ok;
        });
        var name = new Argument<string>("PACK")
        {
            Description = "The pack, as `rules list` names it, or its id alone for the newest version",
        };
        var show = new Command("show", "A pack in words that can be read aloud (Markdown).") { name, packs };
        show.SetAction(parse =>
        {
            var all = Read(parse.GetValue(packs));
            if (all.LastOrDefault(p => p.Id == parse.GetValue(name) || p.Name == parse.GetValue(name)) is not { } found)
            {
                Console.Error.WriteLine(
                    $"There is no pack {parse.GetValue(name)}; there are {string.Join(", ", all.Select(p => p.Id).Distinct())}."
                );
                return ExitCodes.Usage;
            }

            Console.Write(PackWords.Describe(found, Today()));
            return ExitCodes.Ok;
        });
        var rules = new Command("rules", "Looks at the triage rules, and has packs decide or stop deciding.")
        {
            check,
            list,
            show,
            ExplainCommand.Create(),
            ReportCommand.Create(),
            SimulateCommand.Create(hub),
        };
        foreach (var act in PackActCommands.CreateAll())
            rules.Add(act);
        return rules;
    }

    internal static DateOnly Today() => WorkingDays.LocalDate(TimeProvider.System.GetUtcNow().UtcDateTime);

    internal static IReadOnlyList<RulePack> Read(DirectoryInfo? packs) =>
        PackFolder.Read(packs?.FullName ?? SettingsReader.Read().PacksFolder ?? Path.Combine(AppContext.BaseDirectory, "packs"));

    static int Check(IReadOnlyList<RulePack> packs, bool verbose)
    {
        foreach (var pack in packs)
        {
            var ways = pack.Rules.Sum(r => RulePackReader.Ways(r).Count());
            var status = pack.RaisesAttentionOnly ? "only raises attention" : "decides once it is approved";
            Console.WriteLine(
                $"{pack.Id} {pack.Version} ({status}): {pack.Rules.Count} rules, {pack.Rules.Sum(r => r.Examples.Count)} examples pass, "
                    + $"{ways} of {ways} ways a rule can come out are shown"
                    + DescribeTexts(pack)
            );
            if (!verbose)
                continue;
            foreach (var rule in pack.Rules)
            {
                Console.WriteLine($"  {rule.Id}: {Effects(rule)}");
                foreach (var way in RulePackReader.Ways(rule))
                {
                    var examples = rule.Examples.Where(e => e.Expected == way).Select(e => e.Name);
                    Console.WriteLine($"    {RulePackReader.Word(way)}: {string.Join("; ", examples)}");
                }
            }
        }

        return ExitCodes.Ok;
    }

    /// <summary>The texts that stand beside concepts: each was tried when the pack was read.</summary>
    static string DescribeTexts(RulePack pack)
    {
        var (said, notSaid) = (pack.Terms.Values.Sum(t => t.Said.Count), pack.Terms.Values.Sum(t => t.NotSaid.Count));
        return said + notSaid == 0 ? "" : $"; {said} texts say their concept and {notSaid} do not, as they should";
    }

    static string Effects(Rule rule) =>
        rule.Criteria.Count == 0
            ? ToCode(rule.Met)
            : $"met {ToCode(rule.Met)}, not met {ToCode(rule.NotMet!)}, unknown {ToCode(rule.Unknown!)}";

    static string ToCode(RuleEffect effect) => JsonNamingPolicy.KebabCaseLower.ConvertName(effect.Outcome.ToString());
}
