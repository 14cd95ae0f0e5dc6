using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using ReferralHub.Platform;

namespace ReferralHub.Identity.Machines;

/// <summary>
/// Public keys that clients publish at an https address. They are remembered for ten minutes; an unknown key has them fetched again,
/// once a minute at the most. While the address does not answer, what was fetched within the hour counts.
/// </summary>
sealed partial class FetchedKeys(HubSettings settings, TimeProvider time, ILogger<FetchedKeys> log) : IDisposable
{
    static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(10);
    static readonly TimeSpan UsableFor = TimeSpan.FromHours(1);
    static readonly TimeSpan BetweenFetches = TimeSpan.FromMinutes(1);
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);
    readonly ConcurrentDictionary<(string Client, string Url), Entry> entries = new();
    readonly Lazy<HttpClient> http = new(() => CreateClient(settings));

    /// <summary>The client's keys, fetched again when this one is not among them; null when there are none to be had.</summary>
    public async Task<KeySet?> FindAsync(string client, string url, string keyId, CancellationToken cancellationToken)
    {
        var entry = entries.GetOrAdd((client, url), _ => new());
        var now = time.UtcNow();
        if (entry.Serves(now, keyId))
            return entry.Keys;
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            now = time.UtcNow();
            if (!entry.Serves(now, keyId) && now - entry.Tried >= BetweenFetches)
            {
                entry.Tried = now;
                if (await FetchAsync(client, url, cancellationToken) is { } keys)
                    (entry.Keys, entry.Fetched) = (keys, now);
            }

            return now - entry.Fetched < UsableFor ? entry.Keys : null;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    public void Dispose()
    {
        if (http.IsValueCreated)
            http.Value.Dispose();
    }

    async Task<KeySet?> FetchAsync(string client, string url, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(AnswerMax);
            using var answer = await http.Value.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!answer.IsSuccessStatusCode)
                return Fail($"status {(int)answer.StatusCode}");
            await using var body = await answer.Content.ReadAsStreamAsync(limit.Token);
            var bytes = new byte[KeySet.BytesMax + 1];
            var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, limit.Token);
            if (length > KeySet.BytesMax)
                return Fail("too large");
            return KeySet.ReadFetched(bytes.AsMemory(0, length)).Set ?? Fail("no key set that can be used");
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return Fail(e.GetType().Name);
        }

        KeySet? Fail(string why)
        {
            NotFetched(log, client, why);
            return null;
        }
    }

    static HttpClient CreateClient(HubSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = AnswerMax,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = FreshFor,
        };
        if (settings.KeySetAuthority is { } file)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPemFile(file);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return new(handler) { Timeout = AnswerMax };
    }

    sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public KeySet? Keys { get; set; }

        public DateTime Fetched { get; set; }

        public DateTime Tried { get; set; }

        public bool Serves(DateTime now, string keyId) =>
            Keys is { } keys && now - Fetched < FreshFor && (keys.Keys.Any(k => k.Id == keyId) || now - Tried < BetweenFetches);
    }

    [LoggerMessage(1804, LogLevel.Warning, "The keys of client {Client} could not be fetched: {Why}")]
    static partial void NotFetched(ILogger log, string client, string why);
}
