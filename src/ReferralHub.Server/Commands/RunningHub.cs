using System.Net.Http.Headers;
using System.Text.Json;
using ReferralHub.Platform;
using ReferralHub.Server.Hosting;
using ReferralHub.Server.SignIn;
using ReferralHub.Web;

namespace ReferralHub.Server.Commands;

/// <summary>What a hub answered.</summary>
sealed record HubAnswer(string Address, int Status, string Body)
{
    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>Exit code of an answer that is not good: a refusal is a finding, a hub in trouble could not finish.</summary>
    public int RefusalExit => Status < 500 ? ExitCodes.Findings : ExitCodes.Failed;

    /// <summary>Why it refused, in the hub's own words where it gave some.</summary>
    public string ReadRefusal() => IsForOthers ? ReadWords() + HubSignIn.Hint : ReadWords();

    string ReadWords()
    {
        try
        {
            using var outcome = JsonDocument.Parse(Body);
            if (
                outcome.RootElement.ValueKind == JsonValueKind.Object
                && outcome.RootElement.TryGetProperty("issue", out var issues)
                && issues[0].GetProperty("details").GetProperty("text").GetString() is { } words
            )
                return words;
        }
        catch (JsonException)
        {
            // A page, or nothing: whoever answers is perhaps no hub. The status is all there is to tell.
        }

        return $"{Address} was answered with {Status}.";
    }

    /// <summary>Whether the hub did not know who asks, or that this one may.</summary>
    bool IsForOthers => Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden;
}

/// <summary>Asks a running hub, and says so when nobody is there.</summary>
static class RunningHub
{
    /// <summary>Address of a path at the hub that was named, or that of the client file, or where the settings have it.</summary>
    public static string FindAddress(string? url, string path) =>
        (url ?? HubSignIn.Find()?.Hub ?? FindHub(SettingsReader.Read())).TrimEnd('/') + path;

    /// <summary>
    /// Where this machine reaches its hub: on loopback where it listens there, because no certificate has such a name; else as others do.
    /// </summary>
    internal static string FindHub(HubSettings settings)
    {
        var addresses = settings.ListenOn.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return addresses.FirstOrDefault(a =>
                a.StartsWith("http:", StringComparison.OrdinalIgnoreCase) && HostNames.IsLoopback(new Uri(a).Host)
            )
            ?? settings.PublicUrl
            ?? addresses[0];
    }

    /// <summary>Sends a request; null when nobody answers, which standard error is then told. The exit code is 3 then.</summary>
    /// <param name="body">Sent as JSON when not null.</param>
    public static async Task<HubAnswer?> SendAsync(
        HttpMethod method,
        string address,
        object? body,
        TimeSpan answerMax,
        CancellationToken token
    )
    {
        using var http = HubSignIn.CreateHttp(answerMax);
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
            using var answer = await http.SendAsync(request, token);
            return new(address, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(token));
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !token.IsCancellationRequested))
        {
            await Console.Error.WriteLineAsync($"No hub answers at {address}.");
            return null;
        }
    }

    /// <summary>Gets JSON and shows it.</summary>
    /// <param name="print">Shows the answer as text; with <paramref name="report"/> json it is written as it came.</param>
    /// <param name="notFound">What to say when there is no such thing; null for the hub's own words.</param>
    /// <returns>An exit code.</returns>
    public static async Task<int> ShowAsync(
        string address,
        TimeSpan answerMax,
        string report,
        Action<JsonElement> print,
        string? notFound,
        CancellationToken token
    )
    {
        if (await SendAsync(HttpMethod.Get, address, null, answerMax, token) is not { } answer)
            return ExitCodes.Failed;
        if (!answer.IsGood)
        {
            await Console.Error.WriteLineAsync(
                answer.Status == StatusCodes.Status404NotFound ? notFound ?? answer.ReadRefusal() : answer.ReadRefusal()
            );
            return answer.RefusalExit;
        }

        return await PrintAsync(answer, report, print) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <summary>Prints an answer as it came or as text; false when it is no JSON, which standard error is then told.</summary>
    public static async Task<bool> PrintAsync(HubAnswer answer, string report, Action<JsonElement> print)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            if (report == "json")
                Console.WriteLine(answer.Body);
            else
                print(json.RootElement);
            return true;
        }
        catch (JsonException)
        {
            await Console.Error.WriteLineAsync($"What answers at {answer.Address} is not a hub.");
            return false;
        }
    }
}
