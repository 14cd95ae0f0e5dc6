using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;
using ReferralHub.Review;
using ReferralHub.Server.Databases;
using ReferralHub.Server.Demo;
using ReferralHub.Server.Hosting;
using ReferralHub.Web.Users;

namespace ReferralHub.Server.Commands;

/// <summary>A working centre on made-up data, in one command.</summary>
static class DemoCommand
{
    const int ReferralsDefault = 800;
    const int PortDefault = 5080;
    const int SeedDefault = 7;
    const double LiveShare = 0.08;
    const string MarkerFile = "demonstration.txt";
    static readonly TimeSpan SettleMax = TimeSpan.FromMinutes(3);

    sealed record Call(DirectoryInfo Data, int Port, int Referrals, int Seed, bool Once, bool Play, bool Reset, string Report);

    public static Command Create(HubBuilder hub)
    {
        var data = CommonOptions.Data("Folder for the demonstration's data (default ./demo-data)");
        var port = CommonOptions.Positive("--port", "Port on 127.0.0.1", PortDefault);
        var referrals = CommonOptions.Positive("--referrals", "How many referrals the demonstration has", ReferralsDefault);
        var seed = CommonOptions.Positive("--seed", "The same seed gives the same people, practices and history", SeedDefault);
        var once = new Option<bool>("--once") { Description = "Runs the lot through, prints the summary and exits" };
        var play = new Option<bool>("--play") { Description = "Keeps referrals arriving, one every five seconds" };
        var reset = new Option<bool>("--reset") { Description = "Starts again with new data" };
        var report = CommonOptions.Report();
        var command = new HubCommand(
            "demo",
            "Runs a centre on made-up data: a fictitious area with 24 practices, 12 providers and 26 weeks of history."
        )
        {
            data,
            port,
            referrals,
            seed,
            once,
            play,
            reset,
            report,
        };
        command.SetAction(
            (parse, token) =>
                RunAsync(
                    hub,
                    new(
                        parse.GetValue(data) ?? new("demo-data"),
                        parse.GetValue(once) ? 0 : parse.GetValue(port),
                        parse.GetValue(referrals),
                        parse.GetValue(seed),
                        parse.GetValue(once),
                        parse.GetValue(play),
                        parse.GetValue(reset),
                        parse.GetValue(report)!
                    ),
                    token
                )
        );
        return command;
    }

    static async Task<int> RunAsync(HubBuilder hub, Call call, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        var fresh = PrepareFolder(call);
        var given = SettingsReader.Read();
        await using var provider = await DemoProvider.StartAsync(token);
        var settings = new HubSettings
        {
            DataDirectory = call.Data.FullName,
            DirectoryFolder = Path.Combine(call.Data.FullName, "directory"),
            PacksFolder = CopyPacks(call.Data),
            ListenOn = $"http://127.0.0.1:{call.Port}",
            Demonstration = true,
            Organisation = { Name = "Demonstration Referral Centre (fictitious)" },
            PatientHelpLine = "01632 960 000 (fictitious)",
            Database = await ScratchDatabase.PrepareAsync(given.Database, "demo", fresh, token),
            Transport = given.Transport,
            Review = given.Review,
            Sessions = given.Sessions,
        };
        var now = TimeProvider.System.UtcNow();
        var today = WorkingDays.LocalDate(now);
        var area = DemoArea.Write(settings.DirectoryFolder, call.Seed, provider.Url, today);
        settings.Users = DemoPeople.Users(area.Practices.MaxBy(p => p.RatePerDay)!.Ods);
        area.WriteBudgets(settings.DirectoryFolder, call.Referrals * 2, today);

        var referrals = new DemoReferrals(call.Seed);
        var plans = new DemoPlans(area, referrals, call.Seed);
        var live = fresh ? Math.Max(1, (int)(call.Referrals * LiveShare)) : 0;
        // The second core writes the referrals while the first makes the database.
        var writing = Task.Run(() => fresh ? plans.Write(call.Referrals - live, now.AddMinutes(-5)) : [], token);
        var database = DatabaseOpener.Open(settings);
        await using var closing = (IAsyncDisposable)database;
        await using var app = hub.Build(settings, database, LogLevel.Error);
        await Preparation.PrepareAsync(app, token, migrate: true);
        await new DemoHistory(app.Services, referrals, plans, call.Seed).SeedAsync(database, await writing, now.AddMinutes(-5), token);
        await app.StartAsync(token);
        provider.HubUrl = app.Urls.First();
        using var traffic = new DemoTraffic(
            app.Urls.First(),
            database,
            app.Services.GetRequiredService<ChooseService>(),
            plans,
            referrals,
            call.Seed
        );
        await FirstPageAsync(app.Urls.First(), token);
        var secondsToReady = Stopwatch.GetElapsedTime(started).TotalSeconds;

        var acknowledged = fresh ? call.Referrals - live + await traffic.PostAsync(live, token) : 0;
        if (call.Once)
            return await FinishAsync(app, database, provider, traffic, acknowledged, secondsToReady, call.Report, token);
        await Settling.WaitAsync(database, SettleMax, token);
        await GreetAsync(app, database, call, secondsToReady, token);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(token, app.Lifetime.ApplicationStopping);
        var playing = call.Play ? traffic.PlayAsync(stopping.Token) : Task.CompletedTask;
        await app.WaitForShutdownAsync(token);
        await playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Ok;
    }

