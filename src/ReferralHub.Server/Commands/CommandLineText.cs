using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace ReferralHub.Server.Commands;

/// <summary>What was typed, read against the commands there are.</summary>
static class CommandLineText
{
    /// <summary>
    /// What is wrong with a call, in sentences, and where its help is; null when it can run. It goes to standard error, and nothing
    /// to standard output, which may be a pipe: the help itself is printed there for those who ask for it.
    /// </summary>
    public static string? DescribeFaults(ParseResult call)
    {
        if (call.Action is not ParseErrorAction)
            return null;
        var sentences = call.Errors.Select(e => Describe(e, call.CommandResult.Command)).Distinct();
        return string.Join(Environment.NewLine, sentences.Append($"`{NameOf(call.CommandResult)} --help` says how it is called."));
    }

    /// <summary>The library speaks of types and binders; what a person typed is told in a person's words.</summary>
    static string Describe(ParseError error, Command command)
    {
        var words = error.Message;
        var typed = string.Join(' ', error.SymbolResult?.Tokens.Select(t => t.Value) ?? []);
        var name = error.SymbolResult switch
        {
            OptionResult option => option.Option.Name,
            ArgumentResult { Parent: OptionResult option } => option.Option.Name,
            ArgumentResult argument => argument.Argument.Name,
            _ => "",
        };
        return words.StartsWith("Cannot parse argument", StringComparison.Ordinal) ? $"{name} must be {Wanted(error)}, not {typed}."
            : words.StartsWith("Required argument missing for option", StringComparison.Ordinal) ? $"{name} needs a value behind it."
            : words.StartsWith("Required argument", StringComparison.Ordinal) ? $"{name} is missing."
            : words.StartsWith("Required command", StringComparison.Ordinal)
                ? $"Say which: {string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}."
            : words.Contains("Must be one of", StringComparison.Ordinal)
                ? $"{name} must be {string.Join(" or ", Quoted(words).Skip(1))}, not {typed}."
            : words.StartsWith("Unrecognized command or argument", StringComparison.Ordinal)
                ? $"There is no command or option {string.Join(' ', Quoted(words))} here."
            : words.StartsWith("File does not exist", StringComparison.Ordinal) ? $"There is no file {string.Join(' ', Quoted(words))}."
            : words.EndsWith("is required.", StringComparison.Ordinal) ? $"{string.Join(' ', Quoted(words))} is missing."
            : words.Contains("expects a single argument", StringComparison.Ordinal) ? $"{name} takes one value, not {typed}."
            : words;
    }

    static string Wanted(ParseError error)
    {
        var type = error.SymbolResult switch
        {
            OptionResult option => option.Option.ValueType,
            ArgumentResult { Parent: OptionResult option } => option.Option.ValueType,
            ArgumentResult argument => argument.Argument.ValueType,
            _ => typeof(string),
        };
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(DateOnly) ? "a date such as 2026-11-25"
            : type == typeof(DateTime) || type == typeof(DateTimeOffset) ? "a date and time such as 2026-11-25T09:30:00Z"
            : type == typeof(bool) ? "true or false"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(double) || type == typeof(decimal) ? "a number"
            : type == typeof(TimeSpan) ? "a length of time such as 00:30:00"
            : "something else";
    }

    static IEnumerable<string> Quoted(string words) => words.Split('\'').Where((_, i) => i % 2 == 1);

    static string NameOf(CommandResult command) =>
        command.Parent is CommandResult above ? $"{NameOf(above)} {command.Command.Name}" : "referralhub";
}
