using System.Net;
using ReferralHub.Platform.Access;
using ReferralHub.Tests;

namespace ReferralHub.LiveTests;

/// <summary>
/// People of a hub that a test starts: demo accounts of its settings, as which one click signs in. The session is one like everybody's.
/// </summary>
static class LivePeople
{
    static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(100);

    /// <summary>Settings of a hub that has these people, who are signed in by their place in the list.</summary>
    public static (string, string)[] CreateSettings(params (string Name, CallerRole Kind)[] people) =>
        [
            ("ReferralHub__Demonstration", "true"),
            .. people.SelectMany(
                (person, n) =>
                    new[]
                    {
                        ($"ReferralHub__Users__{n}__Name", person.Name),
                        ($"ReferralHub__Users__{n}__Role", "Consultant"),
                        ($"ReferralHub__Users__{n}__Kind", $"{person.Kind}"),
                    }
            ),
        ];

    /// <summary>Signs somebody in.</summary>
    /// <param name="number">Their place in the list.</param>
    /// <exception cref="HttpRequestException">The hub did not let them in.</exception>
    public static async Task<HttpClient> SignInAsync(string url, int number, TimeSpan? answerMax = null)
    {
        var cookies = new CookieContainer();
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies })
        {
            BaseAddress = new(url),
            Timeout = answerMax ?? AnswerMax,
        };
        try
        {
            var token = PageClient.FindToken(await http.GetStringAsync("/user"));
            using var form = new FormUrlEncodedContent(
                new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["number"] = $"{number}" }
            );
            using var answer = await http.PostAsync("/user?handler=Known", form);
            if (cookies.GetCookies(new(url))["rh-session"] is null)
                throw new HttpRequestException($"Nobody was signed in: {(int)answer.StatusCode}");
            return http;
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }
}
