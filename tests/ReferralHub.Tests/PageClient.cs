using System.Net;
using System.Text.RegularExpressions;

namespace ReferralHub.Tests;

/// <summary>A browser without a screen: cookies, forms with their tokens, redirects followed.</summary>
public sealed partial class PageClient : IDisposable
{
    readonly HttpClient http;
    string token = "";

    public PageClient(Uri hub) =>
        http = new(new SocketsHttpHandler { CookieContainer = new(), AllowAutoRedirect = true }) { BaseAddress = hub };

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

    public async Task NameAsync(string name, string role = "Consultant", string kind = "Reviewer", string practice = "", string back = "/")
    {
        await GetAsync("/user");
        await PostAsync("/user?handler=Named", ("Name", name), ("Role", role), ("Kind", kind), ("Practice", practice), ("Back", back));
    }

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
