using System.CommandLine;

namespace ReferralHub.Server.SignIn;

/// <summary>The option by which a command that asks a running hub is told as which client.</summary>
sealed class ClientOption : Option<string?>
{
    public ClientOption()
        : base("--client")
    {
        Description = $"Client file to sign in with (default: {HubSignIn.Variable} in the environment); `client add` makes one";
        HelpName = "FILE";
    }
}

/// <summary>As which client this call of the program asks a hub.</summary>
static class HubSignIn
{
    public const string Variable = "REFERRALHUB_CLIENT";

    static readonly AsyncLocal<string?> Given = new();

    /// <summary>What to say to whoever came without a client.</summary>
    public static string Hint =>
        Find() is null
            ? $" Give a client file with --client, or name it in {Variable}; `referralhub client add` makes one."
            : " The client is signed in; it may not do this.";

    /// <summary>Remembers what the command line says for what is called from here on.</summary>
    public static void Use(ParseResult call)
    {
        if (call.CommandResult.Command.Options.OfType<ClientOption>().FirstOrDefault() is { } option)
            Given.Value = call.GetValue(option);
    }

    /// <summary>The client file; null when none was named.</summary>
    /// <exception cref="SettingsException">It cannot be used.</exception>
    public static ClientFile? Find() =>
        (Given.Value ?? Environment.GetEnvironmentVariable(Variable)) is { Length: > 0 } path ? ClientFile.Read(path) : null;

    /// <summary>Signed in when a client was named.</summary>
    public static HttpClient CreateHttp(TimeSpan answerMax) =>
        Find() is { } client ? SignedInHandler.CreateHttp(client, answerMax) : new() { Timeout = answerMax };
}
