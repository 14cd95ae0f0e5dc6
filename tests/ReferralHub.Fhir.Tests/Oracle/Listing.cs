using Xunit.Sdk;

namespace ReferralHub.Fhir.Tests.Oracle;

/// <summary>Lists in the message of a failed test, one a line, so that they can be read and copied.</summary>
static class Listing
{
    public static void ShouldBeEmpty(IReadOnlyList<string> lines, string what)
    {
        if (lines.Count > 0)
            throw new XunitException($"{lines.Count} {what}:\n{string.Join('\n', lines)}");
    }
}
