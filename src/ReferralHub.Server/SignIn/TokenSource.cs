using System.Text.Json;

namespace ReferralHub.Server.SignIn;

/// <summary>Access tokens of one client, got when they are needed and kept until shortly before they expire.</summary>
sealed class TokenSource(ClientFile client, TimeProvider time) : IDisposable
{
    static readonly TimeSpan Early = TimeSpan.FromSeconds(30);
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);
    readonly HttpClient http = new() { Timeout = AnswerMax };
    readonly SemaphoreSlim gate = new(1);
    (string Token, DateTimeOffset Until)? current;

    /// <exception cref="SignInException">The hub gives none.</exception>
    /// <exception cref="HttpRequestException">No hub answers.</exception>
    public async Task<string> FindAsync(CancellationToken cancellationToken)
    {
        if (current is var (token, until) && time.GetUtcNow() < until)
            return token;
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (current is var (meanwhile, end) && time.GetUtcNow() < end)
                return meanwhile;
            var asked = time.GetUtcNow();
            var (fresh, seconds) = await AskAsync(asked, cancellationToken);
            current = (fresh, asked.AddSeconds(seconds) - Early);
            return fresh;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Has the next one asked for: this one was refused.</summary>
    public void Forget() => current = null;

    public void Dispose()
    {
        http.Dispose();
        gate.Dispose();
    }

    async Task<(string Token, double Seconds)> AskAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ["client_assertion"] = client.Key.SignAssertion(client.ClientId, client.TokenUrl, now),
            }
        );
        using var answer = await http.PostAsync(client.TokenUrl, form, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(body);
            return answer.IsSuccessStatusCode
                ? (json.RootElement.GetProperty("access_token").GetString()!, json.RootElement.GetProperty("expires_in").GetDouble())
                : throw new SignInException(
                    $"{client.TokenUrl} gives {client.ClientId} no token: {json.RootElement.GetProperty("error_description").GetString()}"
                );
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new SignInException($"What answers at {client.TokenUrl} ({(int)answer.StatusCode}) is no token endpoint of a hub.");
        }
    }
}
