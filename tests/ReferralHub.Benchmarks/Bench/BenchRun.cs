using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Server;
using ReferralHub.Server.Demo;
using ReferralHub.Server.Hosting;
using ReferralHub.Triage;

namespace ReferralHub.Benchmarks.Bench;

/// <summary>One benchmark: ceilings first, then the hub in this process, load generator included.</summary>
sealed class BenchRun(HubBuilder hub, BenchPlan plan, DirectoryInfo folder, DatabaseSettings database, TransportSettings transport)
{
    const int MessageBytes = 14_000;
    const int OverloadSeconds = 20;
    const double OverloadSpare = 1.5;
    const int SeedTogether = 250;
    static readonly TimeSpan SettleMax = TimeSpan.FromMinutes(10);

    readonly DemoReferrals referrals = new(1);

    public async Task<BenchFigures> RunAsync(CancellationToken token)
    {
        var settings = new HubSettings
        {
            Demonstration = true,
            Users =
            [
                .. Enumerable
                    .Range(0, BenchReview.Reviewers)
                    .Select(i => new UserSettings { Name = $"Bench Reviewer {i}", Role = "Bench role" }),
            ],
            DataDirectory = folder.FullName,
            DirectoryFolder = Path.Combine(folder.FullName, "directory"),
            ListenOn = "http://127.0.0.1:0",
            AllowInsecureProviderEndpoints = true,
            Database = database,
            Transport = transport,
            // With the pathways of the demonstration, so that referrals reach patients as they do where a centre has its own.
            PacksFolder = DemoFolder.CopyPacks(folder),
        };
        var area = DemoArea.Write(settings.DirectoryFolder, 1, "http://127.0.0.1:9", WorkingDays.LocalDate(TimeProvider.System.UtcNow()));
        var bodies = WriteBodies(
            area,
            plan.Referrals + plan.WarmUpReferrals + (plan.Rate * (plan.OpenLoopWarmUpSeconds + plan.OpenLoopSeconds))
        );
        var figures = new BenchFigures(plan, database.Provider, transport.Kind)
        {
            Ceilings = await RawCeilings.MeasureAsync(settings, folder, bodies[0], plan, token),
        };

        var store = DatabaseOpener.Open(settings);
        await using var closing = (IAsyncDisposable)store;
        await using (var app = hub.Build(settings, store, LogLevel.Error))
        {
            await Preparation.PrepareAsync(app, token, migrate: true);
            await ApproveAllPacks.RunAsync(app.Services, DemoPeople.PackProposer, DemoPeople.PackApprover, token);
            await app.StartAsync(token);
            await using var signIn = await BenchSignIn.BeginAsync(app.Services, token);
            var load = new BenchLoad(new(app.Urls.First()), plan.Connections, () => signIn.Token);
            await load.SendAllAsync(bodies.AsMemory(0, plan.WarmUpReferrals), token);
            await Settling.WaitAsync(store, SettleMax, token);
            await SustainAsync(figures, store, load, bodies.AsMemory(plan.WarmUpReferrals, plan.Referrals), token);
            var warmUp = plan.Rate * plan.OpenLoopWarmUpSeconds;
            await load.OpenLoopAsync(bodies.AsMemory(plan.WarmUpReferrals + plan.Referrals, warmUp), plan.Rate, token);
            figures.Latencies = await load.OpenLoopAsync(bodies.AsMemory(plan.WarmUpReferrals + plan.Referrals + warmUp), plan.Rate, token);
            await Settling.WaitAsync(store, SettleMax, token);
            await using (var db = store.OpenRead(AccessScope.System("a benchmark looks at all")))
            {
                figures.Offered = await db.Journeys.CountAsync(j => j.Stage == Stage.AwaitingChoice, token);
                figures.Triaged = await db.Set<TriageRun>().CountAsync(token);
                figures.Recognised = await db.Set<TriageRun>()
                    .CountAsync(t => t.Outcome == RuleOutcome.Accept || t.Outcome == RuleOutcome.AcceptElsewhere, token);
                figures.FastTracked = await db.Set<TriageRun>().CountAsync(t => t.Outcome == RuleOutcome.FastTrack, token);
            }

            if (plan.Overload > 0)
            {
                var offered = (int)(figures.PerSecond * plan.Overload);
                var accepted = (int)(figures.PerSecond * OverloadSeconds * OverloadSpare);
                figures.Overload = await load.OverloadAsync(WriteBodies(area, accepted), offered, offered * OverloadSeconds, token);
                await Settling.WaitAsync(store, SettleMax, token);
            }

            if (plan.Drain > 0)
                await SeedAsync(app.Services, store, area, token);
            if (plan.Pages > 0)
                figures.Pages = await new BenchPages(app, store, area, referrals).MeasureAsync(plan.Pages, token);
            if (plan.Review > 0)
                figures.Pages =
                [
                    .. figures.Pages,
                    .. await new BenchPages(app, store, area, referrals).MeasureReviewAsync(plan.Review, token),
                ];
            await app.StopAsync(token);
        }

        if (plan.Drain > 0)
            figures.DrainPerSecond = await DrainAsync(settings, store, token);
        return figures;
    }

