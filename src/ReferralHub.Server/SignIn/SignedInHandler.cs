using System.Net;
using System.Net.Http.Headers;

namespace ReferralHub.Server.SignIn;

/// <summary>Sends each request with the client's token.</summary>
sealed class SignedInHandler(TokenSource tokens) : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>A client of HTTP that is signed in; disposing it disposes all of it.</summary>
    public static HttpClient CreateHttp(ClientFile client, TimeSpan answerMax) =>
        new(new SignedInHandler(new(client, TimeProvider.System))) { Timeout = answerMax };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.FindAsync(cancellationToken));
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            tokens.Forget();
        return answer;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            tokens.Dispose();
        base.Dispose(disposing);
    }
}
