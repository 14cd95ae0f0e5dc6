using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Web.Limits;

/// <summary>
/// How much each caller may ask: a bucket for every system and every person, and one for each address that nobody known calls from. A
/// bucket holds the requests of a minute and is filled evenly, so that nobody's flood takes the others' turn. Urgent referrals have a
/// lane besides: they are let in when their sender's bucket is empty. The centre's own systems have no limit, because a backlog is
/// brought in as fast as the hub takes it. Health is always answered. Each process counts for itself.
/// </summary>
public sealed partial class RequestLimits : IDisposable
{
    const int FillsPerMinute = 10;
    static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);
    readonly PartitionedRateLimiter<HttpContext> ordinary;
    readonly PartitionedRateLimiter<HttpContext> urgent;
    readonly TimeProvider time;
    readonly ILogger log;
    readonly Lock saying = new();
    long? said;

    public RequestLimits(HubSettings settings, TimeProvider time, ILogger<RequestLimits> log)
    {
        (this.time, this.log) = (time, log);
        var limits = settings.Limits;
        ordinary = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            FindBucket(http) switch
            {
                Bucket.None => RateLimitPartition.GetNoLimiter(""),
                Bucket.System => Fill($"system {http.RequiredCaller.Id}", limits.SystemRequestsPerMinute),
                Bucket.Person => Fill($"person {http.RequiredCaller.Id}", limits.PersonRequestsPerMinute),
                _ => Fill($"address {ClientAddress.ReadAddress(http)}", limits.AddressRequestsPerMinute),
            }
        );
        urgent = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            Fill(
                http.Caller is { } caller ? $"caller {caller.Id}" : $"address {ClientAddress.ReadAddress(http)}",
                limits.UrgentReferralsPerMinute
            )
        );
    }

    enum Bucket
    {
        None,
        System,
        Person,
        Address,
    }

    /// <summary>Lets a request pass, or answers 429. Comes after whatever finds out who calls.</summary>
    public async Task LimitAsync(HttpContext http, RequestDelegate next)
    {
        using var lease = ordinary.AttemptAcquire(http);
        if (lease.IsAcquired || Problems.ProblemAnswer.FindProblem(http) is not null)
        {
            await next(http);
            return;
        }

        // What is in the body is not known yet; whoever reads it asks the lane.
        if (
            http.GetEndpoint()?.Metadata.GetMetadata<BringsReferralsAttribute>() is not null
            && urgent.GetStatistics(http) is { CurrentAvailablePermits: > 0 }
        )
        {
            http.Items[UrgentLane.Item] = new UrgentLane(() => TryEnterLane(http));
            await next(http);
            return;
        }

        TurnAway(http);
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
    }

    public void Dispose()
    {
        ordinary.Dispose();
        urgent.Dispose();
    }

    bool TryEnterLane(HttpContext http)
    {
        using var lease = urgent.AttemptAcquire(http);
        if (!lease.IsAcquired)
            TurnAway(http);
        return lease.IsAcquired;
    }

    /// <summary>Counts it, and says it once a minute: a flood must not become one of the log.</summary>
    internal void TurnAway(HttpContext http)
    {
        var bucket = FindBucket(http).ToString();
        HubMeters.TurnedAway.Add(1, new KeyValuePair<string, object?>("bucket", bucket.ToLowerInvariant()));
        lock (saying)
        {
            if (said is { } last && time.GetElapsedTime(last) < SayEvery)
                return;
            said = time.GetTimestamp();
        }

        TurnedAway(log, bucket, http.Caller?.Id ?? ClientAddress.ReadAddress(http));
    }

    static Bucket FindBucket(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase) ? Bucket.None
        : http.Caller is not { } caller ? Bucket.Address
        : caller.Role == CallerRole.CentreSystem ? Bucket.None
        : caller.IsSystem ? Bucket.System
        : Bucket.Person;

    static RateLimitPartition<string> Fill(string whose, int perMinute) =>
        RateLimitPartition.GetTokenBucketLimiter(
            whose,
            _ =>
                new()
                {
                    TokenLimit = perMinute,
                    TokensPerPeriod = Math.Max(1, perMinute / FillsPerMinute),
                    ReplenishmentPeriod = TimeSpan.FromMinutes(1) / FillsPerMinute,
                    QueueLimit = 0,
                }
        );

    [LoggerMessage(
        1051,
        LogLevel.Warning,
        "Requests were turned away because there were too many ({Bucket} {Whose}); others of this minute are counted and not said"
    )]
    static partial void TurnedAway(ILogger log, string bucket, string whose);
}
