using ReferralHub.Tests.Platform;
using Xunit;

namespace ReferralHub.Tests;

/// <summary>
/// Cases that went wrong elsewhere, which are not part of the project: beside its root, or where REFERRALHUB_TEST_CASES says.
/// </summary>
static class CasesFolder
{
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("REFERRALHUB_TEST_CASES")
        ?? System.IO.Path.Combine(Directory.GetParent(ModuleBoundaryTests.Root())!.FullName, "shared", "cases");

    /// <summary>The bytes of a message of the folder <c>field</c>; the test is skipped, with the reason, when it is not there.</summary>
    public static byte[] ReadField(string name)
    {
        var file = System.IO.Path.Combine(Path, "field", name);
        Skip.IfNot(File.Exists(file), $"{file} is not here.");
        return File.ReadAllBytes(file);
    }
}
