using System.CommandLine;
using System.Diagnostics;
using ReferralHub.Choice;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Server.Databases;
using ReferralHub.Server.Demo;
using ReferralHub.Server.Demo.Books;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

/// <summary>A working centre on made-up data, in one command.</summary>
static class DemoCommand
{
    const int ReferralsDefault = 800;
    const int PortDefault = 5080;
    const int SeedDefault = 7;
    const double LiveShare = 0.08;
    const int PortMax = 65_535;
    const int DaysOfYear = 365;

    public static Command Create(HubBuilder hub)
    {
        var data = CommonOptions.Data("Folder for the demonstration's data (default ./demo-data)");
        var port = CommonOptions.Positive("--port", "Port on 127.0.0.1 (with --once a free one)", PortDefault, PortMax);
        var referrals = CommonOptions.Positive("--referrals", "How many referrals the demonstration has", ReferralsDefault);
        var seed = CommonOptions.Positive("--seed", "The same seed gives the same people, practices and history", SeedDefault);
        var once = new Option<bool>("--once") { Description = "Runs the lot through, prints the summary and exits" };
        var play = new Option<bool>("--play")
        {
            Description = "Keeps it moving: referrals arrive, a made-up clinician reviews, patients choose, providers answer",
        };
        var reset = new Option<bool>("--reset") { Description = "Starts again with new data" };
        var report = CommonOptions.Report();
        var command = new HubCommand(
            "demo",
            "Runs a centre on made-up data: a fictitious area with 24 practices, 12 providers and the history of a financial year."
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

    static async Task<int> RunAsync(HubBuilder hub, DemoCall call, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        var fresh = DemoFolder.Prepare(call);
        var given = SettingsReader.Read();
        await using var provider = await DemoProvider.StartAsync(token);
        var settings = new HubSettings
        {
            DataDirectory = call.Data.FullName,
            DirectoryFolder = Path.Combine(call.Data.FullName, "directory"),
            PacksFolder = DemoFolder.CopyPacks(call.Data),
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
        var busiest = area.Practices.MaxBy(p => p.RatePerDay)!.Ods;
        settings.Users = DemoPeople.Users(busiest, DemoPeople.Commissioner, DemoPeople.Provider, area.Practices[DemoBodies.Disputing].Ods);
        var clients = DemoClients.Write(settings.DirectoryFolder, settings.Organisation.OdsCode, busiest, area);
        var days = new DemoDays(today);
        if (fresh)
            area.WriteBudgets(settings.DirectoryFolder, call.Referrals * DaysOfYear / days.Count, today);

        var referrals = new DemoReferrals(call.Seed);
        var plans = new DemoPlans(area, days, referrals, call.Seed);
        var historyEnds = now.AddMinutes(-5);
        var live = fresh ? Math.Max(1, (int)(call.Referrals * LiveShare)) : 0;
        // The second core writes the referrals while the first makes the database.
        var writing = Task.Run(() => fresh ? plans.Write(call.Referrals - live, historyEnds) : [], token);
        var database = DatabaseOpener.Open(settings);
        await using var closing = (IAsyncDisposable)database;
        await using var app = hub.Build(settings, database, LogLevel.Error);
        await Preparation.PrepareAsync(app, token, migrate: true);
        await ApproveAllPacks.RunAsync(app.Services, DemoPeople.PackProposer, DemoPeople.PackApprover, token);
        var written = await writing;
        var books = fresh
            ? DemoBooks.Rehearse(app.Services, database, area, days, plans, written, historyEnds, call.Seed, settings.DirectoryFolder)
            : null;
        if (books is not null)
            await books.LoadPastAsync(token);
        await new DemoHistory(app.Services, referrals, plans, call.Seed).SeedAsync(database, written, historyEnds, token);
        await app.StartAsync(token);
        provider.SignIn = ods => clients.CreateHttp(DemoClients.ProviderId(ods), app.Urls.First());
        clients.WriteFiles(call.Data, app.Urls.First());
        using var traffic = new DemoTraffic(
            clients.CreateHttp(DemoClients.Supplier, app.Urls.First()),
            database,
            app.Services.GetRequiredService<ChooseService>(),
            plans,
            referrals,
            call.Seed
        );
        await FirstPageAsync(app.Urls.First(), token);
        var secondsToReady = Stopwatch.GetElapsedTime(started).TotalSeconds;

        var acknowledged = fresh ? call.Referrals - live + await traffic.PostAsync(live, token) : 0;
        // The first page is there without it.
        if (books is not null)
            await books.GoOnAsync(database, token);
        if (call.Once)
        {
            var summary = await DemoSummary.FinishAsync(app, database, provider, traffic, acknowledged, secondsToReady, token);
            summary.Print(call.Report);
            return summary.IsSound ? ExitCodes.Ok : ExitCodes.Findings;
        }

        await DemoSummary.SettleAsync(database, token);
        await DemoGreeting.PrintAsync(app, database, area, books?.Demand, call.Data, secondsToReady, token);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(token, app.Lifetime.ApplicationStopping);
        var playing = call.Play
            ? traffic.PlayAsync(new DemoReviews(app.Services, database, call.Seed), stopping.Token)
            : Task.CompletedTask;
        await app.WaitForShutdownAsync(token);
        await playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Ok;
    }

    static async Task FirstPageAsync(string url, CancellationToken token)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync($"{url}/review", token);
        response.EnsureSuccessStatusCode();
    }
}
