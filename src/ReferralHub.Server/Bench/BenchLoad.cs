using System.Collections.Concurrent;
using System.Diagnostics;

namespace ReferralHub.Server.Bench;

/// <summary>What came of offering more than the hub can take.</summary>
/// <param name="GoodPerSecond">Answers 200 within a second of their arrival.</param>
sealed record OverloadFigures(int OfferedPerSecond, double GoodPerSecond, int Accepted, int Shed, int Other, double AcceptedP99Milliseconds, double ShedP99Milliseconds);

/// <summary>Sends messages, as fast as they are answered or at a fixed rate.</summary>
sealed class BenchLoad(Uri server, int connections)
{
    const int OverloadConnections = 2_000;
    static readonly TimeSpan GoodWithin = TimeSpan.FromSeconds(1);

    public async Task<int> SendAllAsync(ReadOnlyMemory<byte[]> bodies, CancellationToken token)
    {
        var (next, refused) = (-1, 0);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var client = await RawHttpClient.ConnectAsync(server, token);
            while (Interlocked.Increment(ref next) is var i && i < bodies.Length)
                if (await client.SendAsync(RawHttpClient.Request(server, bodies.Span[i]), token) != 200) Interlocked.Increment(ref refused);
        }));
        return refused;
    }

    /// <summary>Arrivals at a fixed rate whatever the answers do; a late start counts as waiting. Milliseconds, sorted.</summary>
    public async Task<double[]> OpenLoopAsync(ReadOnlyMemory<byte[]> bodies, int rate, CancellationToken token)
    {
        var answers = await ArriveAsync(new(bodies.ToArray()), bodies.Length, rate, connections, token);
        return [.. answers.Select(a => a.Milliseconds).Order()];
    }

    /// <summary>
    /// The same with so many connections that the hub, not the generator, has to say no. What was told to come back comes
    /// back later, so that the generator need not hold a message for each arrival in the memory it shares with the hub.
    /// </summary>
    public async Task<OverloadFigures> OverloadAsync(byte[][] bodies, int rate, int arrivals, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        var answers = await ArriveAsync(new(bodies), arrivals, rate, OverloadConnections, token);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var accepted = answers.Where(a => a.Status == 200).Select(a => a.Milliseconds).Order().ToArray();
        var shed = answers.Where(a => a.Status is 503 or 429).Select(a => a.Milliseconds).Order().ToArray();
        var good = accepted.Count(a => a <= GoodWithin.TotalMilliseconds) / seconds;
        return new(rate, good, accepted.Length, shed.Length, answers.Count - accepted.Length - shed.Length, BenchFigures.Percentile(accepted, 0.99), BenchFigures.Percentile(shed, 0.99));
    }

    async Task<ConcurrentBag<(int Status, double Milliseconds)>> ArriveAsync(ConcurrentQueue<byte[]> bodies, int arrivals, int rate, int senders, CancellationToken token)
    {
        var answers = new ConcurrentBag<(int, double)>();
        var (next, started) = (-1, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, senders).Select(async _ =>
        {
            using var client = await RawHttpClient.ConnectAsync(server, token);
            while (Interlocked.Increment(ref next) is var i && i < arrivals && bodies.TryDequeue(out var body))
            {
                var request = RawHttpClient.Request(server, body);
                var due = TimeSpan.FromSeconds((double)i / rate);
                var wait = due - Stopwatch.GetElapsedTime(started);
                if (wait > TimeSpan.Zero) await Task.Delay(wait, token);
                // Timers wake up to a few milliseconds late; that is the generator's doing and not the hub's.
                var sent = Stopwatch.GetElapsedTime(started);
                var from = sent - due < TimeSpan.FromMilliseconds(5) ? sent : due;
                var status = await client.SendAsync(request, token);
                if (status is 503 or 429) bodies.Enqueue(body);
                answers.Add((status, (Stopwatch.GetElapsedTime(started) - from).TotalMilliseconds));
            }
        }));
        return answers;
    }
}
