using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

/// <summary>Takes files in through the same path as HTTP: JSON, NDJSON, either compressed, and folders of them.</summary>
static class ImportCommand
{
    const int InParallelMax = 64;
    static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(10);

    public static Command Create(HubBuilder hub)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = $"Files ({ImportFiles.Kinds}) and folders of them",
            Arity = ArgumentArity.OneOrMore,
        };
        var data = CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");
        var dryRun = new Option<bool>("--dry-run") { Description = "Says what would become of each message, and stores nothing" };
        var wait = new Option<bool>("--wait") { Description = "Waits until triage and choice are done and says where each referral is" };
        var resume = new Option<bool>("--resume")
        {
            Description = "Goes on with an earlier import: what was imported then is left out of the report",
        };
        var report = CommonOptions.Report();
        var command = new HubCommand(
            "import",
            "Imports referrals from files. Repeating an import changes nothing: every message is known by sender and id. "
                + "Exit code 0 when all were taken, 2 when some were refused, 3 when the hub could not take some now."
        )
        {
            paths,
            data,
            dryRun,
            wait,
            resume,
            report,
        };
        command.SetAction(
            (parse, token) =>
                RunAsync(
                    hub,
                    parse.GetValue(paths)!,
                    parse.GetValue(data),
                    parse.GetValue(dryRun),
                    parse.GetValue(wait),
                    parse.GetValue(resume),
                    parse.GetValue(report)!,
                    token
                )
        );
        return command;
    }

    static async Task<int> RunAsync(
        HubBuilder hub,
        string[] paths,
        DirectoryInfo? data,
        bool dryRun,
        bool wait,
        bool resume,
        string report,
        CancellationToken token
    )
    {
        var files = ImportFiles.Find(paths);
        await ImportProgress.TellLeftOutAsync(files.LeftOut);
        var settings = SettingsReader.Read();
        if (data is not null)
            settings.DataDirectory = data.FullName;
        settings.ListenOn = "http://127.0.0.1:0";
        List<ImportItem> items;
        if (dryRun)
        {
            items = await DryRun.RunAsync(
                hub,
                settings,
                intake => ImportAsync(intake, files.Files, token),
                ImportFiles.ReadAll(files.Files),
                token
            );
            items = items.ConvertAll(ForgetWhatIsNotKept);
        }
        else
        {
            var database = DatabaseOpener.Open(settings);
            await using var closing = (IAsyncDisposable)database;
            await using var app = hub.Build(settings, database, LogLevel.Warning);
            await Preparation.PrepareAsync(app, token);
            await app.StartAsync(token);
            items = await ImportAsync(app.Services.GetRequiredService<IntakeService>(), files.Files, token);
            if (wait && !await Settling.WaitAsync(database, WaitMax, token))
                await Console.Error.WriteLineAsync("Some referrals are still being worked on; the stages shown are those of this moment.");
            await LookAsync(database, items, token);
            await app.StopAsync(token);
        }

        if (resume)
            items.RemoveAll(i => i.Result.Outcome == IntakeOutcome.Duplicate);
        if (report == "json")
            ImportReport.PrintJson(items, dryRun);
        else
            ImportReport.PrintText(items, dryRun);
        return items.Any(i => i.Result.Outcome == IntakeOutcome.Unavailable) ? ExitCodes.Failed
            : items.Any(i => i.Result.Outcome is IntakeOutcome.Refused or IntakeOutcome.Conflict) ? ExitCodes.Findings
            : ExitCodes.Ok;
    }

    /// <summary>A referral that would be made has no reference yet; one that is there has.</summary>
    static ImportItem ForgetWhatIsNotKept(ImportItem item) =>
        item.Result.Outcome == IntakeOutcome.Received
            ? new(item.File, item.Line, item.Result with { Referral = null, Reference = null, Stage = null })
            : item;

    static async Task<List<ImportItem>> ImportAsync(IntakeService intake, IReadOnlyList<string> files, CancellationToken token)
    {
        var (items, progress) = (new List<ImportItem>(), new ImportProgress());
        foreach (var chunk in ImportFiles.ReadAll(files).Chunk(InParallelMax))
        {
            // Single files keep their order, because an amendment may follow its referral; lines of one NDJSON file are independent.
            if (chunk.All(c => c.Line is not null))
            {
                var results = await Task.WhenAll(chunk.Select(c => SubmitAsync(intake, c, token)));
                foreach (var (message, result) in chunk.Zip(results))
                    await AddAsync(message, result);
            }
            else
            {
                foreach (var one in chunk)
                    await AddAsync(one, await SubmitAsync(intake, one, token));
            }
        }

        return items;

        Task AddAsync(ImportMessage message, IntakeResult result)
        {
            items.Add(new(message.File, message.Line, result));
            return progress.CountAsync(items[^1]);
        }
    }

    static async Task<IntakeResult> SubmitAsync(IntakeService intake, ImportMessage message, CancellationToken token)
    {
        if (message.Fault is { } fault)
            return IntakeResult.Refused([fault]);
        while (true)
        {
            var result = await intake.SubmitAsync(message.Bytes, IntakeFace.Import, null, null, null, token);
            // Two lines with one id at the same moment: the second waits for the first.
            if (!result.Problems.Any(p => p.Status == 425))
                return result;
            await Task.Delay(10, token);
        }
    }

    static async Task LookAsync(HubDatabase database, List<ImportItem> items, CancellationToken token)
    {
        await using var db = database.OpenRead(AccessScope.System("the import looks what became of what it sent"));
        foreach (var chunk in items.Where(i => i.Result.Referral is not null).Chunk(500))
        {
            var ids = chunk.Select(i => i.Result.Referral!.Value).ToList();
            var now = await db
                .Journeys.Where(j => ids.Contains(j.Id))
                .Select(j => new
                {
                    j.Id,
                    j.Stage,
                    j.FlagCodes,
                })
                .ToDictionaryAsync(j => j.Id, token);
            foreach (var item in chunk)
                if (now.TryGetValue(item.Result.Referral!.Value, out var journey))
                    (item.Stage, item.Flags) = (journey.Stage, journey.FlagCodes);
        }
    }
}
