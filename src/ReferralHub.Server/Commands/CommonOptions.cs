using System.CommandLine;
using System.Globalization;

namespace ReferralHub.Server.Commands;

/// <summary>Options that several commands share.</summary>
static class CommonOptions
{
    public static Option<DirectoryInfo?> Data(string what) => new("--data") { Description = what, HelpName = "DIR" };

    public static Option<string> Report() =>
        new Option<string>("--report")
        {
            Description = "How to print the result: text or json (one object on standard output)",
            DefaultValueFactory = _ => "text",
        }.AcceptOnlyFromAmong("text", "json");

    /// <summary>Address of a running hub.</summary>
    public static Option<string?> Url(string description = "Address of a hub with the role web (default: the setting ListenOn)")
    {
        var option = new Option<string?>("--url") { Description = description, HelpName = "URL" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } given && !IsWebAddress(given))
                result.AddError($"--url {given} is not an address such as http://127.0.0.1:5080.");
        });
        return option;
    }

    /// <summary>A whole number from 1 to <paramref name="most"/>.</summary>
    public static Option<int> Positive(string name, string description, int whenAbsent, int most = int.MaxValue)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => whenAbsent,
        };
        option.Validators.Add(result =>
        {
            // What is no number at all is told by whoever reads it.
            if (
                result.Tokens is [var token]
                && int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given)
                && (given < 1 || given > most)
            )
                result.AddError($"{name} must be a whole number from 1{(most == int.MaxValue ? "" : $" to {most}")}.");
        });
        return option;
    }

    static bool IsWebAddress(string given) => Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");
}