    async Task SustainAsync(BenchFigures figures, HubDatabase store, BenchLoad load, ReadOnlyMemory<byte[]> bodies, CancellationToken token)
    {
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var collections = GC.CollectionCount(0);
        var started = Stopwatch.GetTimestamp();
        figures.Refused = await load.SendAllAsync(bodies, token);
        figures.IntakeSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await AwaitRoutedAsync(store, token);
        figures.Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        figures.Collections = GC.CollectionCount(0) - collections;
        figures.CpuMilliseconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds / bodies.Length;
        await Settling.WaitAsync(store, SettleMax, token);
    }

    /// <summary>Journeys that were received and that nobody has been told of, as after a stop of all workers.</summary>
    async Task SeedAsync(IServiceProvider services, HubDatabase store, DemoArea area, CancellationToken token)
    {
        var intake = services.GetRequiredService<IntakeWriter>();
        var wakes = TimeProvider.System.UtcNow();
        foreach (var chunk in Enumerable.Range(0, plan.Drain).Chunk(SeedTogether))
        {
            var submissions = chunk
                .Select(i => ParsedSubmission.Parse(WriteBody(area, i, wakes), IntakeFace.ProcessMessage, null, null, wakes).Submission!)
                .ToList();
            await store.WriteAsync(
                (db, _) =>
                {
                    foreach (var one in submissions)
                        intake.Begin(db, one, new([], null), EntityId.New(wakes), wakes);
                    return Task.CompletedTask;
                },
                token
            );
        }
    }

    async Task<double> DrainAsync(HubSettings settings, HubDatabase store, CancellationToken token)
    {
        await using var app = hub.Build(settings, store, LogLevel.Error);
        await Preparation.PrepareAsync(app, token, migrate: true);
        var started = Stopwatch.GetTimestamp();
        await app.StartAsync(token);
        await AwaitRoutedAsync(store, token);
        var rate = plan.Drain / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await app.StopAsync(token);
        return rate;
    }

    byte[][] WriteBodies(DemoArea area, int count)
    {
        var now = TimeProvider.System.UtcNow();
        return [.. Enumerable.Range(0, count).Select(i => WriteBody(area, i, now.AddSeconds(-i)))];
    }

    byte[] WriteBody(DemoArea area, int i, DateTime written) =>
        referrals.Write(
            new(area.Practices[i % area.Practices.Count], DemoArea.Specialties[i % 8].Code, Priority.Routine, written)
            {
                PaddingBytes = MessageBytes - 4_200,
            }
        );

    static async Task AwaitRoutedAsync(HubDatabase database, CancellationToken token)
    {
        while (true)
        {
            await using var db = database.OpenRead(AccessScope.System("a benchmark looks at all"));
            if (!await db.Journeys.AnyAsync(j => j.WakeAt != null, token))
                return;
            await Task.Delay(10, token);
        }
    }
}
