using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ReferralHub.Kernel;
using ReferralHub.Tests.History;

namespace ReferralHub.LiveTests.Chaos;

/// <summary>
/// Clinicians under test: they open what is in review, decide, and keep what they were told. Nobody decides about one referral twice,
/// so that no decision stands for another; one without an answer is not made again but left to be looked at.
/// </summary>
/// <param name="reviewers">Their names, in the order in which they are signed in.</param>
sealed class ReviewClient(Func<string> url, IReadOnlyList<string> reviewers, int seed)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);
    readonly ConcurrentQueue<DecisionAttempt> attempts = new();

    public IReadOnlyList<DecisionAttempt> Attempts => [.. attempts];

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, reviewers.Count).Select(n => RunAsync(n, stop)));

    async Task RunAsync(int number, CancellationToken stop)
    {
        var random = new Random(seed + number);
        var decided = new HashSet<string>();
        HttpClient? http = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                http ??= await LivePeople.SignInAsync(url(), number, AnswerMax);
                await ReviewAsync(http, reviewers[number], decided, random);
            }
            catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Unauthorized)
            {
                http?.Dispose();
                http = null;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException or JsonException)
            {
                // The queue did not come; nothing was decided.
            }

            await Task.Delay(Pause, CancellationToken.None);
        }

        http?.Dispose();
    }

    async Task ReviewAsync(HttpClient http, string name, HashSet<string> decided, Random random)
    {
        var queue = await http.GetFromJsonAsync<JsonElement>($"{url()}/review/api/queue", CancellationToken.None);
        var items = queue.GetProperty("items");
        if (items.GetArrayLength() == 0)
            return;
        ReferralReference.TryParse(items[random.Next(items.GetArrayLength())].GetProperty("reference").GetString(), out var referral);
        var reference = referral.Value;
        if (decided.Contains(reference))
            return;
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
        decided.Add(reference);
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
