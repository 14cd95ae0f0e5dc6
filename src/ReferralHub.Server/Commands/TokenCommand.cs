using System.CommandLine;
using ReferralHub.Server.SignIn;

namespace ReferralHub.Server.Commands;

/// <summary>Prints an access token, for curl.</summary>
static class TokenCommand
{
    public static Command Create()
    {
        var client = new ClientOption();
        var command = new Command(
            "token",
            "Signs in at a running hub with a client file and prints the access token, which is good for five minutes."
        )
        {
            client,
        };
        command.SetAction(
            async (_, token) =>
            {
                using var tokens = new TokenSource(
                    HubSignIn.Find() ?? throw new SettingsException($"Name a client file with --client or {HubSignIn.Variable}."),
                    TimeProvider.System
                );
                try
                {
                    Console.WriteLine(await tokens.FindAsync(token));
                    return ExitCodes.Ok;
                }
                catch (HttpRequestException)
                {
                    await Console.Error.WriteLineAsync("No hub answers at the address of the client file.");
                    return ExitCodes.Failed;
                }
            }
        );
        return command;
    }
}
