using System.Net.Http.Headers;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

/// <summary>Asks a running hub for JSON and shows it.</summary>
static class RunningHub
{
    /// <summary>Address of a path at the hub that was named, or at the one the settings describe.</summary>
    public static string Address(string? url, string path) => (url ?? SettingsReader.Read().ListenOn).TrimEnd('/') + path;

    /// <param name="print">Shows the answer as text; with <paramref name="report"/> json it is written as it came.</param>
    /// <param name="refused">What to say when the hub refuses, by status.</param>
    /// <returns>An exit code.</returns>
    public static async Task<int> ShowAsync(
        string address,
        TimeSpan answerMax,
        string report,
        Action<string> print,
        Func<int, string> refused,
        CancellationToken token
    )
    {
        using var http = new HttpClient { Timeout = answerMax };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var answer = await http.GetAsync(address, token);
            var body = await answer.Content.ReadAsStringAsync(token);
            if (!answer.IsSuccessStatusCode)
            {
                await Console.Error.WriteLineAsync(refused((int)answer.StatusCode));
                return ExitCodes.Usage;
            }

            if (report == "json")
                Console.WriteLine(body);
            else
                print(body);
            return ExitCodes.Ok;
        }
        catch (HttpRequestException e)
        {
            await Console.Error.WriteLineAsync($"No hub answers at {address}: {e.Message}");
            return ExitCodes.Failed;
        }
    }
}
