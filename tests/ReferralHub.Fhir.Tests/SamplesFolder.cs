namespace ReferralHub.Fhir.Tests;

/// <summary>Inputs written by others, which are not part of the project: beside its root, or where REFERRALHUB_TEST_SAMPLES says.</summary>
static class SamplesFolder
{
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("REFERRALHUB_TEST_SAMPLES")
        ?? System.IO.Path.Combine(Directory.GetParent(Root())!.FullName, "shared", "samples");

    /// <summary>The root of the project.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "ReferralHub.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("ReferralHub.sln is in no folder above.");
        return folder.FullName;
    }
}
