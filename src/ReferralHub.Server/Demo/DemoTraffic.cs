using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Server.Demo;

/// <summary>Referrals that arrive while the demonstration runs, over HTTP like anybody's, and patients who choose.</summary>
sealed class DemoTraffic(
    HttpClient client,
    HubDatabase database,
    ChooseService chooser,
    DemoPlans demoPlans,
    DemoReferrals referrals,
    int seed
) : IDisposable
{
    const int PostsInParallelMax = 8;
    const int PlantedPatient = 400_000;
    static readonly TimeSpan BetweenArrivals = TimeSpan.FromSeconds(5);

    /// <summary>Seldom: the history has three choices a day, and what is planted in the books is to be seen for a while.</summary>
    static readonly TimeSpan BetweenChoices = TimeSpan.FromMinutes(1);
    readonly Random random = new(seed + 2);

    /// <summary>Posts this many referrals; returns how many the hub acknowledged.</summary>
    public async Task<int> PostAsync(int count, CancellationToken cancellationToken)
    {
        var plans = Enumerable.Range(0, count).Select(_ => demoPlans.PlanNow(TimeProvider.System.GetUtcNow().UtcDateTime)).ToList();
        // Planted: the last of several is about the first one's patient and specialty again.
        if (count > 1)
        {
            plans[0] = plans[0] with
            {
                PatientNumber = PlantedPatient,
                Specialty = plans[0].Specialty ?? "110",
                WithoutReason = false,
                WrongNhsNumber = false,
            };
            plans[^1] = plans[^1] with
            {
                PatientNumber = PlantedPatient,
                Specialty = plans[0].Specialty,
                WithoutReason = false,
                WrongNhsNumber = false,
            };
        }

        var bodies = plans.ConvertAll(referrals.Write);
        var acknowledged = 0;
        await Parallel.ForEachAsync(
            bodies.SkipLast(1),
            new ParallelOptions { MaxDegreeOfParallelism = PostsInParallelMax, CancellationToken = cancellationToken },
            PostAsync
        );
        await PostAsync(bodies[^1], cancellationToken);
        return acknowledged;

        async ValueTask PostAsync(byte[] body, CancellationToken token)
        {
            using var content = new ByteArrayContent(body) { Headers = { { "Content-Type", "application/fhir+json" } } };
            using var response = await client.PostAsync("/fhir/$process-message", content, token);
            if (response.IsSuccessStatusCode)
                Interlocked.Increment(ref acknowledged);
        }
    }

    /// <summary>Lets the given share of the patients who have options choose one of them.</summary>
    public async Task<int> ChooseAsync(double share, int max, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("the demonstration chooses for its own patients"));
        var waiting = await db
            .Journeys.Where(j => j.Stage == Stage.AwaitingChoice)
            // Whoever looks at the demonstration may have the link of a patient, and chooses for that one.
            .Where(j => !db.Set<ChoiceLink>().Any(l => l.Referral == j.Id))
            .OrderByDescending(j => j.Received)
            .Select(j => j.Id)
            .Take(max)
            .ToListAsync(cancellationToken);
        var chosen = 0;
        foreach (var referral in waiting.Where(_ => random.NextDouble() < share).ToList())
        {
            var offer = await ChooseService.FindLatestOfferAsync(db, referral, cancellationToken);
            var options = offer!.ReadOptions();
            if (
                await chooser.ChooseAsync(referral, options[random.Next(options.Count)].Service, Actor.Patient, cancellationToken)
                == ChooseOutcome.Chosen
            )
                chosen++;
        }

        return chosen;
    }

    /// <summary>
    /// Keeps the demonstration moving until it is stopped: one referral arrives, somewhat more than one is decided, practices answer and
    /// patients choose.
    /// </summary>
    public async Task PlayAsync(DemoReviews reviews, CancellationToken cancellationToken)
    {
        var lastChoice = Stopwatch.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            await PostAsync(1, cancellationToken);
            await reviews.ReviewAsync(cancellationToken);
            if (random.NextDouble() < 0.5)
                await reviews.ReviewAsync(cancellationToken);
            if (random.NextDouble() < 0.3)
                await reviews.AnswerAsync(cancellationToken);
            if (Stopwatch.GetElapsedTime(lastChoice) >= BetweenChoices)
            {
                await ChooseAsync(1, 1, cancellationToken);
                lastChoice = Stopwatch.GetTimestamp();
            }

            await Task.Delay(BetweenArrivals, cancellationToken);
        }
    }

    public void Dispose() => client.Dispose();
}
