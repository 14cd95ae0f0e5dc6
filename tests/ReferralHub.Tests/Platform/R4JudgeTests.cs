using System.Runtime.CompilerServices;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Structure;
using ReferralHub.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Platform;

/// <summary>
/// Every resource that the hub writes anywhere in this test run is read and checked by the hub's own kernel where it is written:
/// a missing element, a wrong format or code, a list that should be none makes the test fail that wrote it.
/// </summary>
public sealed class R4JudgeTests
{
    [ModuleInitializer]
    internal static void JudgeEverything() => R4Json.Judge = Check;

    static void Check(byte[] json)
    {
        var (document, problem) = FhirJson.Read(json);
        if (document is null)
            throw new InvalidOperationException($"What was written cannot be read: {problem!.Text}");
        using (document)
            if (FhirStructure.Check(document) is [var fault, ..])
                throw new InvalidOperationException($"What was written is wrong at {fault.Expression}: {fault.Text}");
    }

    [Fact]
    public void Write_WithoutWhatMustBeThere_IsNoticed() =>
        Should
            .Throw<InvalidOperationException>(() => R4Json.Write(new R4.ServiceRequest { Id = "1" }))
            .Message.ShouldContain("ServiceRequest.status");

    [Fact]
    public void Write_WithAnIdThatIsNone_IsNoticed() =>
        Should.Throw<InvalidOperationException>(() => R4Json.Write(new R4.Patient { Id = "a b" })).Message.ShouldContain("Patient.id");
}
