using System.Collections.Concurrent;
using System.Diagnostics;
using ReferralHub.Referrals;
using ReferralHub.Tests;
using ReferralHub.Tests.History;

namespace ReferralHub.LiveTests.Chaos;

/// <summary>
/// Practices' systems under test: they send, keep what they were answered, and send again what has no answer, with the
/// same message id. Sometimes they amend, cancel, repeat themselves, or cancel before they refer.
/// </summary>
sealed class LoadClient(Func<string> url, int seed)
{
    const int RecentMax = 200;
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);
    readonly ConcurrentDictionary<string, Attempt> attempts = new();
    readonly ConcurrentQueue<Message> again = new();
    readonly ConcurrentQueue<(TestReferral Referral, DateTime At)> recent = new();
    readonly ConcurrentDictionary<int, int> statuses = new();
    int clients;

    public IReadOnlyList<Attempt> Attempts => [.. attempts.Values];

    public int Acknowledged => attempts.Values.Count(a => a.Answer == Answer.Acknowledged);

    /// <summary>Answers by status since the last call; 0 stands for none.</summary>
    public IReadOnlyDictionary<int, int> TakeStatuses()
    {
        var taken = statuses.ToDictionary();
        statuses.Clear();
        return taken;
    }

    /// <summary>One sender, at this pace, until told to stop.</summary>
    public async Task RunAsync(TimeSpan pace, CancellationToken stop)
    {
        var random = new Random((seed * 1_000) + Interlocked.Increment(ref clients));
        using var http = Client();
        while (!stop.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            if (!again.TryDequeue(out var message))
                message = Next(random);
            await SendAsync(http, message);
            var left = pace - Stopwatch.GetElapsedTime(started);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, CancellationToken.None);
        }
    }

    public Task RunAsync(int senders, TimeSpan pace, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, senders).Select(_ => RunAsync(pace, stop)));

    /// <summary>Sends once more whatever has no answer yet; what has none then either stays unknown.</summary>
    public async Task FinishAsync()
    {
        using var http = Client();
        for (var left = again.Count * 3; left > 0 && again.TryDequeue(out var message); left--)
            await SendAsync(http, message);
    }

    static HttpClient Client() => LiveClient.CreateHttp(AnswerMax);

    Message Next(Random random)
    {
        var draw = random.NextDouble();
        // Only what was sent a while ago: an amendment of something still on its way may be refused, and rightly.
        if (
            draw < 0.06
            && recent.TryPeek(out var oldest)
            && oldest.At < DateTime.UnixEpoch + Stopwatch.GetElapsedTime(0) - TimeSpan.FromSeconds(5)
            && recent.TryDequeue(out oldest)
        )
            return draw < 0.04
                ? Message.Create(oldest.Referral.Again("update", "active"), SubmissionKind.Amendment)
                : Message.Create(oldest.Referral.Again("update", "revoked"), SubmissionKind.Cancellation);
        var referral = TestReferral.Create(
            random.NextDouble() switch
            {
                < 0.10 => "asap",
                < 0.18 => "urgent",
                _ => "routine",
            }
        );
        // Without a specialty it is a clinician who looks at it.
        if (random.NextDouble() < 0.05)
            referral.Request.Remove("performerType");
        var message = Message.Create(referral, SubmissionKind.New);
        if (draw > 0.98)
        {
            // The cancellation overtakes its referral: refused, and no harm done.
            again.Enqueue(message);
            return Message.Create(referral.Again("update", "revoked"), SubmissionKind.Cancellation);
        }

        if (draw > 0.94)
            again.Enqueue(message);
        return message;
    }

    async Task SendAsync(HttpClient http, Message message)
    {
        attempts.TryAdd(message.Id, new(Message.Sender, message.Id, message.Kind, Answer.Unknown));
        var status = 0;
        try
        {
            using var content = new ByteArrayContent(message.Body) { Headers = { { "Content-Type", "application/fhir+json" } } };
            using var response = await http.PostAsync($"{url()}/fhir/$process-message", content, CancellationToken.None);
            status = (int)response.StatusCode;
            var location = response.Headers.Location?.ToString().Split('/')[^1];
            if (status is 200 or 201 || (status == 409 && location is not null))
                Acknowledge(message, location);
            else if (status is >= 400 and < 500 && status != 425)
                Refuse(message);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            // Nobody knows what became of it.
        }

        statuses.AddOrUpdate(status, 1, (_, n) => n + 1);
        if (attempts[message.Id].Answer == Answer.Unknown)
            again.Enqueue(message);
    }

    void Acknowledge(Message message, string? location)
    {
        attempts[message.Id] = attempts[message.Id] with
        {
            Answer = Answer.Acknowledged,
            Referral = Guid.TryParse(location, out var id) ? id : null,
        };
        if (message.Kind == SubmissionKind.New && recent.Count < RecentMax)
            recent.Enqueue((message.Referral, DateTime.UnixEpoch + Stopwatch.GetElapsedTime(0)));
    }

    void Refuse(Message message)
    {
        if (attempts[message.Id].Answer == Answer.Unknown)
            attempts[message.Id] = attempts[message.Id] with { Answer = Answer.Refused };
    }

    sealed record Message(string Id, byte[] Body, SubmissionKind Kind, TestReferral Referral)
    {
        public const string Sender = "L81008";

        public static Message Create(TestReferral referral, SubmissionKind kind) =>
            new((string)referral.Json["id"]!, referral.Bytes(), kind, referral);
    }
}
