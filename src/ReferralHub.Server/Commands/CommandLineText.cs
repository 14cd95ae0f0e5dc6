using System.CommandLine;
using System.CommandLine.Invocation;

namespace ReferralHub.Server.Commands;

/// <summary>What was typed, read against the commands there are.</summary>
static class CommandLineText
{
    /// <summary>
    /// The call, ready to run. A call that is wrong prints what is wrong on standard error and nothing on standard output, which may
    /// be a pipe: the help is printed only to those who ask for it.
    /// </summary>
    public static ParseResult Parse(RootCommand root, string[] args)
    {
        var call = root.Parse(args);
        if (call.Action is ParseErrorAction refusal)
            (refusal.ShowHelp, refusal.ShowTypoCorrections) = (false, false);
        return call;
    }
}
