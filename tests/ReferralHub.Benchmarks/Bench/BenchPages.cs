using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals;
using ReferralHub.Server;
using ReferralHub.Server.Demo;

namespace ReferralHub.Benchmarks.Bench;

/// <summary>How long one page took with so many journeys in the database; milliseconds.</summary>
sealed record PageFigure(string Path, int Journeys, double P50, double P95);

/// <summary>
/// Measures the pages people wait for, first with few journeys and then with many. The review queue has the same length
/// both times: what grows with the years is the number of closed referrals.
/// </summary>
sealed class BenchPages(WebApplication app, HubDatabase store, DemoArea area, DemoReferrals referrals)
{
    const int Few = 10_000;
    const int InReview = 500;
    const int Times = 60;
    const int Together = 500;

    public async Task<IReadOnlyList<PageFigure>> MeasureAsync(int many, CancellationToken token)
    {
        var figures = new List<PageFigure>();
        await FillAsync(InReview, Stage.InReview, token);
        await FillAsync(Few, Stage.HandedOver, token);
        figures.AddRange(await MeasurePagesAsync(Few, token));
        await FillAsync(many - Few, Stage.HandedOver, token);
        figures.AddRange(await MeasurePagesAsync(many, token));
        return figures;
    }

    /// <summary>Twenty reviewers at a queue of so many open referrals.</summary>
    public async Task<IReadOnlyList<PageFigure>> MeasureReviewAsync(int open, CancellationToken token)
    {
        await FillAsync(open, Stage.InReview, token);
        await Settling.WaitAsync(store, TimeSpan.FromMinutes(60), token);
        return await new BenchReview(new(app.Urls.First())).MeasureAsync(open, token);
    }

    async Task<List<PageFigure>> MeasurePagesAsync(int journeys, CancellationToken token)
    {
        await Settling.WaitAsync(store, TimeSpan.FromMinutes(60), token);
        string number,
            reference;
        long head;
        await using (var db = store.OpenRead(AccessScope.System("a benchmark looks at all")))
        {
            var one = await db
                .Journeys.Where(j => j.Stage == Stage.InReview)
                .OrderBy(j => j.Id)
                .Join(db.Referrals, j => j.Id, r => r.Referral, (j, r) => new { j.Reference, r.NhsNumber })
                .FirstAsync(token);
            (number, reference) = (one.NhsNumber!, one.Reference);
            head = (await Sequencer.HeadAsync(db, token))!.Position!.Value;
        }

        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        var figures = new List<PageFigure>();
        foreach (
            var path in new[]
            {
                "/review/api/queue",
                $"/fhir/Task?patient={number}",
                $"/fhir/ServiceRequest?identifier={reference}",
                "/fhir/Task?business-status=in-review&_count=20",
                $"/feeds/events?after={head - 100}&limit=100",
                "/operations",
                "/commissioning",
                "/rules",
                "/metrics",
            }
        )
        {
            var took = new double[Times];
            for (var i = -5; i < Times; i++)
            {
                var started = Stopwatch.GetTimestamp();
                using var response = await client.GetAsync(path, token);
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync(token);
                if (i >= 0)
                    took[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }

            Array.Sort(took);
            figures.Add(
                new(
                    path.Replace(number, "NUMBER", StringComparison.Ordinal)
                        .Replace(reference, "REFERENCE", StringComparison.Ordinal)
                        .Replace($"after={head - 100}", "after=…", StringComparison.Ordinal),
                    journeys,
                    BenchFigures.Percentile(took, 0.5),
                    BenchFigures.Percentile(took, 0.95)
                )
            );
        }

        return figures;
    }

    /// <summary>Journeys written by the stages' own code; only the moves between are left out.</summary>
    public async Task FillAsync(int count, Stage stage, CancellationToken token)
    {
        var intake = app.Services.GetRequiredService<IntakeWriter>();
        var moves = app.Services.GetRequiredService<JourneyMoves>();
        var started = TimeProvider.System.UtcNow();
        Stage[] path = stage == Stage.InReview ? [Stage.InReview] : [Stage.Accepted, Stage.Chosen, Stage.Dispatched, Stage.HandedOver];
        var chunks = Enumerable.Range(0, count).Chunk(Together).ToList();
        var reading = Task.Run(() => Read(chunks, 0, started), token);
        for (var i = 0; i < chunks.Count; i++)
        {
            // The next ones are read while these are written.
            var (submissions, at) = await reading;
            var following = i + 1;
            reading = Task.Run(() => Read(chunks, following, started), token);
            await store.WriteAsync(
                (db, _) =>
                {
                    foreach (var one in submissions)
                    {
                        var id = EntityId.New(at);
                        intake.Begin(db, one, new([], null), id, at);
                        var journey = db.Journeys.Find(id)!;
                        foreach (var to in path)
                            moves.Move(
                                db,
                                journey,
                                to,
                                to.ToString().ToLowerInvariant(),
                                Actor.Triage,
                                null,
                                to == Stage.InReview ? started : at
                            );
                    }

                    return Task.CompletedTask;
                },
                token
            );
        }

        await reading;
    }

    (List<ParsedSubmission> Submissions, DateTime At) Read(List<int[]> chunks, int index, DateTime started)
    {
        if (index >= chunks.Count)
            return ([], started);
        var at = started.AddDays(-chunks[index][0] % 700);
        return (
            [
                .. chunks[index]
                    .Select(i =>
                        ParsedSubmission
                            .Parse(
                                referrals.Write(
                                    new(area.Practices[i % area.Practices.Count], DemoArea.Specialties[i % 8].Code, Priority.Routine, at)
                                ),
                                IntakeFace.ProcessMessage,
                                null,
                                null,
                                at
                            )
                            .Submission!
                    ),
            ],
            at
        );
    }
}
