using System.Collections.Concurrent;

namespace ReferralHub.Benchmarks.Bench;

/// <summary>What came of offering more than the hub can take.</summary>
/// <param name="GoodPerSecond">Answers 200 within a second of their arrival.</param>
sealed record OverloadFigures(
    int OfferedPerSecond,
    double GoodPerSecond,
    int Accepted,
    int Shed,
    int Other,
    double AcceptedP99Milliseconds,
    double ShedP99Milliseconds
);

/// <summary>Sends messages, as fast as they are answered or at a fixed rate.</summary>
sealed class BenchLoad(Uri server, int connections, Func<string> token)
{
    const int OverloadConnections = 2_000;
    static readonly TimeSpan GoodWithin = TimeSpan.FromSeconds(1);

    public async Task<int> SendAllAsync(ReadOnlyMemory<byte[]> bodies, CancellationToken cancellationToken)
    {
        var (next, refused) = (-1, 0);
        await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(async _ =>
                {
                    using var client = await RawHttpClient.ConnectAsync(server, cancellationToken);
                    while (Interlocked.Increment(ref next) is var i && i < bodies.Length)
                        if (await client.SendAsync(RawHttpClient.Request(server, bodies.Span[i], token()), cancellationToken) != 200)
                            Interlocked.Increment(ref refused);
                })
        );
        return refused;
    }

    /// <summary>Milliseconds of each answer, sorted.</summary>
    public async Task<double[]> OpenLoopAsync(ReadOnlyMemory<byte[]> bodies, int rate, CancellationToken cancellationToken)
    {
        var (answers, _) = await ArriveAsync(new(bodies.ToArray()), bodies.Length, rate, connections, cancellationToken);
        return [.. answers.Select(a => a.Milliseconds).Order()];
    }

    /// <summary>
    /// The same with so many connections that the hub, not the generator, has to say no. What was told to come back comes
    /// back later, so that the generator need not hold a message for each arrival in the memory it shares with the hub.
    /// </summary>
    public async Task<OverloadFigures> OverloadAsync(byte[][] bodies, int rate, int arrivals, CancellationToken cancellationToken)
    {
        var (answers, seconds) = await ArriveAsync(new(bodies), arrivals, rate, OverloadConnections, cancellationToken);
        var accepted = answers.Where(a => a.Status == 200).Select(a => a.Milliseconds).Order().ToArray();
        var shed = answers.Where(a => a.Status is 503 or 429).Select(a => a.Milliseconds).Order().ToArray();
        var good = accepted.Count(a => a <= GoodWithin.TotalMilliseconds) / seconds;
        return new(
            rate,
            good,
            accepted.Length,
            shed.Length,
            answers.Count - accepted.Length - shed.Length,
            BenchFigures.Percentile(accepted, 0.99),
            BenchFigures.Percentile(shed, 0.99)
        );
    }

    async Task<(ConcurrentBag<(int Status, double Milliseconds)> Answers, double Seconds)> ArriveAsync(
        ConcurrentQueue<byte[]> bodies,
        int arrivals,
        int rate,
        int senders,
        CancellationToken cancellationToken
    )
    {
        var answers = new ConcurrentBag<(int, double)>();
        var loop = new OpenLoop(arrivals, rate);
        await Task.WhenAll(
            Enumerable
                .Range(0, senders)
                .Select(async _ =>
                {
                    using var client = await RawHttpClient.ConnectAsync(server, cancellationToken);
                    while (bodies.TryDequeue(out var body))
                    {
                        var request = RawHttpClient.Request(server, body, token());
                        if (await loop.ArriveAsync(cancellationToken) is not { } arrival)
                            return;
                        var status = await client.SendAsync(request, cancellationToken);
                        if (status is 503 or 429)
                            bodies.Enqueue(body);
                        answers.Add((status, loop.MillisecondsSince(arrival)));
                    }
                })
        );
        return (answers, loop.Seconds);
    }
}
