using System.CommandLine;

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

    public static Option<int> Positive(string name, string description, int whenAbsent)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => whenAbsent,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{name} must be a whole number from 1.");
        });
        return option;
    }
}
