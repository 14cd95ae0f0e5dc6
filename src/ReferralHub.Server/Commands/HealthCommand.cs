using System.CommandLine;

namespace ReferralHub.Server.Commands;

static class HealthCommand
{
    public static Command Create()
    {
        var url = new Option<string?>("--url") { Description = "Address of the hub (default: the setting ListenOn)" };
        var command = new Command("health", "Asks a running hub whether it is ready; exit code 0 when it is.") { url };
        command.SetAction(async (parse, token) =>
        {
            var address = $"{(parse.GetValue(url) ?? HubBuilder.ReadSettings().ListenOn).TrimEnd('/')}/health/ready";
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            try
            {
                using var response = await client.GetAsync(address, token);
                Console.WriteLine(await response.Content.ReadAsStringAsync(token));
                return response.IsSuccessStatusCode ? ExitCodes.Ok : ExitCodes.Findings;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or InvalidOperationException or UriFormatException)
            {
                await Console.Error.WriteLineAsync($"No hub answers at {address}.");
                return ExitCodes.Failed;
            }
        });
        return command;
    }
}
