using System.CommandLine;
using ReferralHub.Platform;
using ReferralHub.Server.Bench;
using ReferralHub.Server.Databases;

namespace ReferralHub.Server.Commands;

/// <summary>Measures HTTP intake to option list, everything in one process, and the machine's raw ceiling in the same run.</summary>
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
        var database = new Option<string?>("--database")
        {
            Description =
                "sqlite, postgresql or sqlserver (default: what the settings name); on a server a database of its own is made and removed",
        }.AcceptOnlyFromAmong("sqlite", "postgresql", "sqlserver");
        var transport = new Option<string?>("--transport")
        {
            Description = "inmemory or rabbitmq (default: what the settings name)",
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
            if (result.GetValueOrDefault<int>() < 0)
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
        var given = HubBuilder.ReadSettings();
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
