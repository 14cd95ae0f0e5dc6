using System.Net;
using System.Text.RegularExpressions;
using ReferralHub.Platform.Access;

namespace ReferralHub.Tests;

/// <summary>A browser without a screen: cookies, forms with their tokens, redirects followed.</summary>
public sealed partial class PageClient : IDisposable
{
    readonly CookieContainer cookies = new();
    readonly HttpClient http;
    string token = "";

    public PageClient(Uri hub)
    {
        http = new(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = true }) { BaseAddress = hub };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html, */*;q=0.8");
    }

    /// <summary>A browser that reaches the hub in a way of its own.</summary>
    public PageClient(HttpClient http) => this.http = http;

    /// <summary>Where the last answer came from, after redirects.</summary>
    public string Path { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    public HttpResponseMessage? Response { get; private set; }

    public Task<string> GetAsync(string path) => ReadAsync(http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute)));

    public Task<string> PostAsync(string path, params (string Name, string Value)[] fields) =>
        ReadAsync(
            http.PostAsync(
                new Uri(path, UriKind.RelativeOrAbsolute),
                new FormUrlEncodedContent(
                    fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))
                )
            )
        );

    /// <summary>Signs somebody in, and goes to a page.</summary>
    /// <param name="role">Profession or post.</param>
    /// <param name="practice">ODS code of the practice, for its staff.</param>
    public async Task NameAsync(string name, string role = "Consultant", string kind = "Reviewer", string practice = "", string back = "/")
    {
        var organisation = practice.Length > 0 ? practice : "XRH01";
        cookies.Add(await TestHub.Find(http.BaseAddress!).SignIn.SessionAsync(name, Enum.Parse<CallerRole>(kind), role, organisation));
        await GetAsync(back);
    }

    /// <summary>The token of a page's form; empty when it has none.</summary>
    public static string FindToken(string page) => Token().Match(page).Groups[1].Value;

    public static string Hidden(string page, string name) =>
        Regex.Match(page, $"name=\"{Regex.Escape(name)}\" value=\"([^\"]*)\"").Groups[1].Value;

    public void Dispose() => http.Dispose();

    async Task<string> ReadAsync(Task<HttpResponseMessage> sending)
    {
        Response?.Dispose();
        Response = await sending;
        (Status, Path) = (Response.StatusCode, Response.RequestMessage!.RequestUri!.PathAndQuery);
        var page = await Response.Content.ReadAsStringAsync();
        if (Token().Match(page) is { Success: true } found)
            token = found.Groups[1].Value;
        return WebUtility.HtmlDecode(page);
    }

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
