using System.Diagnostics;

namespace ReferralHub.LiveTests;

/// <summary>
/// The W3C's checker (vnu-jar) over the HTML that the server sent. Needs Java, and the jar that npm puts beside the interop tests.
/// </summary>
static class HtmlCheck
{
    static readonly string Jar = Path.Combine(HubProcess.Root, "tests", "interop", "node_modules", "vnu-jar", "build", "dist", "vnu.jar");

    /// <summary>Null when the checker cannot run here.</summary>
    public static async Task<IReadOnlyList<string>?> ErrorsAsync(IEnumerable<string> files)
    {
        if (!File.Exists(Jar))
            return null;
        var start = new ProcessStartInfo("java") { RedirectStandardError = true };
        foreach (var argument in new[] { "-jar", Jar, "--errors-only", "--format", "gnu" }.Concat(files))
            start.ArgumentList.Add(argument);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        using (process)
        {
            var said = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
