using System.CommandLine;
using ReferralHub.Commissioning.Checks;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Reading;

namespace ReferralHub.Server.Commands;

/// <summary>Looks at commissioning arrangements in a folder, without a hub.</summary>
static class CommissioningCommand
{
    public static Command Create() =>
        new("commissioning", "Looks at commissioning arrangements: whether they can be used, and what they mean.")
        {
            CreateCheck(),
            CommissioningExplainCommand.Create(),
        };

    static Command CreateCheck()
    {
        var folder = new Argument<DirectoryInfo>("FOLDER")
        {
            Description = "Folder with the arrangements (*.yaml) and their figures (prices.csv, calendar.csv and others)",
        }.AcceptExistingOnly();
        var on = new Option<DateOnly?>("--on")
        {
            Description = "Day for which warnings are given, YYYY-MM-DD (default: today); errors are the same on every day",
            HelpName = "DATE",
        };
        var replaces = new Option<DirectoryInfo>("--replaces")
        {
            Description = "Folder that is in use: rows of it that are in force and change without saying what they correct are errors too",
            HelpName = "FOLDER",
        };
        var report = CommonOptions.Report();
        var check = new Command(
            "check",
            "Reads a folder of arrangements whole and loads nothing: says what is wrong with file, line and row, which plan sets overlap "
                + "and which of them pays. Exit code 0 when a hub could load it, 2 when it could not; warnings alone are 0."
        )
        {
            folder,
            on,
            replaces,
            report,
        };
        check.SetAction(parse =>
            Check(parse.GetValue(folder)!, parse.GetValue(on) ?? RulesCommand.Today(), parse.GetValue(replaces), parse.GetValue(report)!)
        );
        return check;
    }

    static int Check(DirectoryInfo folder, DateOnly on, DirectoryInfo? replaces, string report)
    {
        var read = ConfigurationReader.Read(folder.FullName);
        IReadOnlyList<ConfigurationFault> faults = read.Configuration is { } whole
            ? [.. read.Faults, .. ConfigurationChecks.Check(whole, on), .. CheckChanges(replaces, whole, on)]
            : read.Faults;
        var found = new CommissioningFindings(folder.Name, on, read.Configuration, faults);
        if (report == "json")
            JsonReport.Print(writer => CommissioningReport.WriteMembers(writer, found));
        else
            Console.Write(CommissioningReport.Describe(found));
        return found.Errors.Count == 0 ? ExitCodes.Ok : ExitCodes.Findings;
    }

    static IReadOnlyList<ConfigurationFault> CheckChanges(DirectoryInfo? replaces, Configuration after, DateOnly on)
    {
        if (replaces is null)
            return [];
        return ConfigurationReader.Read(replaces.FullName).Configuration is { } before
            ? ChangeChecks.Find(before, after, on).Faults
            : [new(true, null, null, $"the folder {replaces.Name} that is to be replaced cannot be read itself; check it first")];
    }
}
