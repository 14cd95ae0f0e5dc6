using System.Net;
using System.Text.RegularExpressions;

namespace ReferralHub.Tests.Identity.People;

/// <summary>A browser without a screen that follows no redirect and shows its cookies.</summary>
sealed partial class SessionBrowser : IDisposable
{
    // The framework's own jar refuses cookies whose path is not that of the request, which browsers take.
    readonly Dictionary<string, string> cookies = [];
    readonly HttpClient http;
    string token = "";

    public SessionBrowser(Uri hub) =>
        http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = hub };

    public HttpStatusCode Status { get; private set; }

    /// <summary>Where the last answer sends the browser.</summary>
    public string? Location { get; private set; }

    /// <summary>What the last answer set.</summary>
    public IReadOnlyList<string> SetCookies { get; private set; } = [];

    /// <summary>The session's cookie; setting it plays somebody who has got hold of it.</summary>
    public string? Cookie
    {
        get => cookies.GetValueOrDefault("rh-session");
        set => cookies["rh-session"] = value!;
    }

    public Task<string> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(new(HttpMethod.Get, path), headers);

    public Task<string> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(
            new(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(
                    fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))
                ),
            },
            []
        );

    public async Task SignInAsync(int number, string back = "")
    {
        await GetAsync("/user");
        await PostAsync("/user?handler=Known", ("number", $"{number}"), ("back", back));
    }

    /// <summary>Whether a page for staff is shown rather than asked for a sign-in.</summary>
    public async Task<bool> MaySeeAsync(string path, params (string Name, string Value)[] headers)
    {
        await GetAsync(path, headers);
        return Status == HttpStatusCode.OK;
    }

    public void Dispose() => http.Dispose();

    async Task<string> SendAsync(HttpRequestMessage request, (string Name, string Value)[] headers)
    {
        request.Headers.Accept.ParseAdd("text/html");
        if (cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}")));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request);
        (Status, Location) = (response.StatusCode, response.Headers.Location?.ToString());
        SetCookies = response.Headers.TryGetValues("Set-Cookie", out var set) ? [.. set] : [];
        foreach (var cookie in SetCookies)
            Keep(cookie);
        var page = await response.Content.ReadAsStringAsync();
        if (Token().Match(page) is { Success: true } found)
            token = found.Groups[1].Value;
        return WebUtility.HtmlDecode(page);
    }

    void Keep(string cookie)
    {
        var (name, value) = (cookie[..cookie.IndexOf('=', StringComparison.Ordinal)], cookie.Split(';')[0]);
        if (cookie.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
            cookies.Remove(name);
        else
            cookies[name] = value[(name.Length + 1)..];
    }

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
