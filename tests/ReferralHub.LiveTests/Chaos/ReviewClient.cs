using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using ReferralHub.Kernel;
using ReferralHub.Tests.History;

namespace ReferralHub.LiveTests.Chaos;

/// <summary>
/// Clinicians under test: they open what is in review, decide, and keep what they were told. Each decision is signed with
/// a name of its own, so that none stands for another; one without an answer is not made again but left to be looked at.
/// </summary>
sealed class ReviewClient(Func<string> url, int seed)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);
    readonly ConcurrentQueue<DecisionAttempt> attempts = new();
    int names;

    public IReadOnlyList<DecisionAttempt> Attempts => [.. attempts];

    public Task RunAsync(int reviewers, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, reviewers).Select(n => RunAsync(new Random(seed + n), stop)));

    async Task RunAsync(Random random, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = AnswerMax };
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ReviewAsync(http, random);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException or JsonException)
            {
                // The queue did not come; nothing was decided.
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    async Task ReviewAsync(HttpClient http, Random random)
    {
        var queue = await http.GetFromJsonAsync<JsonElement>($"{url()}/review/api/queue", CancellationToken.None);
        var items = queue.GetProperty("items");
        if (items.GetArrayLength() == 0)
            return;
        ReferralReference.TryParse(items[random.Next(items.GetArrayLength())].GetProperty("reference").GetString(), out var referral);
        var reference = referral.Value;
        var name = $"Reviewer {seed}-{Interlocked.Increment(ref names)}";
        using var claimed = await http.PostAsJsonAsync(
            $"{url()}/review/api/{reference}/claim",
            new { reviewer = name },
            CancellationToken.None
        );
        if (!claimed.IsSuccessStatusCode)
            return;
        var version = (await claimed.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None)).GetProperty("version").GetInt32();
        object decision = random.Next(8) switch
        {
            0 => new
            {
                outcome = "return",
                reviewer = name,
                reviewerRole = "Consultant",
                version,
                reasonCode = "SERVICE_INAPPROPRIATE",
                text = "Not for this service.",
            },
            1 => new
            {
                outcome = "ask",
                reviewer = name,
                reviewerRole = "Consultant",
                version,
                text = "Which side?",
            },
            _ => new
            {
                outcome = "accept",
                reviewer = name,
                reviewerRole = "Consultant",
                version,
                specialty = "110",
                text = "Orthopaedics.",
            },
        };
        var answer = Answer.Unknown;
        try
        {
            using var response = await http.PostAsJsonAsync($"{url()}/review/api/{reference}/decision", decision, CancellationToken.None);
            answer = (int)response.StatusCode switch
            {
                204 => Answer.Acknowledged,
                >= 400 and < 500 => Answer.Refused,
                _ => Answer.Unknown,
            };
        }
        finally
        {
            attempts.Enqueue(new(reference, name, answer));
        }
    }
}
