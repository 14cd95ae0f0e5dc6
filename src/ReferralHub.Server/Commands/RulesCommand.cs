using System.CommandLine;
using ReferralHub.Triage;

namespace ReferralHub.Server.Commands;

static class RulesCommand
{
    public static Command Create()
    {
        var packs = new Option<DirectoryInfo?>("--packs") { Description = "Folder of rule packs (default: the packs in use)", HelpName = "DIR" };
        var check = new Command("check", "Reads every pack, runs the examples of every rule, and says what is wrong with file, line and column.") { packs };
        check.SetAction(parse =>
        {
            foreach (var pack in Read(parse.GetValue(packs)))
                Console.WriteLine($"{pack.Id} {pack.Version}: {pack.Rules.Count} rules, {pack.Rules.Sum(r => r.Examples.Count)} examples pass");
            return ExitCodes.Ok;
        });
        var list = new Command("list", "Lists the rules with their outcome and source.") { packs };
        list.SetAction(parse =>
        {
            foreach (var pack in Read(parse.GetValue(packs)))
                foreach (var rule in pack.Rules) Console.WriteLine($"{pack.Id}@{pack.Version}\t{rule.Id}\t{rule.Outcome}\t{rule.Title}\t{rule.Source}");
            return ExitCodes.Ok;
        });
        return new Command("rules", "Looks at the triage rules.") { check, list };
    }

    static IReadOnlyList<RulePack> Read(DirectoryInfo? packs) =>
        RulePacks.ReadFolder(packs?.FullName ?? HubBuilder.ReadSettings().PacksFolder ?? Path.Combine(AppContext.BaseDirectory, "packs"));
}
