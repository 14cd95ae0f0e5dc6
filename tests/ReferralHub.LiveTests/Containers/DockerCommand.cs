using System.Diagnostics;
using System.Globalization;
using Shouldly;

namespace ReferralHub.LiveTests.Containers;

/// <summary>Docker's client, as an operator calls it.</summary>
static class DockerCommand
{
    /// <summary>How long an operator's step may take before a test gives up on it.</summary>
    public static TimeSpan StepMax { get; } = TimeSpan.FromMinutes(4);

    /// <summary>Runs it; gives what it printed to standard output, without the line's end.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (exit, output, error) = await TryAsync("docker", [], arguments);
        exit.ShouldBe(0, $"docker {string.Join(' ', arguments)}: {error}");
        return output.Trim();
    }

    /// <summary>Runs a program to its end; exit code 127 when it is not there.</summary>
    public static async Task<(int Exit, string Output, string Error)> TryAsync(
        string program,
        (string Name, string Value)[] environment,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = HubProcess.Root,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(StepMax);
            return (process.ExitCode, await output, await error);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (127, "", $"{program} is not there.");
        }
    }

    /// <summary>A value of what the engine knows of a container, as a template of Docker's names it.</summary>
    public static Task<string> InspectAsync(string container, string template) => RunAsync("inspect", "--format", template, container);

    public static async Task<int> ExitCodeAsync(string container) =>
        int.Parse(await InspectAsync(container, "{{.State.ExitCode}}"), CultureInfo.InvariantCulture);

    /// <summary>When a container last started or finished.</summary>
    public static async Task<DateTimeOffset> TimeAsync(string container, string what) =>
        DateTimeOffset.Parse(await InspectAsync(container, $"{{{{json .State.{what}}}}}").TrimQuotesAsync(), CultureInfo.InvariantCulture);

    /// <summary>All that it has written.</summary>
    public static async Task<string> LogsAsync(string container)
    {
        var (_, output, error) = await TryAsync("docker", [], "logs", container);
        return output + error;
    }

    static async Task<string> TrimQuotesAsync(this Task<string> text) => (await text).Trim('"');
}
