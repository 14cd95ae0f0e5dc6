using System.Text;
using System.Text.Json;
using ReferralHub.Server.SignIn;
using ReferralHub.Triage.Simulation;

namespace ReferralHub.Server.Commands;

/// <summary>Has a running hub simulate, and shows how far it is.</summary>
static class SimulationThere
{
    /// <returns>The whole report, or null and the exit code; standard error is then told why.</returns>
    public static async Task<(int Exit, SimulationReport? Report)> RunAsync(
        string url,
        FileInfo file,
        byte[] yaml,
        SimulationScope scope,
        SimulationReport? kept,
        SimulationProgress progress,
        CancellationToken token
    )
    {
        var address = RunningHub.FindAddress(url, "/rules/simulate");
        // A simulation of some years takes minutes, and its answer comes in pieces.
        using var http = HubSignIn.CreateHttp(Timeout.InfiniteTimeSpan);
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = JsonContent.Create(
                new SimulationRequest(
                    Encoding.UTF8.GetString(yaml),
                    file.Name,
                    scope.From,
                    scope.To,
                    scope.Practice,
                    scope.MinutesPerReview,
                    kept
                ),
                options: SimulateCommand.Json
            ),
        };
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            if (!answer.IsSuccessStatusCode)
            {
                var refusal = new HubAnswer(address, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(token));
                await Console.Error.WriteLineAsync(refusal.ReadRefusal());
                return (refusal.RefusalExit, null);
            }

            if (await ReadPiecesAsync(answer, progress, token) is { Effects: not null } whole)
                return (ExitCodes.Ok, whole);
            await Console.Error.WriteLineAsync("The hub stopped before it was finished; with --checkpoint the next run goes on from here.");
        }
        catch (HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"No hub answers at {address}.");
        }
        catch (JsonException)
        {
            await Console.Error.WriteLineAsync($"What answers at {address} is not a hub.");
        }

        return (ExitCodes.Failed, null);
    }

    /// <summary>Each line is the report so far; the last one is the whole.</summary>
    static async Task<SimulationReport?> ReadPiecesAsync(HttpResponseMessage answer, SimulationProgress progress, CancellationToken token)
    {
        SimulationReport? last = null;
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(token));
        while (await lines.ReadLineAsync(token) is { } line)
        {
            last = JsonSerializer.Deserialize<SimulationReport>(line, SimulateCommand.Json)!;
            await progress.ToldAsync(last);
        }

        return last;
    }
}