    /// <summary>Makes the folder, and refuses one that holds another hub's data. True when there is nothing in it yet.</summary>
    static bool PrepareFolder(Call call)
    {
        var marker = Path.Combine(call.Data.FullName, MarkerFile);
        var isDemo = File.Exists(marker);
        if (call.Data.Exists && !isDemo && call.Data.EnumerateFileSystemInfos().Any())
            throw new SettingsException(
                $"{call.Data.FullName} is not empty and not a demonstration's folder; the demonstration does not touch other data. Name another folder with --data."
            );
        var same = $"seed {call.Seed}, {call.Referrals} referrals";
        if (isDemo && !call.Reset && !call.Once && File.ReadAllText(marker).Contains(same, StringComparison.Ordinal))
            return false;
        if (isDemo)
            call.Data.Delete(recursive: true);
        call.Data.Create();
        File.WriteAllText(marker, $"Data of a ReferralHub demonstration ({same}). Everything in it is made up. Safe to delete.\n");
        return true;
    }

    /// <summary>The packs that ship, and a fictitious local one beside them.</summary>
    static string CopyPacks(DirectoryInfo data)
    {
        var folder = data.CreateSubdirectory("packs").FullName;
        // Those of an earlier version of the hub would decide beside these, or be refused.
        foreach (var old in Directory.EnumerateFiles(folder, "*.yaml").ToList())
            File.Delete(old);
        foreach (var source in new[] { "packs", "demo-packs" })
        foreach (var pack in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, source), "*.yaml"))
            File.Copy(pack, Path.Combine(folder, Path.GetFileName(pack)), overwrite: true);
        return folder;
    }

    static async Task FirstPageAsync(string url, CancellationToken token)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync($"{url}/review", token);
        response.EnsureSuccessStatusCode();
    }

    static async Task<int> FinishAsync(
        WebApplication app,
        HubDatabase database,
        DemoProvider provider,
        DemoTraffic traffic,
        int acknowledged,
        double secondsToReady,
        string report,
        CancellationToken token
    )
    {
        var clock = Stopwatch.GetTimestamp();
        await Settling.WaitAsync(database, SettleMax, token);
        await traffic.ChooseAsync(0.6, 1_000, token);
        await Settling.WaitAsync(database, SettleMax, token);
        // What is still to come from outside is part of the lot.
        await provider.AnsweredAsync();
        await using var db = database.OpenRead();
        var (settled, verified) = await VerifyAsync(database, db, token);
        var byStage = await db
            .Journeys.GroupBy(j => j.Stage)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, token);
        var received = await db.Submissions.CountAsync(s => s.Kind == SubmissionCodes.New, token);
        var stuck = await db.Journeys.CountAsync(j => j.StuckSince != null, token);
        var lost = acknowledged - byStage.Values.Sum();
        var committed = await db.Set<Activity.ActivityMonth>().SumAsync(m => m.CommittedPence, token);
        var seconds = secondsToReady + Stopwatch.GetElapsedTime(clock).TotalSeconds;
        await app.StopAsync(token);

        var sound = lost == 0 && stuck == 0 && verified.Holds && verified.Unstamped == 0 && settled;
        if (report == "json")
            JsonReport.Print(w =>
            {
                w.WriteNumber("received", received);
                w.WriteStartObject("byStage");
                foreach (var (stage, count) in byStage.OrderBy(s => s.Key))
                    w.WriteNumber(stage.ToString(), count);
                w.WriteEndObject();
                w.WriteNumber("lost", lost);
                w.WriteNumber("stuck", stuck);
                w.WriteNumber("events", verified.Events);
                w.WriteBoolean("chainVerified", verified.Holds);
                w.WriteNumber("unstamped", verified.Unstamped);
                w.WriteNumber("committedPence", committed);
                w.WriteNumber("secondsToReady", Math.Round(secondsToReady, 2));
                w.WriteNumber("seconds", Math.Round(seconds, 2));
            });
        else
        {
            Console.WriteLine(
                $"Received {received:N0} referrals; lost {lost}, stuck {stuck}; {verified.Events:N0} events, chain {(verified.Holds ? "verified" : "BROKEN: " + verified.FirstFault)}."
            );
            foreach (var (stage, count) in byStage.OrderBy(s => s.Key))
                Console.WriteLine($"  {count, 6:N0}  {stage.ToWords()}");
            Console.WriteLine(
                $"Committed at fictitious prices: {new Money(committed)}. Ready in {secondsToReady:0.0} s, finished in {seconds:0.0} s."
            );
        }

        return sound ? ExitCodes.Ok : ExitCodes.Findings;
    }

    /// <summary>Verifies the chain when all is settled. A deadline that passes meanwhile is an event not yet stamped, no fault: then it looks again.</summary>
    static async Task<(bool Settled, LogVerification Verified)> VerifyAsync(HubDatabase database, HubDbContext db, CancellationToken token)
    {
        while (true)
        {
            var settled = await Settling.WaitAsync(database, SettleMax, token);
            var verified = await LogVerifier.VerifyAsync(db, token);
            if (!settled || verified.Unstamped == 0)
                return (settled, verified);
        }
    }

    static async Task GreetAsync(WebApplication app, HubDatabase database, Call call, double secondsToReady, CancellationToken token)
    {
        var url = app.Urls.First();
        await using var db = database.OpenRead();
        var waiting = await db
            .Journeys.Where(j => j.Stage == Stage.AwaitingChoice && !j.FlagCodes.Contains(Flags.ChoiceLinkLocked))
            .OrderByDescending(j => j.Received)
            .Join(db.Referrals, j => j.Id, r => r.Referral, (j, r) => new { j.Id, r.BirthDate })
            .FirstOrDefaultAsync(r => r.BirthDate != null, token);
        var link = waiting is null ? null : await app.Services.GetRequiredService<ChoiceLinks>().IssueAsync(waiting.Id, token);
        var practice = app.Services.GetRequiredService<HubSettings>().Users.First(u => u.Kind == UserKind.Practice).Organisation;
        var text = Console.Error;
        await text.WriteLineAsync(
            $"ReferralHub {typeof(DemoCommand).Assembly.GetName().Version?.ToString(3)} demonstration   ready in {secondsToReady.ToString("0.0", CultureInfo.InvariantCulture)} s   (made-up data in {call.Data.Name}; --reset starts again)"
        );
        await text.WriteLineAsync($"├─ Staff:      {url}/review   (choose who you are: reviewer, lead or practice)");
        if (link is not null)
            await text.WriteLineAsync($"├─ Patient:    {url}/choose/{link}   (born {waiting!.BirthDate:d MMMM yyyy})");
        await text.WriteLineAsync($"├─ Practice:   {url}/commissioning/practices/{practice}");
        await text.WriteLineAsync(
            $"├─ Rules:      {url}/rules   (a draft to try: referralhub rules simulate --pack {Path.Combine(AppContext.BaseDirectory, "demo-drafts", "local-demonstration-2027.yaml")} --url {url})"
        );
        await text.WriteLineAsync($"├─ Operations: {url}/operations");
        await text.WriteLineAsync($"├─ FHIR R4:    {url}/fhir/metadata");
        await text.WriteLineAsync($"├─ Feed:       {url}/feeds/events?after=0&limit=20");
        await text.WriteLineAsync($"└─ Try:        curl -s '{url}/fhir/Task?business-status=in-review&_count=2'");
        await text.WriteLineAsync("Ctrl+C stops it.");
    }
}
