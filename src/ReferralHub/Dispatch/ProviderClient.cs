using System.Net.Http.Headers;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using ReferralHub.Choice;
using ReferralHub.Platform.Telemetry;

namespace ReferralHub.Dispatch;

/// <summary>Posts messages to providers. Three quick tries with jitter; longer waits are the database's business.</summary>
public sealed class ProviderClient(IHttpClientFactory clients, AllowedEndpoints endpoints)
{
    public const string ClientName = "provider";
    const int AnswerBytesMax = 1024 * 1024;
    static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(10);

    readonly ResiliencePipeline<ProviderAnswer> pipeline = new ResiliencePipelineBuilder<ProviderAnswer>()
        .AddRetry(
            new RetryStrategyOptions<ProviderAnswer>
            {
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args =>
                    ValueTask.FromResult(
                        args.Outcome switch
                        {
                            { Exception: HttpRequestException or TimeoutRejectedException or IOException } => true,
                            { Result: { Kind: ProviderAnswerKind.Failed, Reason: var reason } } => reason is "transient-error"
                                || (
                                    reason!.StartsWith("http-", StringComparison.Ordinal)
                                    && ProviderAnswer.IsTransient(
                                        (System.Net.HttpStatusCode)int.Parse(reason[5..], System.Globalization.CultureInfo.InvariantCulture)
                                    )
                                ),
                            _ => false,
                        }
                    ),
            }
        )
        .AddTimeout(TryTimeout)
        .Build();

    public async Task<ProviderAnswer> SendAsync(string endpoint, Guid messageId, byte[] message, CancellationToken cancellationToken)
    {
        // The directory may have been read when the settings were others.
        if (endpoints.FindFault(endpoint) is not null)
            return new(ProviderAnswerKind.Failed, "endpoint-not-allowed");
        ProviderAnswer answer;
        try
        {
            answer = await pipeline.ExecuteAsync(token => PostAsync(endpoint, messageId, message, token), cancellationToken);
        }
        catch (Exception e)
            when (e is HttpRequestException or TimeoutRejectedException or IOException or UriFormatException or InvalidOperationException)
        {
            answer = new(
                ProviderAnswerKind.Failed,
                e is TimeoutRejectedException ? "no-answer-in-time"
                    : e is HttpRequestException { HttpRequestError: var error } ? $"connection-{error}".ToLowerInvariant()
                    : "endpoint-unusable"
            );
        }

        HubMeters.Dispatched.Add(1, new KeyValuePair<string, object?>("result", answer.Kind.ToString()));
        return answer;
    }

    async ValueTask<ProviderAnswer> PostAsync(string endpoint, Guid messageId, byte[] message, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(message) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/fhir+json");
        request.Headers.Accept.ParseAdd("application/fhir+json");
        request.Headers.Add("X-Request-Id", messageId.ToString());
        request.Headers.Add("X-Correlation-Id", messageId.ToString());
        using var client = clients.CreateClient(ClientName);
        client.MaxResponseContentBufferSize = AnswerBytesMax;
        using var response = await client.SendAsync(request, cancellationToken);
        return ProviderAnswer.ReadResponse(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken), messageId);
    }
}
