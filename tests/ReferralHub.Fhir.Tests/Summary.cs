using Xunit.Abstractions;

namespace ReferralHub.Fhir.Tests;

/// <summary>Lines that people want to see after a run, and not only when something failed.</summary>
static class Summary
{
    static readonly Lock Writing = new();

    public static void Write(ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("REFERRALHUB_TEST_SUMMARY") is { Length: > 0 } file)
            lock (Writing)
                File.AppendAllText(file, line + "\n");
    }
}
