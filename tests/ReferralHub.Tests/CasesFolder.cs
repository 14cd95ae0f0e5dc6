namespace ReferralHub.Tests;

/// <summary>
/// Cases written by others, which are not part of the project: beside its root, or where REFERRALHUB_TEST_CASES says. Tests that
/// read them are skipped by name where they are absent.
/// </summary>
static class CasesFolder
{
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("REFERRALHUB_TEST_CASES")
        ?? System.IO.Path.Combine(Directory.GetParent(Root())!.FullName, "shared", "cases");

    /// <summary>Why a test of these cases is skipped; null when they are there.</summary>
    public static string? Skip => Directory.Exists(Path) ? null : $"There are no cases in {Path} (REFERRALHUB_TEST_CASES).";

    /// <summary>A message of the folder <c>field</c>, by its name without extension.</summary>
    public static byte[] ReadField(string name) => File.ReadAllBytes(System.IO.Path.Combine(Path, "field", name + ".json"));

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "ReferralHub.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("ReferralHub.sln is in no folder above.");
        return folder.FullName;
    }
}

/// <summary>A test of cases written by others, skipped with its reason where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class CaseFactAttribute : Xunit.FactAttribute
{
    public CaseFactAttribute() => Skip = CasesFolder.Skip;
}
