using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace ReferralHub.Benchmarks.Bench;

/// <summary>
/// Reviewers at work on a long queue: each lists, takes the best next, reads it, decides, and so on, with a pause between
/// as people have. Times are from request to whole answer, in milliseconds.
/// </summary>
sealed partial class BenchReview(Uri hub)
{
    public const int Reviewers = 20;
    const int Rounds = 12;
    const int PauseMillisecondsMax = 1_000;

    readonly ConcurrentDictionary<string, ConcurrentBag<double>> took = new();

    /// <param name="open">How many referrals are open.</param>
    public async Task<IReadOnlyList<PageFigure>> MeasureAsync(int open, CancellationToken token)
    {
        await Task.WhenAll(Enumerable.Range(0, Reviewers).Select(i => ReviewAsync(i, token)));
        return
        [
            .. took.OrderBy(t => t.Key, StringComparer.Ordinal)
                .Select(t =>
                {
                    var sorted = t.Value.Order().ToArray();
                    return new PageFigure(t.Key, open, BenchFigures.Percentile(sorted, 0.5), BenchFigures.Percentile(sorted, 0.95));
                }),
        ];
    }

    async Task ReviewAsync(int number, CancellationToken token)
    {
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new(), AllowAutoRedirect = false })
        {
            BaseAddress = hub,
        };
        var pause = new Random(number);
        var page = await GetAsync(client, "/user", null, token);
        await PostAsync(client, "/user?handler=Known", page, null, token, ("number", $"{number}"));
        for (var round = 0; round < Rounds; round++)
        {
            // The first round warms up.
            var counts = round > 0;
            await Task.Delay(pause.Next(PauseMillisecondsMax), token);
            page = await GetAsync(client, "/review", counts ? "review: list" : null, token);
            await Task.Delay(pause.Next(PauseMillisecondsMax), token);
            var referral = await PostAsync(client, "/review?handler=Start", page, counts ? "review: take the next" : null, token);
            page = await GetAsync(client, referral, counts ? "review: open" : null, token);
            await Task.Delay(pause.Next(PauseMillisecondsMax), token);
            await PostAsync(
                client,
                $"{referral}?handler=Decide",
                page,
                counts ? "review: decide" : null,
                token,
                ("Version", Version().Match(page).Groups[1].Value),
                ("Form.Act", "accept")
            );
        }
    }

    async Task<string> GetAsync(HttpClient client, string path, string? what, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), token);
        var page = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(token);
        Note(what, started);
        return page;
    }

    /// <summary>Where the answer leads.</summary>
    async Task<string> PostAsync(
        HttpClient client,
        string path,
        string page,
        string? what,
        CancellationToken token,
        params (string Name, string Value)[] fields
    )
    {
        using var form = new FormUrlEncodedContent(
            fields
                .Append(("__RequestVerificationToken", Token().Match(page).Groups[1].Value))
                .Select(f => KeyValuePair.Create(f.Item1, f.Item2))
        );
        var started = Stopwatch.GetTimestamp();
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), form, token);
        Note(what, started);
        if (response.StatusCode != HttpStatusCode.Redirect)
            throw new InvalidOperationException($"{path} was answered with {(int)response.StatusCode}.");
        return response.Headers.Location!.ToString();
    }

    void Note(string? what, long started)
    {
        if (what is not null)
            took.GetOrAdd(what, _ => []).Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"Version\" value=\"([^\"]*)\"")]
    private static partial Regex Version();
}
