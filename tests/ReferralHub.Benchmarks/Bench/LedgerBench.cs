using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Verifying;
using ReferralHub.Budgets.Positions;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Server.Demo;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Benchmarks.Bench;

/// <summary>
/// <c>ledger N</c>: how many events a second the book takes from the log on the embedded database, for N referrals that are received and
/// chosen and of which every tenth is declined; then how long positions of all lines take, and a look at the whole book.
/// </summary>
static class LedgerBench
{
    const int Practices = 24;
    const int Together = 500;
    const int Times = 200;

    public static async Task<int> RunAsync(HubBuilder hub, int referrals, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("rh-ledger-");
        try
        {
            var settings = new HubSettings
            {
                DataDirectory = folder.FullName,
                DirectoryFolder = folder.CreateSubdirectory("directory").FullName,
                ListenOn = "http://127.0.0.1:0",
                Roles = "web",
                PacksFolder = DemoFolder.CopyPacks(folder),
            };
            WriteArrangements(Directory.CreateDirectory(Path.Combine(settings.DirectoryFolder, "commissioning")).FullName);
            var store = DatabaseOpener.Open(settings);
            await using var closing = (IAsyncDisposable)store;
            await using var app = hub.Build(settings, store, LogLevel.Error);
            await Preparation.PrepareAsync(app, token, migrate: true);
            await FillAsync(app, store, referrals, token);
            await MeasureAsync(app, token);
            await MeasureReadingAsync(app, store, token);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static string FindPractice(int number) => string.Create(CultureInfo.InvariantCulture, $"A81{number % Practices:000}");

    static void WriteArrangements(string folder)
    {
        var practices = Enumerable.Range(0, Practices).Select(FindPractice).ToList();
        var bodies = string.Join(
            '\n',
            practices.Select(p =>
                $"  - {{ id: {p}, name: Practice {p}, kind: practice, ods: {p}, from: 2019-04-01, reportsTo: QXX, contact: M }}"
            )
        );
        var amounts = string.Join(", ", practices.Select(p => $"{p}: 100000.00"));
        File.WriteAllText(
            Path.Combine(folder, "arrangements.yaml"),
            $$"""
            version: 1
            source: Made up for a benchmark
            bodies:
              - { id: QXX, name: Board, kind: board, ods: QXX, from: 2019-04-01, contact: F }
            {{bodies}}
            scopes:
              - { id: first, words: First attendances, include: [{ sources: [gp], pods: [OPFA] }], strategicRisk: low }
              - { id: rest, words: All else, include: [{ sources: [any], pods: [any] }], strategicRisk: high }
            planSets:
              - id: first-2026
                commissioner: QXX
                scope: first
                money: indicative
                period: { from: 2026-04-01, years: 2 }
                holders: [{{string.Join(", ", practices)}}]
                total: {{Practices}}00000.00
                setting:
                  - { step: historic, year: 2025-26, amounts: { {{amounts}} }, source: Frozen }
              - id: rest-2026
                commissioner: QXX
                scope: rest
                money: indicative
                period: { from: 2026-04-01, years: 2 }
                holders: [QXX]
                total: 5000.00
                setting:
                  - { step: historic, year: 2025-26, amounts: { QXX: 5000.00 }, source: Frozen }
            """
        );
        File.WriteAllText(
            Path.Combine(folder, "prices.csv"),
            "list,kind,provider,tfc,hrg,pod,pence,mff,from,to,source\nnational,national,,110,,OPFA,17000,y,2026-04-01,,Tariff\n"
                + "national,national,,110,,OPFUP,8500,y,2026-04-01,,Tariff\n"
        );
        File.WriteAllText(
            Path.Combine(folder, "expected.csv"),
            "tfc,priority,provider,pod,quantityPerMille,from,source\n110,,,OPFA,1000,2026-04-01,M\n110,,,OPFUP,1400,2026-04-01,M\n"
        );
    }

    /// <summary>Events as the hub writes them, over the weeks before today, stamped as they come.</summary>
    static async Task FillAsync(WebApplication app, HubDatabase store, int referrals, CancellationToken token)
    {
        var sequencer = app.Services.GetRequiredService<Sequencer>();
        var (now, random) = (TimeProvider.System.UtcNow(), new Random(1));
        foreach (var numbers in Enumerable.Range(0, referrals).Chunk(Together))
        {
            await store.WriteAsync(
                (db, _) =>
                {
                    foreach (var number in numbers)
                        db.Set<LogEvent>()
                            .AddRange(Describe(number, now.AddMinutes(-200_000 * (1 - ((double)number / referrals))), random));
                    return Task.CompletedTask;
                },
                token
            );
        }

        while (await sequencer.StampAsync(null, token) > 0) { }
    }

    static IEnumerable<LogEvent> Describe(int number, DateTime about, Random random)
    {
        var at = new DateTime(about.Ticks - (about.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
        var id = EntityId.New(at, random);
        var data = new EventData
        {
            Practice = FindPractice(number),
            Specialty = "110",
            Priority = "routine",
            Received = at,
        };
        yield return Create(id, 1, EventTypes.Received, at, data);
        var chosen = data with { Received = null, Provider = $"RH{number % 8}", Pence = 17_000, WaitDays = 10 + (number % 60) };
        yield return Create(id, 2, EventTypes.Chosen, at.AddMinutes(1), chosen);
        if (number % 10 == 0)
            yield return Create(id, 3, EventTypes.Declined, at.AddMinutes(2), data with { Received = null });
    }

    static LogEvent Create(Guid referral, int version, string type, DateTime at, EventData data) =>
        new()
        {
            Id = EntityId.New(at),
            Referral = referral,
            Version = version,
            Type = type,
            At = at,
            Actor = Actor.Choice.ToString(),
            Data = data.Write(),
        };

    static async Task MeasureAsync(WebApplication app, CancellationToken token)
    {
        var ledger = app.Services.GetServices<IProjection>().Single(p => p.Name == "ledger");
        var runner = new ProjectionRunner(app.Services.GetRequiredService<HubDatabase>(), [ledger]);
        var (events, started) = (0L, Stopwatch.GetTimestamp());
        while (await runner.AdvanceAsync(null, token) is > 0 and var read)
            events += read;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Say($"{events:N0} events of the log in {seconds:0.0} s: {events / seconds:N0} events a second");
    }

    static async Task MeasureReadingAsync(WebApplication app, HubDatabase store, CancellationToken token)
    {
        var positions = app.Services.GetRequiredService<BookPositions>();
        var took = new double[Times];
        for (var i = -10; i < Times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await positions.ReadAsync(AccessScope.System("a benchmark reads all positions"), token);
            if (i >= 0)
                took[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(took);
        var (p50, p95) = (BenchFigures.Percentile(took, 0.5), BenchFigures.Percentile(took, 0.95));
        Say($"positions of {Practices + 1} lines: p50 {p50:0.0}, p95 {p95:0.0} ms");
        await using var db = store.OpenRead(AccessScope.System("a benchmark looks at the whole book"));
        var begun = Stopwatch.GetTimestamp();
        var found = await BookVerification.VerifyAsync(db, token);
        Say($"verified {found.Postings:N0} postings in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s: {found.Holds}");
        begun = Stopwatch.GetTimestamp();
        var rebuilt = await BookRebuild.CheckAsync(db, token);
        Say($"rebuilt in memory in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s: {rebuilt.IsEqual}");
    }

    static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
