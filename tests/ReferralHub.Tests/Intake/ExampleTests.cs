using ReferralHub.Intake;
using ReferralHub.Tests.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Intake;

/// <summary>The examples that are published with the product are taken as they stand.</summary>
public sealed class ExampleTests
{
    [Theory]
    [InlineData("referral-message.json", IntakeFace.ProcessMessage)]
    [InlineData("suspected-cancer-service-request.json", IntakeFace.ServiceRequest)]
    public void Example_IsTakenWithoutARemark(string file, IntakeFace face)
    {
        var bytes = File.ReadAllBytes(Path.Combine(ModuleBoundaryTests.Root(), "fhir-profiles", "examples", file));

        var (submission, problems) = ParsedSubmission.Parse(bytes, face, null, null, new(2026, 11, 21, 10, 0, 0, DateTimeKind.Utc));

        problems.ShouldBeEmpty();
        submission!.Remarks.ShouldBeEmpty();
        submission.Facts.Practice.ShouldBe("Z81001");
    }
}
