using System.Diagnostics;

namespace ReferralHub.LiveTests;

/// <content>Commands that run to their end.</content>
sealed partial class HubProcess
{
    /// <summary>Runs a command to its end.</summary>
    public static Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <summary>Runs a command to its end with these settings.</summary>
    public static Task<(int Exit, string Output, string Error)> RunAsync(
        (string Name, string Value)[] environment,
        params string[] arguments
    ) => FinishAsync(Launch("dotnet", [Program, .. arguments], environment), "");

    /// <summary>Runs a command to its end that reads this text.</summary>
    public static Task<(int Exit, string Output, string Error)> RunWithInputAsync(string input, params string[] arguments) =>
        FinishAsync(Launch("dotnet", [Program, .. arguments], []), input);

    /// <summary>Runs another program to its end.</summary>
    public static Task<(int Exit, string Output, string Error)> RunProgramAsync(string program, params string[] arguments) =>
        FinishAsync(Launch(program, arguments, []), "");

    static async Task<(int Exit, string Output, string Error)> FinishAsync(Process started, string input)
    {
        using var process = started;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
