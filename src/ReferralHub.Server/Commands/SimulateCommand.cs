using System.CommandLine;
using System.Text.Json;
using ReferralHub.Server.Hosting;
using ReferralHub.Server.SignIn;
using ReferralHub.Triage.Reading;
using ReferralHub.Triage.Simulation;

namespace ReferralHub.Server.Commands;

/// <summary>Tries a draft on past referrals, here or by way of a running hub.</summary>
static class SimulateCommand
{
    const int DaysDefault = 182;
    const int MinutesPerReviewDefault = 5;

    internal static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(HubBuilder hub)
    {
        var pack = new Option<FileInfo>("--pack")
        {
            Description = "The draft",
            HelpName = "FILE",
            Required = true,
        };
        var from = new Option<DateOnly?>("--from")
        {
            Description = "First day of receipt, YYYY-MM-DD (default: 26 weeks ago)",
            HelpName = "DATE",
        };
        var to = new Option<DateOnly?>("--to") { Description = "Last day of receipt, YYYY-MM-DD (default: today)", HelpName = "DATE" };
        var practice = new Option<string?>("--practice") { Description = "Only referrals of this practice", HelpName = "ODS" };
        var minutes = CommonOptions.Positive(
            "--minutes-per-review",
            "Clinician minutes that one more review is taken to cost",
            MinutesPerReviewDefault
        );
        var checkpoint = new Option<FileInfo?>("--checkpoint")
        {
            Description = "Keeps what was counted here after each piece; a run that was stopped goes on from there",
            HelpName = "FILE",
        };
        var url = CommonOptions.Url(
            "Have a running hub do it (default: the database is opened here, which an embedded one allows only while no hub runs)"
        );
        var data = CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");
        var report = CommonOptions.Report();
        var simulate = new Command(
            "simulate",
            "Tries a draft on past referrals: how many would go another way, at what cost, and who would wait longer. "
                + "Exit code 2 when a suspected-cancer referral would be touched."
        )
        {
            pack,
            from,
            to,
            practice,
            minutes,
            checkpoint,
            url,
            data,
            report,
            new ClientOption(),
        };
        simulate.SetAction(
            (parse, token) =>
            {
                var today = RulesCommand.Today();
                var scope = new SimulationScope(
                    parse.GetValue(from) ?? today.AddDays(-DaysDefault),
                    parse.GetValue(to) ?? today,
                    parse.GetValue(practice)?.ToUpperInvariant(),
                    parse.GetValue(minutes)
                );
                return RunAsync(
                    hub,
                    parse.GetValue(pack)!,
                    scope,
                    parse.GetValue(checkpoint),
                    parse.GetValue(url),
                    parse.GetValue(data),
                    parse.GetValue(report)!,
                    token
                );
            }
        );
        return simulate;
    }

    static async Task<int> RunAsync(
        HubBuilder hub,
        FileInfo file,
        SimulationScope scope,
        FileInfo? checkpoint,
        string? url,
        DirectoryInfo? data,
        string report,
        CancellationToken token
    )
    {
        if (!file.Exists)
            throw new SettingsException($"There is no file {file.FullName}.");
        if (scope.To < scope.From)
            throw new SettingsException("--to lies before --from.");
        var yaml = await File.ReadAllBytesAsync(file.FullName, token);
        var draft = RulePackReader.Read(file.FullName, yaml);
        var kept = checkpoint is { Exists: true }
            ? JsonSerializer.Deserialize<SimulationReport>(await File.ReadAllBytesAsync(checkpoint.FullName, token), Json)
            : null;
        if (kept is not null && (kept.DraftHash != draft.Hash || kept.Scope != scope))
            throw new SettingsException($"{checkpoint!.FullName} is of another draft or another period; remove it to begin anew.");
        if (kept is not null)
            await Console.Error.WriteLineAsync($"Going on after {kept.Considered:N0} referrals.");
        var progress = new SimulationProgress(checkpoint);
        var (exit, result) = url is null
            ? (ExitCodes.Ok, await SimulationHere.RunAsync(hub, draft, scope, data, kept, progress, token))
            : await SimulationThere.RunAsync(url, file, yaml, scope, kept, progress, token);
        if (result is null)
            return exit;
        await Console.Error.WriteLineAsync();
        if (report == "json")
            Console.WriteLine(JsonSerializer.Serialize(result, Json));
        else
            Console.Write(SimulationWords.Describe(result));
        checkpoint?.Delete();
        return result.SuspectedCancerTouched > 0 ? ExitCodes.Findings : ExitCodes.Ok;
    }
}
