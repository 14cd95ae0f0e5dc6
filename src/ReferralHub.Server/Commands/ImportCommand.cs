using System.CommandLine;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Review;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

/// <summary>Takes files in through the same path as HTTP: JSON, NDJSON, and folders of them.</summary>
static class ImportCommand
{
    const int InParallelMax = 64;
    static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(10);

    sealed record Item(string File, int? Line, IntakeResult Result)
    {
        public Stage? Stage { get; set; } = Result.Stage;

        public string Flags { get; set; } = "";

        public string Name => Line is null ? File : $"{File}:{Line}";
    }

    public static Command Create(HubBuilder hub)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Files (*.json, *.ndjson) and folders of them",
            Arity = ArgumentArity.OneOrMore,
        };
        var data = CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");
        var dryRun = new Option<bool>("--dry-run") { Description = "Reads and checks, stores nothing" };
        var wait = new Option<bool>("--wait") { Description = "Waits until triage and choice are done and says where each referral is" };
        var resume = new Option<bool>("--resume")
        {
            Description = "Goes on with an earlier import: what was imported then is left out of the report",
        };
        var report = CommonOptions.Report();
        var command = new Command(
            "import",
            "Imports referrals from files. Repeating an import changes nothing: every message is known by sender and id. Exit code 0 when all were taken, 2 when some were refused."
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
        var files = Find(paths);
        var settings = SettingsReader.Read();
        if (data is not null)
            settings.DataDirectory = data.FullName;
        settings.ListenOn = "http://127.0.0.1:0";
        List<Item> items;
        if (dryRun)
        {
            items = [.. ReadAll(files).Select(Check)];
        }
        else
        {
            var database = DatabaseOpener.Open(settings);
            await using var closing = (IAsyncDisposable)database;
            await using var app = hub.Build(settings, database, LogLevel.Warning);
            await Preparation.PrepareAsync(app, token);
            await app.StartAsync(token);
            items = await ImportAsync(app.Services.GetRequiredService<IntakeService>(), files, token);
            if (wait && !await Settling.WaitAsync(database, WaitMax, token))
                await Console.Error.WriteLineAsync("Some referrals are still being worked on; the stages shown are those of this moment.");
            await LookAsync(database, items, token);
            await app.StopAsync(token);
        }

        if (resume)
            items.RemoveAll(i => i.Result.Outcome == IntakeOutcome.Duplicate);
        if (report == "json")
            PrintJson(items, dryRun);
        else
            PrintText(items, dryRun);
        return items.Any(i => i.Result.Outcome == IntakeOutcome.Unavailable) ? ExitCodes.Failed
            : items.Any(i => i.Result.Outcome is IntakeOutcome.Refused or IntakeOutcome.Conflict) ? ExitCodes.Findings
            : ExitCodes.Ok;
    }

    static List<string> Find(string[] paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
                files.Add(path);
            else if (Directory.Exists(path))
                files.AddRange(
                    Directory
                        .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                        .Where(f =>
                            f.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                            || f.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase)
                        )
                        .Order(StringComparer.Ordinal)
                );
            else
                throw new SettingsException($"There is no file or folder {path}.");
        }

        return files;
    }

    static IEnumerable<(string File, int? Line, byte[] Bytes)> ReadAll(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            if (!file.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase))
            {
                yield return (file, null, File.ReadAllBytes(file));
                continue;
            }

            var number = 0;
            foreach (var line in File.ReadLines(file, Encoding.UTF8))
            {
                number++;
                if (line.Length > 0)
                    yield return (file, number, Encoding.UTF8.GetBytes(line));
            }
        }
    }

    static Item Check((string File, int? Line, byte[] Bytes) item)
    {
        var (submission, problems) = ParsedSubmission.Parse(
            item.Bytes,
            IntakeFace.Import,
            null,
            null,
            TimeProvider.System.GetUtcNow().UtcDateTime
        );
        return new(
            item.File,
            item.Line,
            submission is null ? IntakeResult.Refused(problems) : new(IntakeOutcome.Received, submission.Remarks)
        );
    }

    static async Task<List<Item>> ImportAsync(IntakeService intake, List<string> files, CancellationToken token)
    {
        var items = new List<Item>();
        foreach (var chunk in ReadAll(files).Chunk(InParallelMax))
        {
            // Single files keep their order, because an amendment may follow its referral; lines of one NDJSON file are independent.
            if (chunk.All(c => c.Line is not null))
            {
                var results = await Task.WhenAll(chunk.Select(c => SubmitAsync(intake, c.Bytes, token)));
                items.AddRange(chunk.Zip(results, (c, r) => new Item(c.File, c.Line, r)));
            }
            else
            {
                foreach (var one in chunk)
                    items.Add(new(one.File, one.Line, await SubmitAsync(intake, one.Bytes, token)));
            }
        }

        return items;
    }

    static async Task<IntakeResult> SubmitAsync(IntakeService intake, byte[] bytes, CancellationToken token)
    {
        while (true)
        {
            var result = await intake.SubmitAsync(bytes, IntakeFace.Import, null, null, token);
            // Two lines with one id at the same moment: the second waits for the first.
            if (!result.Problems.Any(p => p.Status == 425))
                return result;
            await Task.Delay(10, token);
        }
    }

    static async Task LookAsync(HubDatabase database, List<Item> items, CancellationToken token)
    {
        await using var db = database.OpenRead();
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

    static void PrintText(List<Item> items, bool dryRun)
    {
        foreach (var item in items)
        {
            var where = item.Result.Reference is null
                ? ""
                : $"  {ReferralReference.Display(item.Result.Reference)}{(item.Stage is { } stage ? $"  {stage.ToWords()}" : "")}";
            Console.WriteLine(
                $"{(dryRun && item.Result.Outcome == IntakeOutcome.Received ? "Good" : item.Result.Outcome), -10} {item.Name}{where}"
            );
            foreach (var problem in item.Result.Problems)
                Console.WriteLine(
                    $"           {problem.Severity}: {problem.Text}{(problem.Expression is null ? "" : $" [{problem.Expression}]")}"
                );
        }

        Console.WriteLine(
            string.Join(
                ", ",
                items.GroupBy(i => i.Result.Outcome).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}")
            ) + (dryRun ? " (dry run: nothing was stored)" : "")
        );
    }

    static void PrintJson(List<Item> items, bool dryRun) =>
        JsonReport.Print(writer =>
        {
            writer.WriteBoolean("dryRun", dryRun);
            foreach (var outcome in Enum.GetValues<IntakeOutcome>())
                writer.WriteNumber(outcome.ToString().ToLowerInvariant(), items.Count(i => i.Result.Outcome == outcome));
            writer.WriteStartArray("files");
            foreach (var item in items)
            {
                writer.WriteStartObject();
                writer.WriteString("file", item.File);
                if (item.Line is { } line)
                    writer.WriteNumber("line", line);
                writer.WriteString("outcome", item.Result.Outcome.ToString().ToLowerInvariant());
                if (item.Result.Reference is { } reference)
                    writer.WriteString("reference", ReferralReference.Display(reference));
                if (item.Result.Referral is { } id)
                    writer.WriteString("id", id.ToString());
                if (item.Stage is { } stage)
                    writer.WriteString("stage", stage.ToString());
                if (item.Flags.Length > 0)
                    writer.WriteString("flags", item.Flags);
                writer.WriteStartArray("problems");
                foreach (var problem in item.Result.Problems)
                    Problem(writer, problem);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });

    static void Problem(System.Text.Json.Utf8JsonWriter writer, Problem problem)
    {
        writer.WriteStartObject();
        writer.WriteString("severity", problem.Severity);
        writer.WriteString("code", problem.Code);
        if (problem.IsError)
        {
            writer.WriteString("barsCode", problem.BarsCode);
            writer.WriteNumber("status", problem.Status);
        }

        writer.WriteString("issueType", problem.IssueType);
        writer.WriteString("text", problem.Text);
        if (problem.Expression is not null)
            writer.WriteString("expression", problem.Expression);
        writer.WriteEndObject();
    }
}
