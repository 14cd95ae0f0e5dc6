using System.CommandLine;
using ReferralHub.Commissioning.Explaining;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Commissioning.Reading;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

/// <summary>What is written down about a practice, a body or a plan set: who holds, agrees, decides and answers.</summary>
static class CommissioningExplainCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "A practice or a body by its id or ODS code, or a plan set by its id" };
        var folder = new Option<DirectoryInfo?>("--folder")
        {
            Description =
                $"Folder of commissioning files (default: the hub's, {ArrangementsFolder.DefaultName} in the folder of the directory)",
            HelpName = "DIR",
        };
        var on = new Option<DateOnly?>("--on") { Description = "The day that is asked about (default: today)", HelpName = "DATE" };
        var report = CommonOptions.Report();
        var explain = new Command(
            "explain",
            "Says whose money it is, who holds it, how the budget was set step by step, who decides, what incentives there are, who "
                + "answers to whom, and whether practices lead commissioning. Exit code 2 when nothing of the id is written down."
        )
        {
            id,
            folder,
            on,
            report,
        };
        explain.SetAction(parse =>
            Explain(
                parse.GetValue(id)!,
                parse.GetValue(folder)?.FullName ?? FindFolder(),
                parse.GetValue(on) ?? RulesCommand.Today(),
                parse.GetValue(report) == "json"
            )
        );
        return explain;
    }

    static int Explain(string id, string folder, DateOnly on, bool asJson)
    {
        var read = ConfigurationReader.Read(folder);
        if (read.Configuration is not { } configuration)
        {
            foreach (var fault in read.Faults.Where(f => f.IsError))
                Console.Error.WriteLine(
                    $"{(fault.Place is { } place ? $"{place}: " : "")}{(fault.Row is { } row ? $"{row}: " : "")}{fault.Text}"
                );
            return ExitCodes.Findings;
        }

        var explain = new CommissioningExplain(configuration);
        if (explain.Explain(id, on) is not { } found)
        {
            var near = explain.FindNear(id);
            Console.Error.WriteLine(
                $"Nothing in {folder} has the id {id}." + (near.Count > 0 ? $" Did you mean {string.Join(" or ", near)}?" : "")
            );
            return ExitCodes.Findings;
        }

        if (asJson)
            JsonReport.Print(json => ExplanationJson.Write(json, found));
        else
            foreach (var line in ExplanationWords.Describe(found))
                Console.WriteLine(line);
        return ExitCodes.Ok;
    }

    static string FindFolder()
    {
        var settings = SettingsReader.Read();
        return ArrangementsFolder.Find(settings, settings.DirectoryFolder ?? settings.DataDirectory);
    }
}
