using System.CommandLine;
using System.Globalization;
using ReferralHub.Server;
using ReferralHub.Server.Commands;
using ReferralHub.Server.Databases;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Benchmarks.Bench;

/// <summary>
/// <c>bench</c>: measures HTTP intake to option list, everything in one process, and the machine's raw ceiling in the same run.
/// </summary>
static class BenchCommand
{
    const int ReferralsDefault = 6_000;
    const int ConnectionsDefault = 64;
    const int RateDefault = 100;

    public static Command Create(HubBuilder hub)
    {
        var referrals = CommonOptions.Positive("--referrals", "How many referrals are sent as fast as they are answered", ReferralsDefault);
        var connections = CommonOptions.Positive("--connections", "How many connections send at once", ConnectionsDefault);
        var rate = CommonOptions.Positive(
            "--rate",
            "Arrivals per second of the open-loop part, which measures the intake answer",
            RateDefault
        );
        var drain = Count("--drain", "N", "Also measures how fast this many waiting journeys are drained (default 0: not)");
        var overload = Count("--overload", "TIMES", "Also offers this many times the sustained rate for 20 seconds (default 0: not)");
        var pages = Count("--pages", "N", "Also measures queue, search and feed pages with this many journeys (default 0: not)");
        var review = Count("--review", "N", "Also measures twenty reviewers at a queue of this many open referrals (default 0: not)");
        var quick = new Option<bool>("--quick")
        {
            Description = "Hardly warms up and measures for seconds: shows that everything runs, and its figures mean little",
        };
        var database = new Option<string?>("--database")
        {
            Description = "Where referrals are kept (default: what the settings name); on a server a database is made and removed",
        }.AcceptOnlyFromAmong("sqlite", "postgresql", "sqlserver");
        var transport = new Option<string?>("--transport")
        {
            Description = "How wake-ups travel (default: what the settings name)",
        }.AcceptOnlyFromAmong("inmemory", "rabbitmq");
        var data = CommonOptions.Data("Folder to work in; it is made and deleted (default: a temporary one)");
        var report = CommonOptions.Report();
        var command = new Command("bench", "Measures HTTP intake to option list, with the raw ceilings of the same run.")
        {
            referrals,
            connections,
            rate,
            drain,
            overload,
            pages,
            review,
            quick,
            database,
            transport,
            data,
            report,
        };
        command.SetAction(
            (parse, token) =>
                RunAsync(
                    hub,
                    new()
                    {
                        Referrals = parse.GetValue(referrals),
                        Connections = parse.GetValue(connections),
                        Rate = parse.GetValue(rate),
                        Drain = parse.GetValue(drain),
                        Overload = parse.GetValue(overload),
                        Pages = parse.GetValue(pages),
                        Review = parse.GetValue(review),
                        Quick = parse.GetValue(quick),
                    },
                    parse.GetValue(database),
                    parse.GetValue(transport),
                    parse.GetValue(data),
                    parse.GetValue(report)!,
                    token
                )
        );
        return command;
    }

    static Option<int> Count(string name, string unit, string description)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = unit,
            DefaultValueFactory = _ => 0,
        };
        option.Validators.Add(result =>
        {
            // What is no number at all is told by whoever reads it.
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var given) && given < 0)
                result.AddError($"{name} must be a whole number from 0.");
        });
        return option;
    }

    static async Task<int> RunAsync(
        HubBuilder hub,
        BenchPlan plan,
        string? database,
        string? transport,
        DirectoryInfo? data,
        string report,
        CancellationToken token
    )
    {
        var given = SettingsReader.Read();
        if (database is not null)
            given.Database.Provider = database;
        if (transport is not null)
            given.Transport.Kind = transport;
        if (data is { Exists: true } && data.EnumerateFileSystemInfos().Any())
            throw new SettingsException($"{data.FullName} is not empty; the benchmark deletes its folder, so it takes only an empty one.");
        var folder = data ?? Directory.CreateTempSubdirectory("referralhub-bench-");
        var scratch = await ScratchDatabase.PrepareAsync(given.Database, "bench", fresh: true, token);
        try
        {
            var figures = await new BenchRun(hub, plan, folder, scratch, given.Transport).RunAsync(token);
            figures.Print(report);
            return figures.Refused == 0 ? ExitCodes.Ok : ExitCodes.Findings;
        }
        finally
        {
            await ScratchDatabase.RemoveAsync(scratch, CancellationToken.None);
            if (folder.Exists)
                folder.Delete(recursive: true);
        }
    }
}
