using System.CommandLine;
using System.Diagnostics;

namespace ReferralHub.Server.Commands;

/// <summary>
/// <c>bench</c> in a source checkout: hands the call on to tests/ReferralHub.Benchmarks, because a server that is installed has no
/// business with a load generator.
/// </summary>
static class BenchCommand
{
    const string Project = "tests/ReferralHub.Benchmarks";

    public static Command Create()
    {
        var command = new Command(
            "bench",
            "Measures HTTP intake to option list. It is not shipped: in a source checkout the call goes on to "
                + $"{Project}, which `dotnet run -c Release --project {Project} -- bench --help` explains."
        )
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parse, token) => RunAsync(AppContext.BaseDirectory, parse.UnmatchedTokens, token));
        return command;
    }

    static async Task<int> RunAsync(string from, IEnumerable<string> arguments, CancellationToken token)
    {
        if (FindCheckout(from) is not { } checkout)
        {
            await Console.Error.WriteLineAsync(
                "bench is not shipped with the server; in a checkout of the source run "
                    + $"`dotnet run -c Release --project {Project} -- bench`."
            );
            return ExitCodes.Usage;
        }

        // Streams are inherited, so what it prints goes where this process's output goes.
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
        foreach (
            var argument in new[] { "run", "-v", "quiet", "-c", "Release", "--project", Path.Combine(checkout, Project), "--", "bench" }
        )
            start.ArgumentList.Add(argument);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }

    /// <summary>The folder of the source that this program was built from; null when it was installed elsewhere.</summary>
    static string? FindCheckout(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ReferralHub.sln")) && Directory.Exists(Path.Combine(folder.FullName, Project)))
                return folder.FullName;
        return null;
    }
}
