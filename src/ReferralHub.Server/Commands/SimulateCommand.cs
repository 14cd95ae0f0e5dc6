using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ReferralHub.Platform;
using ReferralHub.Server.Hosting;
using ReferralHub.Triage;
using ReferralHub.Triage.Reading;
using ReferralHub.Triage.Simulation;

namespace ReferralHub.Server.Commands;

/// <summary>Tries a draft on past referrals, here or by way of a running hub.</summary>
static class SimulateCommand
{
    const int DaysDefault = 182;
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
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
        var to = new Option<DateOnly?>("--to") { Description = "Last day of receipt (default: today)", HelpName = "DATE" };
        var practice = new Option<string?>("--practice") { Description = "Only referrals of this practice", HelpName = "ODS" };
        var minutes = new Option<int>("--minutes-per-review")
        {
            Description = "Clinician minutes that one more review is taken to cost",
            DefaultValueFactory = _ => 5,
            HelpName = "N",
        };
        var checkpoint = new Option<FileInfo?>("--checkpoint")
        {
            Description = "Keeps what was counted here after each piece; a run that was stopped goes on from there",
            HelpName = "FILE",
        };
        var url = new Option<string?>("--url")
        {
            Description =
                "Have a running hub do it (default: the database is opened here, which an embedded one allows only while no hub runs)",
        };
        var data = CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");
        var report = CommonOptions.Report();
        var simulate = new Command(
            "simulate",
            "Tries a draft on past referrals: how many would go another way, at what cost, and who would wait longer. Exit code 2 when a suspected-cancer referral would be touched."
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
        var progress = new Progress(checkpoint);
        var result = url is null
            ? await SimulateHereAsync(draft, scope, data, kept, progress, token)
            : await SimulateThereAsync(url, file, yaml, scope, kept, progress, token);
        if (result is null)
            return ExitCodes.Failed;
        await Console.Error.WriteLineAsync();
        if (report == "json")
            Console.WriteLine(JsonSerializer.Serialize(result, Json));
        else
            Console.Write(SimulationWords.Describe(result));
        checkpoint?.Delete();
        return result.SuspectedCancerTouched > 0 ? ExitCodes.Findings : ExitCodes.Ok;
    }

    static async Task<SimulationReport?> SimulateHereAsync(
        RulePack draft,
        SimulationScope scope,
        DirectoryInfo? data,
        SimulationReport? kept,
        Progress progress,
        CancellationToken token
    )
    {
        var settings = SettingsReader.Read();
        if (data is not null)
            settings.DataDirectory = data.FullName;
        var database = DatabaseOpener.Open(settings, mustExist: true);
        await using var closing = (IAsyncDisposable)database;
        if ((await database.PendingMigrationsAsync(token)).Count > 0)
            throw new SettingsException(
                $"The database in {settings.DataDirectory} has an older schema; run `referralhub db migrate` first."
            );
        settings.Roles = Roles.Worker;
        await using var app = new HubBuilder(Program.Flow).Build(settings, database, LogLevel.Critical, null);
        foreach (var loader in app.Services.GetServices<IReferenceDataLoader>())
            await loader.LoadAsync(Path.Combine(settings.DataDirectory, "no-such-folder"), token);
        return await app
            .Services.GetRequiredService<RuleSimulation>()
            .RunAsync(
                draft,
                app.Services.GetRequiredService<RulePacks>().InForce(RulesCommand.Today()),
                scope,
                kept,
                progress.ToldAsync,
                token
            );
    }

    static async Task<SimulationReport?> SimulateThereAsync(
        string url,
        FileInfo file,
        byte[] yaml,
        SimulationScope scope,
        SimulationReport? kept,
        Progress progress,
        CancellationToken token
    )
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url.TrimEnd('/')}/rules/simulate")
        {
            Content = JsonContent.Create(
                new SimulationRequest(
                    System.Text.Encoding.UTF8.GetString(yaml),
                    file.Name,
                    scope.From,
                    scope.To,
                    scope.Practice,
                    scope.MinutesPerReview,
                    kept
                ),
                options: Json
            ),
        };
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            if (!answer.IsSuccessStatusCode)
            {
                await Console.Error.WriteLineAsync(
                    $"The hub answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(token)}"
                );
                return null;
            }

            SimulationReport? last = null;
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(token));
            while (await lines.ReadLineAsync(token) is { } line)
            {
                last = JsonSerializer.Deserialize<SimulationReport>(line, Json)!;
                await progress.ToldAsync(last);
            }

            if (last?.Effects is not null)
                return last;
            await Console.Error.WriteLineAsync("The hub stopped before it was finished; with --checkpoint the next run goes on from here.");
            return null;
        }
        catch (HttpRequestException e)
        {
            await Console.Error.WriteLineAsync($"No hub answers at {url}: {e.Message}");
            return null;
        }
    }

    /// <summary>Tells how far it is and how long it will take, and keeps what was counted.</summary>
    sealed class Progress(FileInfo? checkpoint)
    {
        readonly long started = Stopwatch.GetTimestamp();
        int? first;

        public async Task ToldAsync(SimulationReport report)
        {
            var done = report.Considered + report.Unreadable;
            first ??= done;
            var rate = (done - first.Value) / Math.Max(0.001, Stopwatch.GetElapsedTime(started).TotalSeconds);
            var left = rate > 0 ? $", about {((report.Total - done) / rate).ToString("0", CultureInfo.InvariantCulture)} s left" : "";
            await Console.Error.WriteAsync($"\r{done:N0} of {report.Total:N0}{left}      ");
            if (checkpoint is null)
                return;
            var beside = checkpoint.FullName + ".new";
            await File.WriteAllBytesAsync(beside, JsonSerializer.SerializeToUtf8Bytes(report, Json));
            File.Move(beside, checkpoint.FullName, overwrite: true);
        }
    }
}
