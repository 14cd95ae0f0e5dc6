using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReferralHub.Server.SignIn;

namespace ReferralHub.LiveTests;

/// <summary>
/// How these tests call a hub: as a system of the centre, which stands in the clients file of every hub that <see cref="HubProcess"/>
/// starts. A second one is there for what takes two people.
/// </summary>
static class LiveClient
{
    public const string Id = "live-tests";
    public const string OtherId = "live-tests-other";
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(100);
    static readonly Dictionary<string, ClientKeyPair> Keys = new[] { Id, OtherId }.ToDictionary(i => i, _ => ClientKeyPair.Create());
    static readonly DirectoryInfo Folder = Directory.CreateTempSubdirectory("rh-live-clients-");
    static readonly ConcurrentDictionary<(string Hub, string Id), TokenSource> Tokens = new();

    /// <summary>What the setting <c>ClientsFile</c> names.</summary>
    public static string ClientsFile { get; } = WriteClients();

    /// <param name="id">As which of the two.</param>
    public static HttpClient CreateHttp(TimeSpan? answerMax = null, string id = Id) =>
        new(new Handler(id)) { Timeout = answerMax ?? AnswerMax };

    /// <summary>An access token of the hub at this address.</summary>
    public static Task<string> TokenAsync(string url) => FindSource(new(url), Id).FindAsync(CancellationToken.None);

    /// <summary>A client file for commands that ask the hub at this address.</summary>
    public static string WriteFile(string url)
    {
        var path = Path.Combine(Folder.FullName, $"{new Uri(url).Port}.json");
        ClientFile.Create(url, Id, Keys[Id]).Write(path, replace: true);
        return path;
    }

    static TokenSource FindSource(Uri address, string id) =>
        Tokens.GetOrAdd(
            (address.GetLeftPart(UriPartial.Authority), id),
            of => new(ClientFile.Create(of.Hub, of.Id, Keys[of.Id]), TimeProvider.System)
        );

    static string WriteClients()
    {
        var path = Path.Combine(Folder.FullName, "clients.json");
        var clients = Keys.Select(key => new
        {
            id = key.Key,
            name = key.Key,
            kind = "Centre",
            organisations = new[] { "XRH01" },
            jwks = JsonNode.Parse(key.Value.PublicKeys().Json),
        });
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(new { clients }));
        return path;
    }

    /// <summary>Calls any address; a hub on another database has not given the token that is kept, and is asked once more.</summary>
    sealed class Handler(string id) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var tokens = FindSource(request.RequestUri!, id);
            var answer = await SendAsync(request, tokens, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.Unauthorized)
                return answer;
            answer.Dispose();
            tokens.Forget();
            return await SendAsync(request, tokens, cancellationToken);
        }

        async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, TokenSource tokens, CancellationToken cancellationToken)
        {
            try
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.FindAsync(cancellationToken));
            }
            catch (SignInException e)
            {
                throw new HttpRequestException(e.Message);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
